import CredentialModel
import JSON
import ReportView
import Rules
import Terminal
import WalletKit

/// `wallet status`: whether the credentials are still good.
enum StatusCommand {
    private static let id = Positional("ID", "a credential, or the beginning of its identifier", count: .optional)

    static let command = Command(
        "status", "ask the issuers' status lists whether the credentials are still good",
        discussion:
            "A list is fetched whole, so that the issuer does not learn which credential is meant. Exits with 1 "
            + "when a credential is not good any more.",
        parameters: [id],
        examples: [Example("wallet status", "the status of all credentials")]
    ) { call in
        let wallet = try OpenWallet(call).wallet()
        let credentials = try call[id].map { [try wallet.credential($0)] } ?? wallet.credentials()
        var lines: [JSONValue] = []
        var table = Table([Table.Column("id", cutting: .forbidden), Table.Column("type"), Table.Column("status")])
        var isGood = true
        for credential in credentials {
            call.console.progress("asking for \(credential.id)")
            let report = try wallet.report(on: credential)
            if !report.isAccepted { isGood = false }
            let finding = report.credentials.first?.status ?? .notChecked(why: "")
            lines.append([
                "id": .string(credential.id), "type": .string(credential.type), "accepted": .bool(report.isAccepted),
                "status": finding.json,
            ])
            let words = report.refusal.map { "\($0.code): \($0.problem)" } ?? finding.words
            table.append([
                Text(credential.id, .strong), Text(credential.type), Text(words, report.isAccepted ? .good : .bad),
            ])
        }
        call.console.print(json: .array(lines))
        call.console.print(table)
        return isGood ? .done : .failed
    }
}
