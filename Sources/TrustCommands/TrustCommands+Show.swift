import Bytes
import Certificates
import Cryptography
import JOSE
import JSON
import Rules
import Terminal
import Trust

extension TrustCommands {
    func showEntry(_ call: Invocation) throws -> ExitCode {
        let id = try call.required(Words.entry)
        let store = try folder(call).store()
        guard let entry = store.entries.first(where: { haveSameBytes($0.id, id) }) else {
            throw TrustError.noSuchEntry(id: id)
        }
        let now = Clock.system.now
        let hits = entry.possibleBlocks.filter(store.blocks.contains)
        var json = entry.json(anchors: entry.anchors.map { Base64.encode($0.der) })
        json["source"] = .string(entry.source)
        if !hits.isEmpty { json["blocks"] = .object(TrustBlock.json(of: Set(hits))) }
        call.console.print(json: .object(json))
        call.console.print("entry     \(Text(entry.id, .strong)), \(Text(entry.name))")
        if let country = entry.country { call.console.print("country   \(country)") }
        describe(entry) { call.console.print($0) }
        let since: Text = entry.since.map { " since \($0)" } ?? ""
        let isInForce = entry.isInForce(at: now)
        call.console.print(
            "state     " + Text(entry.state.rawValue, isInForce ? .good : .bad) + since
                + (isInForce ? "" : ", not in force"))
        if let list = entry.list {
            let words = list.isUsable(at: now) ? list.words(at: now) : "\(list.list) \(list.sequence), too old"
            call.console.print("list      \(words); the entity is \(entry.entity)")
        }
        for block in hits { call.console.print(Text("blocked   ", .bad) + "\(block.text)") }
        call.console.print("file      \(entry.source)")
        return .done
    }

    /// What the person agrees to, or looks at: which keys, for what.
    func describe(_ entry: TrustEntry, _ say: (Text) -> Void) {
        for key in entry.keys {
            switch key {
            case .anchor(let certificate):
                say("anchor    \(certificate.subject.text)")
                say("          valid \(certificate.notBefore) to \(certificate.notAfter)")
                say("          SHA-256 \(Hex.encode(certificate.fingerprint))")
            case .keySet(let issuer, let keys):
                say("issuer    \(issuer)")
                for key in keys.keys {
                    say("          key \(Text(key.keyID ?? "")) thumbprint \(key.thumbprintText)")
                }
            case .published(let issuer):
                say("issuer    \(issuer)")
                say("          whatever keys it publishes there at the time")
            }
        }
        say("purposes  \(entry.purposes.map(\.rawValue).sorted().joined(separator: ", "))")
        if !entry.types.isEmpty { say("types     \(entry.types.sorted().joined(separator: ", "))") }
        for address in entry.responseURIs { say("answers   to \(address)") }
    }
}
