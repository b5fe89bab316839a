import CredentialModel
import JSON
import ReportView
import Rules
import Terminal
import TokenStatusList
import WalletKit

/// `wallet status`: whether the credentials are still good.
enum StatusCommand {
    private static let id = Positional("ID", "a credential, or the beginning of its identifier", count: .optional)
    private static let refresh = Flag("refresh", "ask for the lists anew, also for those that are still fresh")

    static let command = Command(
        "status", "ask the issuers' status lists whether the credentials are still good",
        discussion:
            "A list is fetched whole, so that the issuer does not learn which credential is meant, and kept in the "
            + "wallet for as long as it says. Exits with 1 when a credential is not good any more, with 5 when a list "
            + "could not be had.",
        parameters: [id, refresh],
        examples: [
            Example("wallet status", "the status of all credentials"),
            Example("wallet status --refresh", "the same, as of now"),
        ]
    ) { call in
        let wallet = try OpenWallet(call).wallet(lists: call[refresh] ? .fallbackOnly : .whileFresh)
        let names = Names(call)
        let credentials = try call[id].map { [try wallet.credential($0)] } ?? wallet.credentials()
        var lines: [JSONValue] = []
        var table = Table([Table.Column("id", cutting: .forbidden), Table.Column("credential"), Table.Column("status")])
        var exit = ExitCode.done
        for credential in credentials {
            call.console.progress("asking for \(credential.id)")
            let report: Report
            do throws(WalletKitError) {
                report = try wallet.report(on: credential)
            } catch .notFound where call[id] == nil {
                // Another process has deleted it since the list was made.
                continue
            } catch {
                throw error
            }
            let finding = report.credentials.first?.status ?? .notChecked(why: "")
            var style = Style.good
            if !report.isAccepted {
                (exit, style) = (.failed, .bad)
            } else if case .unknown = finding {
                style = .caution
                if exit == .done { exit = .network }
            }
            lines.append([
                "id": .string(credential.id), "type": .string(credential.type), "accepted": .bool(report.isAccepted),
                "status": finding.json,
            ])
            let words = report.refusal.map { "\($0.code): \($0.problem)" } ?? finding.words
            table.append([
                Text(credential.id, .strong), Text(names.name(of: credential)),
                Text(words, style),
            ])
        }
        call.console.print(json: .array(lines))
        call.console.print(table)
        return exit
    }
}
