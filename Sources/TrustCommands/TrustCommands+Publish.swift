import Certificates
import Files
import JOSE
import JSON
import Rules
import Terminal
import Trust

extension TrustCommands {
    func publish(_ call: Invocation) throws -> ExitCode {
        let path = try call.required(Words.out)
        guard let kind = call[Words.kind] else { throw TerminalError.parameterMissing(name: "--kind") }
        let key = try JWK.Private(
            try JSONValue(parsing: try Files.read(try call.required(Words.signingKey), limitBytes: 64 << 10)))
        let publisher = try TrustListPublisher(
            kind: kind, details: try details(call),
            certificate: try Self.certificate(in: try call.required(Words.signer)),
            key: key.key)
        var previous: [UInt8]?
        if Files.exists(path) {
            var bytes = try Files.read(path, limitBytes: TrustList.limitBytes + 1)
            if bytes.last == 0x0A { bytes.removeLast() }
            previous = bytes
        }
        let publication = try publisher.publication(
            of: try folder(call).store().entries, after: previous, sequence: call[Words.sequence].map(Int64.init),
            days: Int64(call[Words.days] ?? 30), at: Clock.system.now)
        if publication.isNew { try Files.write(publication.text, to: path, for: .everyone, existing: .replace) }
        let origin = publication.list.origin
        show(publication.list, call)
        call.console.print(
            json: [
                "file": .string(path), "sequence": .integer(origin.sequence),
                "next_update": .string(origin.nextUpdate.description),
                "services": .integer(Int64(publication.list.entries.count)), "changed": .bool(publication.isNew),
            ])
        call.console.print(
            publication.isNew
                ? "number \(origin.sequence) written to \(Text(path, .strong)), next one due \(origin.nextUpdate)"
                : "nothing changed: number \(origin.sequence) in \(Text(path, .strong)) stays")
        if publication.list.entries.isEmpty {
            call.console.warn("nobody is on the list: no entry of the folder has the purpose \(kind.issuing.rawValue)")
        }
        return .done
    }

    private func details(_ call: Invocation) throws -> TrustListPublisher.Details {
        try call.refuseBoth(Words.operatorName, Words.details)
        if let path = call[Words.details] {
            return try TrustListPublisher.Details(
                try JSONValue(parsing: try Files.read(path, limitBytes: TrustFolder.limitBytes)))
        }
        return TrustListPublisher.Details(operatorName: try call.required(Words.operatorName))
    }
}
