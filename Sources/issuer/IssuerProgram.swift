import Cryptography
import HTTPServer
import IssuerKit
import SQLite
import Terminal

/// The command `issuer`: a postal operator's service, offers, and credentials without a service.
enum IssuerProgram {
    static let program = Program(
        "issuer", version: "0.1.0", "issue credentials to wallets",
        discussion:
            "An operator runs 'issuer init' once and 'issuer serve' from then on. 'issuer offer' makes a link that a "
            + "wallet redeems; 'issuer sign' makes a credential without a wallet; 'issuer revoke' takes either back.",
        commands: [
            InitCommand.command, ServeCommand.command, OfferCommand.command, SignCommand.command, RevokeCommand.command,
            ListCommand.command, TypesCommand.command, ConfigCommand.command,
        ],
        examples: [
            Example(
                "issuer init --url http://127.0.0.1:8081", "make keys, certificates for trials, types and settings"),
            Example("issuer serve", "run the service"),
            Example("issuer offer po-box --claims examples/claims/po-box.json --tx-code", "make an offer with a code"),
        ],
        libraries: { LibraryVersions.cryptography + [Database.libraryVersion, Server.libraryVersion] },
        before: {
            ProcessHardening.apply()
            try SelfTest.run()
        })

    /// The folder of the issuer.
    static let directory = Option(
        "dir", "FOLDER", "the issuer's folder (default ./issuer)", letter: "d", variable: "ISSUER_DIR")

    static func folder(_ call: Invocation, settings: String? = nil) -> IssuerFolder {
        IssuerFolder(path: call[directory] ?? "issuer", settings: settings)
    }
}
