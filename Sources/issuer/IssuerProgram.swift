import IssuerKit
import Terminal

/// The command `issuer`: a postal operator's or a ministry's issuing service.
enum IssuerProgram {
    static let program = Program(
        "issuer", version: "0.1.0", "issue credentials to wallets",
        discussion: "An operator runs 'issuer init' once and 'issuer serve' from then on. A counter makes offers with "
            + "'issuer offer' and takes credentials back with 'issuer revoke'.",
        commands: [
            InitCommand.command, ServeCommand.command, OfferCommand.command, SignCommand.command, RevokeCommand.command,
            ListCommand.command,
        ],
        examples: [
            Example("issuer init --url http://127.0.0.1:8081", "make keys, settings and types"),
            Example("issuer serve", "run the service"),
            Example("issuer offer identity --claims ada.json --tx-code", "make an offer for one person"),
        ])

    /// The folder of the service.
    static let directory = Option(
        "dir", "FOLDER", "the issuer's folder (default ./issuer)", letter: "d", variable: "ISSUER_DIR")

    static func folder(_ call: Invocation) -> IssuerFolder { IssuerFolder(path: call[directory] ?? "issuer") }
}
