import Cryptography
import HTTP
import IssuerKit
import JSON
import Rules
import Terminal

/// `issuer init`: makes everything that the service needs.
enum InitCommand {
    private static let url = Option("url", "URL", "the issuer's identifier (default http://127.0.0.1:8081)")
    private static let name = Option("name", "NAME", "what people call the issuer (default Post of Carnet)")
    private static let country = Option(
        "country", "CODE", "two letters (default GR)",
        as: ValueForm("two capital letters") { text in
            text.utf8.count == 2 && text.utf8.allSatisfy { (0x41...0x5A).contains($0) } ? text : nil
        })
    private static let operatorCode = Option("operator", "CODE", "the operator's code (default KEA)")
    private static let types = Option("types", "FOLDER", "the credential types to begin with (default examples/types)")

    static let command = Command(
        "init", "make keys, certificates for trials, settings, types and database",
        discussion:
            "Wallets and verifiers must trust the anchor in issuer-ca.pem for the types that they accept. For real "
            + "use, let an authority certify the keys in credentials.jwk and status.jwk and replace the .pem files.",
        parameters: [IssuerProgram.directory, url, name, country, operatorCode, types],
        examples: [Example("issuer init --url https://issuer.post.example --name 'Post of Kea'", "set an issuer up")]
    ) { call in
        let folder = IssuerProgram.folder(call)
        let created = try folder.create(
            url: try WebURL(parsing: call[url] ?? "http://127.0.0.1:8081"), name: call[name] ?? "Post of Carnet",
            country: call[country] ?? "GR", operatorCode: call[operatorCode] ?? "KEA",
            typesFolder: call[types] ?? "examples/types", at: Clock.system.now, random: SystemRandom())
        call.console.print(
            json: [
                "folder": .string(folder.path), "issuer": .string(created.issuer),
                "anchor": .string(created.anchorFile), "types": .array(created.types.map(JSONValue.string)),
            ])
        call.console.print(Text("issuer made in ") + Text(folder.path, .strong))
        call.console.print("  issuer  \(created.issuer)")
        call.console.print("  anchor  \(created.anchorFile)  (give it to wallets and verifiers)")
        for type in created.types { call.console.print("  type    \(type)") }
        return .done
    }
}
