import Bytes
import JSON
import TestSupport

/// A relying party: a verifier that was set up and trusts a post office, its service, and its backend.
final class Bank {
    /// What the bank shows to a person.
    struct Transaction {
        let id: String
        let link: String
    }

    let folder: TemporaryFolder
    let service: Service
    /// The key with which the backend asks; the verifier keeps its hash only.
    let apiKey: String
    private let port: ReservedPort

    /// Sets a verifier up and starts it.
    ///
    /// - Parameter origins: the pages that may ask through the Digital Credentials API.
    init(in folder: TemporaryFolder, trusting post: PostOffice, origins: [String] = []) throws {
        self.folder = folder
        let port = try ReservedPort()
        self.port = port
        let made = try Self.run(
            ["init", "--json", "--url", "http://127.0.0.1:\(port.number)", "--name", "Harbour Bank"], in: folder
        ).ended()
        apiKey = try JSONValue(parsing: made.output)["api_key"]?.string ?? ""
        try folder.write(Array(apiKey.utf8), to: "api-key")
        if !origins.isEmpty {
            let file = "verifier/verifier.json"
            var configuration = try JSONValue(parsing: folder.bytes(of: file) ?? []).object ?? [:]
            configuration["origins"] = .array(origins.map(JSONValue.string))
            try folder.write(JSONValue.object(configuration).serialized(), to: file)
        }
        let trust = folder.file("verifier/trust")
        _ = try CommandProcess(
            ["wallet", "--trust", trust, "--yes"] + TrustWords.issuer(post), in: folder.path,
            environment: [:]
        ).ended()
        service = try Service(port: port.number) { try Self.run(["serve"], in: folder) }
    }

    /// The certificate that wallets must trust.
    var anchor: String { folder.file("verifier/access-ca.pem") }

    /// Asks a query from a file, whether a person is of age unless it says otherwise, and does not wait for the answer.
    func ask(
        _ options: String..., query: String = repositoryPath("examples/queries/age-over-18.json")
    ) throws -> Transaction {
        let words = ["--query", query, "--no-wait", "--json"]
        let json = try JSONValue(parsing: try asking(words + options).ended().output)
        return Transaction(id: json["id"]?.string ?? "", link: json["link"]?.string ?? "")
    }

    /// Runs `verifier ask`, with the backend's key at the bank's own service unless something else is said.
    func asking(
        _ words: [String], keyFile: String = "api-key", port: UInt16? = nil, at terminal: PseudoTerminal? = nil
    ) throws -> CommandProcess {
        let url = "http://127.0.0.1:\(port ?? service.port)"
        return try Self.run(
            ["ask", "--url", url, "--api-key-file", folder.file(keyFile)] + words, in: folder, at: terminal)
    }

    /// Runs `verifier proof`.
    func proof(of transaction: Transaction, into file: String) throws -> CommandProcess.Ending {
        let url = "http://127.0.0.1:\(service.port)"
        return try run([
            "proof", transaction.id, "--out", folder.file(file), "--url", url, "--api-key-file", folder.file("api-key"),
        ])
    }

    /// Runs another command of the verifier.
    func run(_ words: [String]) throws -> CommandProcess.Ending { try begin(words).ended() }

    /// Starts another command of the verifier.
    func begin(_ words: [String]) throws -> CommandProcess { try Self.run(words, in: folder) }

    /// What became of a transaction, as the service tells the backend.
    func result(of transaction: Transaction) throws -> JSONValue {
        try JSONValue(parsing: try asking(["--result", transaction.id, "--json"]).ended().output)
    }

    private static func run(
        _ words: [String], in folder: TemporaryFolder, at terminal: PseudoTerminal? = nil
    ) throws -> CommandProcess {
        try CommandProcess(
            ["verifier"] + words, in: folder.path,
            environment: ["VERIFIER_DIR": folder.file("verifier"), "LANG": "C.UTF-8"], at: terminal)
    }
}

/// How the two kinds of anchors are trusted.
enum TrustWords {
    static func issuer(_ post: PostOffice) -> [String] {
        ["trust", "add", post.anchor, "--id", "kea-post", "--name", "Post of Kea", "--purpose", "postal-issuer"]
            + ["--purpose", "status-signer", "--type", "urn:carnet:postal:identity:1"]
            + ["--type", "urn:carnet:postal:address-proof:1", "--type", "urn:carnet:postal:payment-attestation:1"]
            + (post.ownType.map { ["--type", $0] } ?? [])
    }

    static func verifier(_ anchor: String) -> [String] {
        ["trust", "add", anchor, "--id", "harbour-bank", "--name", "Harbour Bank", "--purpose", "rp-access"]
    }
}
