import Bytes
import Certificates
import Cryptography
import Files
import JOSE
import JSON
import Rules
import Terminal
import Trust

extension TrustCommands {
    func add(_ call: Invocation) throws -> ExitCode {
        let identifier = try call.required(Words.id)
        let (keys, shown) = try keys(call)
        let entry = TrustEntry(
            id: identifier, name: call[Words.name] ?? shown, purposes: Set(call.values(of: Words.purpose)),
            types: Set(call.values(of: Words.type)), keys: keys, responseURIs: call.values(of: Words.responseURI),
            since: Clock.system.now, source: call[Words.file] ?? shown)
        describe(entry, call.console.inform)
        let folder = folder(call)
        if let old = try? folder.store().entries.first(where: { $0.id == identifier }) {
            call.console.warn("this replaces '\(identifier)', which is \(Text(old.name))")
        }
        guard try call.console.confirm("Trust this?") else { return .declined }
        try folder.add(entry)
        call.console.print(json: ["id": .string(identifier)])
        call.console.print("trusted as \(Text(identifier, .strong))")
        return .done
    }

    private func keys(_ call: Invocation) throws -> ([TrustEntry.Key], String) {
        if call[Words.published] {
            try call.refuseBoth(Words.published, Words.file)
            let address = try call.required(Words.issuer)
            return ([.published(issuer: address)], address)
        }
        let bytes = try Files.read(try call.required(Words.file), limitBytes: 256 << 10)
        guard let address = call[Words.issuer] else { return try anchors(bytes, call) }
        return ([.keySet(issuer: address, keys: try JWKSet(parsing: bytes))], address)
    }

    private func anchors(_ bytes: [UInt8], _ call: Invocation) throws -> ([TrustEntry.Key], String) {
        let certificates = try PEM.certificates(in: String(decoding: bytes, as: UTF8.self))
        let first = certificates.first?.subject
        return (certificates.map(TrustEntry.Key.anchor), first?.organizationName ?? first?.text ?? "")
    }
}
