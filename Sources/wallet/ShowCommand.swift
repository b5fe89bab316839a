import Certificates
import CredentialModel
import Files
import JSON
import OpenID4VCI
import QRCode
import ReportView
import Terminal
import WalletKit

/// `wallet show`: one credential with all its claims.
enum ShowCommand {
    private static let id = Positional("ID", "a credential, or the beginning of its identifier")
    private static let raw = Flag("raw", "print the first copy as it was received")
    private static let picture = Option(
        "svg", "FILE",
        "write its picture, filled with its claims, into a file; fetched unless it is in the description of the type")
    private static let verify = Flag("verify", "verify it again, its status included, and print the report")

    static let command = Command(
        "show", "show one credential",
        discussion: "Claims marked with * are disclosed only when you present them; the others are visible to every "
            + "verifier that sees the credential.",
        parameters: [id, raw, picture, verify],
        examples: [
            Example("wallet show 7f3a", "all claims of the credential 7f3a…"),
            Example("wallet show 7f3a --verify", "its report as of now"),
            Example("wallet show 7f3a --svg card.svg --lang fr", "its card, for a browser or a printer"),
        ]
    ) { call in
        let wallet = try OpenWallet(call).wallet()
        let credential = try wallet.credential(try call.required(id))
        if call[raw] {
            call.console.write(Array((try wallet.text(of: credential) + "\n").utf8))
            return .done
        }
        if let path = call[picture] {
            // Its claims are in it: for the owner's eyes, and never in the place of another file.
            guard !Files.exists(path) else { throw FilesError.exists(path: path) }
            let octets = try wallet.picture(of: credential, in: Names(call).language)
            try Files.write(octets, to: path, for: .owner, existing: .keep)
            call.console.print(json: ["credential": .string(credential.id), "picture": .string(path)])
            call.console.say("written to \(path); it shows claims of yours")
            return .done
        }
        if call[verify] {
            let report = try wallet.report(on: credential)
            call.console.print(report: report, details: .everyStep)
            return report.isAccepted ? .done : .failed
        }
        let claims = try wallet.claims(of: credential)
        let names = Names(call)
        call.console.print(
            json: ["credential": ListCommand.json(of: credential, names), "claims": claims.json])
        call.console.print(Text(names.name(of: credential), .strong))
        call.console.print("  type      \(credential.type)")
        call.console.print("  issuer    \(credential.issuer)")
        call.console.print("  validity  \(credential.validity.words)")
        if let words = permitted(credential.disclosurePolicy) { call.console.print("  for       \(words)") }
        call.console.print("  copies    \(credential.unusedCopies) of \(credential.copies) not shown yet")
        call.console.print()
        var table = Table([Table.Column("claim"), Table.Column("", cutting: .forbidden), Table.Column("value")])
        for path in ClaimPath.leaves(of: claims.json) {
            guard let selection = try? claims.selections(of: path).first else { continue }
            table.append([
                Text(names.name(of: path, in: credential.labels)), Text(selection.disclosures.isEmpty ? "" : "*"),
                Text(selection.value.text),
            ])
        }
        call.console.print(table)
        return .done
    }

    /// Whom the issuer permits it to be shown to; nil for everyone (PAY-19).
    private static func permitted(_ policy: DisclosurePolicy?) -> Text? {
        let words: String
        switch policy?.condition {
        case nil, .anyone: return nil
        case .parties(let parties):
            let names = parties.map { party in
                [party.subject?.text, party.entitlement].compactMap { $0 }.joined(separator: " or ")
            }
            words = "no verifiers but \(names.joined(separator: "; "))"
        case .authorities(let authorities):
            words =
                "no verifiers but those that are certified by "
                + authorities.map(\.subject.text).joined(separator: "; ")
        case .unreadable(let problem): words = "nobody can tell whom: the policy cannot be read here: \(problem)"
        }
        let explanation = policy?.explanation.map { " (see \($0))" } ?? ""
        return Text(words + explanation, limit: 2048)
    }
}
