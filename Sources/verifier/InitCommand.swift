import Cryptography
import HTTP
import JSON
import OpenID4VP
import Rules
import Terminal
import VerifierKit

/// `verifier init`: makes everything that the service needs.
enum InitCommand {
    private static let url = Option(
        "url", "URL", "the URL under which wallets reach the service (default http://127.0.0.1:8080)")
    private static let listen = Option(
        "listen", "ADDRESS", "where to listen (default: the port of the URL on 127.0.0.1)")
    private static let organization = Option(
        "name", "NAME", "the name that wallets show (default Carnet Trial Verifier)")
    private static let prefix = Option(
        "client-id-prefix", "PREFIX", "how the service proves who it is (default x509_hash)",
        as: .oneOf(["x509_hash", "x509_san_dns"]))

    private static let mode = Option(
        "response-mode", "MODE", "how wallets answer: direct_post.jwt, encrypted, or direct_post (default encrypted)",
        as: .oneOf(["direct_post.jwt", "direct_post"]))

    static let command = Command(
        "init", "make keys, certificates for trials, configuration, database and a first API key",
        discussion: "The API key is printed once and stored as a hash only. Wallets must trust the anchor in "
            + "access-ca.pem; for real use, let an access authority certify the key in signing.jwk and replace chain.pem.",
        parameters: [VerifierProgram.directory, url, listen, organization, prefix, mode],
        examples: [Example("verifier init --url https://verify.post.example --name 'Post of Kea'", "set a service up")]
    ) { call in
        let text = call[url] ?? "http://127.0.0.1:8080"
        var configuration = VerifierConfiguration(publicURL: try WebURL(parsing: text))
        if let listen = call[listen] {
            guard let (address, port) = VerifierConfiguration.endpoint(listen) else {
                throw VerifierKitError.configuration(member: "--listen", problem: "must be like 127.0.0.1:8080")
            }
            (configuration.address, configuration.port) = (address, port)
        } else if let port = UInt16(exactly: configuration.publicURL.port), configuration.publicURL.isLoopback {
            configuration.port = port
        }
        if let word = call[prefix], let prefix = ClientIdentifier.Prefix(rawValue: word) {
            configuration.prefix = prefix
        }
        if let word = call[mode], let mode = ResponseMode(rawValue: word) { configuration.responseMode = mode }
        let folder = VerifierProgram.folder(call)
        let created = try folder.create(
            configuration, organization: call[organization] ?? "Carnet Trial Verifier", at: Clock.system.now,
            random: SystemRandom())
        call.console.print(
            json: [
                "folder": .string(folder.path), "client_id": .string(created.client.text),
                "anchor": .string(created.anchorFile), "trust": .string(folder.trustPath),
                "api_key": .string(created.apiKey),
            ])
        call.console.print(Text("verifier made in ") + Text(folder.path, .strong))
        call.console.print("  client id  \(created.client.text)")
        call.console.print("  anchor     \(created.anchorFile)  (give it to wallets)")
        call.console.print("  trust      \(folder.trustPath)  (put the issuers here whom you trust)")
        call.console.print("  API key    \(created.apiKey)  (shown once; keep it)")
        return .done
    }
}
