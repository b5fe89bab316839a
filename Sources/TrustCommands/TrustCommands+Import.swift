import Bytes
import Certificates
import Files
import JSON
import Rules
import Terminal
import Trust
import TrustFetching

extension TrustCommands {
    func takeIn(_ call: Invocation) throws -> ExitCode {
        let place = try call.required(Words.list)
        guard !Self.isAddress(place) else {
            return try takeIn(try TrustDocumentClient(reach: reach(call)).list(at: place), from: place, call)
        }
        if Files.isFolder(place) { return try takeInRevocationLists(in: place, call) }
        var bytes = try Files.read(place, limitBytes: TrustList.limitBytes + 1)
        // A JWS begins with a letter: DER with a SEQUENCE, PEM with a hyphen.
        if bytes.first == 0x30 || bytes.first == 0x2D { return try takeInRevocationLists([place], call) }
        if bytes.last == 0x0A { bytes.removeLast() }
        return try takeIn(bytes, from: nil, call)
    }

    private func takeIn(_ bytes: [UInt8], from url: String?, _ call: Invocation) throws -> ExitCode {
        let id = try call.required(Words.id)
        let folder = folder(call)
        let held = try folder.list(id)
        let list = try TrustList(signed: bytes, settings: try settings(id, held, url, call), at: Clock.system.now)
        show(list, call)
        // The same signer, scope and place were agreed to before.
        let isAgreed = held.map { $0.settings == list.settings } ?? false
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

    /// `trust verify`: what an import would find, without one.
    func verify(_ call: Invocation) throws -> ExitCode {
        let place = try call.required(Words.list)
        var bytes =
            Self.isAddress(place)
            ? try TrustDocumentClient(reach: reach(call)).list(at: place)
            : try Files.read(place, limitBytes: TrustList.limitBytes + 1)
        if bytes.last == 0x0A { bytes.removeLast() }
        let list = try TrustList(
            signed: bytes, settings: try settings("verified", nil, nil, call), at: Clock.system.now)
        show(list, call)
        call.console.print(
            json: [
                "sequence": .integer(list.origin.sequence), "issued_at": .string(list.origin.issuedAt.description),
                "next_update": .string(list.origin.nextUpdate.description),
                "entries": .array(
                    list.entries.map { .object($0.json(anchors: $0.anchors.map { Base64.encode($0.der) })) }),
            ])
        call.console.print(Text("the list is in order", .good))
        return .done
    }

    private func takeInRevocationLists(in path: String, _ call: Invocation) throws -> ExitCode {
        let names = try Files.names(in: path).sorted().filter { $0.hasSuffix(".crl") || $0.hasSuffix(".pem") }
        guard !names.isEmpty else {
            throw TrustError.badRevocationList(problem: "\(path) holds no file that ends in .crl or .pem")
        }
        return try takeInRevocationLists(names.map { "\(path)/\($0)" }, call)
    }

    /// Nothing is asked: a revocation list makes nobody trusted.
    private func takeInRevocationLists(_ paths: [String], _ call: Invocation) throws -> ExitCode {
        let folder = folder(call)
        let now = Clock.system.now
        // All are read before the first is taken in.
        let lists = try paths.map { try TrustFolder.list(in: $0) }
        var json: [JSONValue] = []
        for list in lists {
            let isKnown = try folder.add(list, at: now)
            json.append([
                "issuer": .string(list.issuer.text), "issued_at": .string(list.thisUpdate.description),
                "next_update": .string(list.nextUpdate.description), "revoked": .integer(Int64(list.count)),
                "signer_known": .bool(isKnown),
            ])
            call.console.print("revocation list  \(Text(list.issuer.text, .strong)): \(list.count) revoked")
            call.console.print("                 issued \(list.thisUpdate), next one due \(list.nextUpdate)")
            if !isKnown {
                call.console.warn("no anchor here has that name; who signed it is checked when it is used")
            }
            if now > list.nextUpdate { call.console.warn("it is stale: a newer one was due at \(list.nextUpdate)") }
        }
        call.console.print(json: .array(json))
        return .done
    }

    private func settings(
        _ id: String, _ held: TrustList?, _ url: String?, _ call: Invocation
    ) throws -> TrustListSettings {
        let types = Set(call.values(of: Words.type))
        guard let kind = call[Words.kind] ?? held?.settings.kind else {
            throw TerminalError.parameterMissing(name: "--kind")
        }
        return TrustListSettings(
            id: id, kind: kind, signer: try signer(held, call),
            types: types.isEmpty ? held?.settings.types ?? [] : types, url: url ?? held?.settings.url,
            names: call[Words.legacy] ? .earlyToo : held?.settings.names ?? .normative)
    }

    private func signer(_ held: TrustList?, _ call: Invocation) throws -> Certificate {
        guard let path = call[Words.signer] else {
            guard let held else { throw TerminalError.parameterMissing(name: "--signer") }
            return held.settings.signer
        }
        return try Self.certificate(in: path)
    }

    /// The one certificate of a file.
    static func certificate(in path: String) throws -> Certificate {
        let bytes = try Files.read(path, limitBytes: TrustFolder.limitBytes)
        let certificates = try PEM.certificates(in: String(decoding: bytes, as: UTF8.self))
        guard let first = certificates.first, certificates.count == 1 else {
            throw TrustError.badEntry(file: path, problem: "it must hold one certificate, that of the list's signer")
        }
        return first
    }

    func show(_ list: TrustList, _ call: Invocation) {
        call.console.inform("list      number \(list.origin.sequence), issued \(list.origin.issuedAt)")
        call.console.inform("          next one due \(list.origin.nextUpdate)")
        call.console.inform("signer    \(list.settings.signer.subject.text)")
        call.console.inform("          SHA-256 \(Hex.encode(list.settings.signer.fingerprint))")
        call.console.inform("kind      \(list.settings.kind.rawValue)")
        if !list.settings.types.isEmpty {
            call.console.inform("types     \(list.settings.types.sorted().joined(separator: ", "))")
        }
        if let url = list.settings.url { call.console.inform("from      \(url)") }
        if list.origin.hasEarlyNames { call.console.warn("it has names from before ETSI TS 119 602 (LOT-10)") }
        let granted = list.entries.filter { $0.state == .granted }
        call.console.inform("services  \(granted.count) granted, \(list.entries.count - granted.count) not")
        for name in Set(granted.map(\.name)).sorted().prefix(20) { call.console.inform("          \(Text(name))") }
    }
}
