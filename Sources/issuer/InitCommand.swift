import CredentialModel
import Cryptography
import Files
import HTTP
import IssuerKit
import JSON
import OpenID4VCI
import Rules
import Terminal

/// `issuer init`: makes everything that the service needs.
enum InitCommand {
    private static let url = Option(
        "url", "URL", "the issuer's identifier, under which wallets reach it (default http://127.0.0.1:8081)")
    private static let listen = Option(
        "listen", "ADDRESS", "where to listen (default: the port of the URL on 127.0.0.1)",
        as: ValueForm("an address and a port such as 127.0.0.1:8081") { ListenAddress($0) })
    private static let name = Option("name", "NAME", "the name that wallets show (default Carnet Trial Post)")
    private static let country = Option(
        "country", "CODE", "the country of the operator (default ZZ)", as: letters(2, "two capital letters"))
    private static let operatorCode = Option(
        "operator", "CODE", "the operator's code (default ZZA)", as: letters(3, "three capital letters"))
    private static let types = Option(
        "types", "FOLDER", "where the types come from (default: those that come with the program)")

    static let command = Command(
        "init", "make keys, certificates for trials, types, settings and database",
        discussion: "Wallets and verifiers must trust the anchor in issuer-ca.pem for the types that they accept. "
            + "A loopback URL turns the test mode on; any other must be https. For real use, put certificates of an "
            + "authority in the place of credentials.pem and status.pem.",
        parameters: [IssuerProgram.directory, url, listen, name, country, operatorCode, types],
        examples: [
            Example("issuer init", "an issuer for trials on this machine"),
            Example(
                "issuer init --url https://post.example/kea --name 'Post of Kea' --country GR --operator KEA", "another"
            ),
        ]
    ) { call in
        let text = call[url] ?? "http://127.0.0.1:8081"
        let isLoopback = (try? WebURL(parsing: text))?.isLoopback == true
        let hosts: HostPolicy = isLoopback ? .loopbackToo : .publicHosts
        let issuer = try IssuerIdentifier(text, hosts: hosts)
        let identity = IssuerFolder.Identity(
            name: call[name] ?? "Carnet Trial Post", country: call[country] ?? "ZZ",
            operatorCode: call[operatorCode] ?? "ZZA")
        let settings = IssuerSettings(
            issuer: issuer, hosts: hosts, display: [LocalizedDisplay(name: identity.name, locale: "en")],
            defaultClaims: [
                "issuing_country": .string(identity.country), "issuing_operator": .string(identity.operatorCode),
            ],
            listen: call[listen] ?? place(of: issuer, isLoopback: isLoopback))
        let folder = IssuerProgram.folder(call)
        let created = try folder.create(
            settings, identity, typesFrom: try call[types] ?? ShippedTypes.folder(), at: Clock.system.now,
            random: SystemRandom())
        let types = try folder.catalogue().issuable
        call.console.print(
            json: [
                "folder": .string(folder.path), "issuer": .string(issuer.text),
                "anchor": .string(created.anchorFile), "trust_entry": .string(created.trustEntry),
                "types": .array(types.map { .string($0.vct) }),
            ])
        call.console.print(Text("issuer made in ") + Text(folder.path, .strong))
        call.console.print("  identifier   \(issuer.text)")
        call.console.print("  anchor       \(created.anchorFile)  (give it to wallets and verifiers)")
        call.console.print("  trust entry  \(created.trustEntry)  (the same as an entry of a trust folder)")
        call.console.print("  types        \(folder.typesPath)")
        return .done
    }

    private static func place(of issuer: IssuerIdentifier, isLoopback: Bool) -> ListenAddress {
        guard isLoopback, let port = UInt16(exactly: issuer.url.port) else { return .standard }
        return ListenAddress(address: issuer.url.address ?? .loopback, port: port)
    }

    private static func letters(_ count: Int, _ expected: String) -> ValueForm<String> {
        ValueForm(expected) { text in
            text.utf8.count == count && text.utf8.allSatisfy { (0x41...0x5A).contains($0) } ? text : nil
        }
    }
}
