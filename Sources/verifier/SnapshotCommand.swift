import CredentialModel
import Cryptography
import Files
import HTTPClient
import JOSE
import JSON
import OpenID4VP
import Rules
import SDJWTVC
import Terminal
import TokenStatusList
import Trust
import VerifierKit

/// `verifier trust snapshot`: all that a check needs without a network, in one signed file.
enum SnapshotCommand {
    private static let out = Option("out", "FILE", "where the snapshot is written (required)")
    private static let key = Option(
        "key", "FILE", "the private JWK that signs it (default the key of the verifier's folder)")
    private static let list = Option(
        "status-list", "URI", "a status list to take along (default those that the service has met)", count: .any)
    private static let aggregation = Option(
        "status-lists-of", "URI", "all status lists that the issuer names at this address", count: .any)
    private static let types = Option("types", "FOLDER", "take the type metadata in this folder along")
    private static let days = Option(
        "days", "N", "when whom you trust is to be asked again (default 7; used for 14 days more)",
        as: .integer(1...90))

    static let command = Command(
        "snapshot", "write whom you trust and the status lists into one signed file, for checks without a network",
        discussion: "'verifier check --offline FILE' checks with it and opens no connection. Bring the file where it "
            + "is needed, with chain.pem of the verifier's folder, which proves that the file is yours.",
        parameters: [VerifierProgram.directory, out, key, list, aggregation, types, days],
        examples: [
            Example("verifier trust snapshot --out today.snapshot", "with the status lists that the service has met"),
            Example(
                "verifier trust snapshot --out today.snapshot --status-list https://post.example/status/1",
                "with the list at that address"),
        ]
    ) { call in
        let path = try call.required(out)
        let folder = VerifierProgram.folder(call)
        let configuration = try folder.configuration()
        let now = Clock.system.now
        var freshness = SnapshotFreshness()
        freshness.trustSeconds = Int64(call[days] ?? 7) * 86_400
        let client = CurlClient(
            ClientConfiguration(reach: configuration.network == .loopbackAllowed ? .test : .publicInternet))
        let trusted = TrustFolder(path: folder.trustPath)
        let trust = try trusted.store()
        let maker = SnapshotMaker(
            trust: trust, client: StatusListClient(client: client, network: configuration.network),
            freshness: freshness, at: now)
        let snapshot = maker.snapshot(
            lists: try lists(folder, maker, call), types: try call[types].map { try TypeMetadataFolder(path: $0) },
            issuerKeys: maker.issuerKeys(by: IssuerKeyFetch(client: client, network: configuration.network)) {
                call.console.warn("the keys of \(Text($0)) are left out: \(Text($1.refusal.problem))")
            },
            revocationLists: try trusted.revocationLists())
        let signer = try signer(folder, configuration, call)
        try Files.write(try snapshot.signed(by: signer), to: path, for: .everyone, existing: .replace)
        show(snapshot, at: now, path, call)
        return .done
    }

    private static func signer(
        _ folder: VerifierFolder, _ configuration: VerifierConfiguration, _ call: Invocation
    ) throws -> any SigningKey {
        guard let file = call[key] else { return try folder.signer(for: configuration).key }
        return try JWK.Private(try JSONValue(parsing: try Files.read(file, limitBytes: 64 << 10))).key
    }

    private static func lists(
        _ folder: VerifierFolder, _ maker: SnapshotMaker, _ call: Invocation
    ) throws -> [TrustSnapshot.List] {
        let (named, issuers) = (distinct(call.values(of: list)), distinct(call.values(of: aggregation)))
        guard !named.isEmpty || !issuers.isEmpty else { return try met(folder, maker, call) }
        var lists = try named.map { try maker.list(at: $0) }
        for issuer in issuers {
            let more = try maker.lists(namedAt: issuer) { call.console.warn(Text($0.refusal.problem)) }
            lists += more.filter { list in !lists.contains { $0.uri == list.uri } }
        }
        return lists
    }

    /// A list that cannot be had now is taken as it was kept; it is older then, and the snapshot says so.
    private static func met(
        _ folder: VerifierFolder, _ maker: SnapshotMaker, _ call: Invocation
    ) throws -> [TrustSnapshot.List] {
        let kept = folder.statusLists
        return kept.addresses.compactMap { uri in
            do throws(VerifierKitError) { return try maker.list(at: uri) } catch {
                call.console.warn(Text(error.refusal.problem))
            }
            guard let list = kept.list(at: uri), let old = try? maker.list(at: uri, list) else {
                call.console.warn("left out: \(Text(uri))")
                return nil
            }
            return old
        }
    }

    private static func distinct(_ texts: [String]) -> [String] {
        texts.enumerated().filter { !texts[..<$0.offset].contains($0.element) }.map(\.element)
    }

    private static func show(_ snapshot: TrustSnapshot, at now: UnixTime, _ path: String, _ call: Invocation) {
        let sources = snapshot.sources(at: now)
        call.console.print(
            json: [
                "file": .string(path), "created": .string(snapshot.created.description),
                "usable_until": .string(snapshot.trustTimes.usableUntil.description),
                "pieces": .array(sources.map(\.json)),
            ])
        for source in sources { call.console.say("\(Text(source.kind))  \(Text(source.name))") }
        call.console.print("written to \(Text(path, .strong)), to be used until \(snapshot.trustTimes.usableUntil)")
        if snapshot.trust.entries.isEmpty { call.console.warn("nobody is trusted in it: every check will refuse") }
    }
}
