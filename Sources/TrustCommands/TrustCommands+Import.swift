import Bytes
import Certificates
import Files
import JSON
import Rules
import Terminal
import Trust

extension TrustCommands {
    func takeIn(_ call: Invocation) throws -> ExitCode {
        let path = try call.required(Words.list)
        let id = try call.required(Words.id)
        let folder = folder(call)
        let held = try folder.list(id)
        let settings = try settings(id, held, call)
        var bytes = try Files.read(path, limitBytes: TrustList.limitBytes + 1)
        if bytes.last == 0x0A { bytes.removeLast() }
        let list = try TrustList(signed: bytes, settings: settings, at: Clock.system.now)
        show(list, call)
        // The same signer and the same scope were agreed to before.
        let isAgreed = held.map { $0.settings == settings } ?? false
        if !isAgreed, try !call.console.confirm("Trust the entities of this list?") { return .declined }
        try folder.add(list)
        call.console.print(
            json: [
                "id": .string(id), "sequence": .integer(list.origin.sequence),
                "next_update": .string(list.origin.nextUpdate.description),
                "services": .integer(Int64(list.entries.count)),
            ])
        call.console.say("imported as \(Text(id, .strong))")
        return .done
    }

    private func settings(_ id: String, _ held: TrustList?, _ call: Invocation) throws -> TrustListSettings {
        let types = Set(call.values(of: Words.type))
        guard let kind = call[Words.kind] ?? held?.settings.kind else {
            throw TerminalError.parameterMissing(name: "--kind")
        }
        return TrustListSettings(
            id: id, kind: kind, signer: try signer(held, call),
            types: types.isEmpty ? held?.settings.types ?? [] : types)
    }

    private func signer(_ held: TrustList?, _ call: Invocation) throws -> Certificate {
        guard let path = call[Words.signer] else {
            guard let held else { throw TerminalError.parameterMissing(name: "--signer") }
            return held.settings.signer
        }
        let bytes = try Files.read(path, limitBytes: TrustFolder.limitBytes)
        let certificates = try PEM.certificates(in: String(decoding: bytes, as: UTF8.self))
        guard let first = certificates.first, certificates.count == 1 else {
            throw TrustError.badEntry(file: path, problem: "it must hold one certificate, that of the list's signer")
        }
        return first
    }

    private func show(_ list: TrustList, _ call: Invocation) {
        call.console.inform("list      number \(list.origin.sequence), issued \(list.origin.issuedAt)")
        call.console.inform("          next one due \(list.origin.nextUpdate)")
        call.console.inform("signer    \(list.settings.signer.subject.text)")
        call.console.inform("          SHA-256 \(Hex.encode(list.settings.signer.fingerprint))")
        call.console.inform("kind      \(list.settings.kind.rawValue)")
        if !list.settings.types.isEmpty {
            call.console.inform("types     \(list.settings.types.sorted().joined(separator: ", "))")
        }
        let granted = list.entries.filter { $0.state == .granted }
        call.console.inform("services  \(granted.count) granted, \(list.entries.count - granted.count) not")
        for name in Set(granted.map(\.name)).sorted().prefix(20) { call.console.inform("          \(Text(name))") }
    }
}
