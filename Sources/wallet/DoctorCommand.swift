import CredentialModel
import JSON
import ReportView
import Rules
import Terminal
import Vault
import WalletKit

/// `wallet doctor`: proves the wallet's file sound, or says what is wrong with it.
enum DoctorCommand {
    private static let accept = Flag(
        "accept", "take what is readable as the new content of a file that was changed outside this program")

    static let command = Command(
        "doctor", "examine the wallet's file",
        discussion: "Looks at every page, every slot and every record. --accept erases what does not open, and lets "
            + "the wallet be written again; what was deleted stays lost. Exits with 1 when something is wrong.",
        parameters: [accept],
        examples: [
            Example("wallet doctor", "is the file sound?"),
            Example("wallet doctor --accept", "go on with what is left of a damaged file"),
        ]
    ) { call in
        let wallet = try OpenWallet(call).wallet()
        let log = try wallet.doctor()
        guard call[accept], !log.isSound else {
            call.console.print(json: ["sound": .bool(log.isSound), "steps": .array(log.steps.map(\.json))])
            call.console.print(steps: log.steps)
            return log.isSound ? .done : .failed
        }
        for step in log.steps {
            if case .failed(let refusal) = step.outcome { call.console.inform("\(step.check): \(refusal.problem)") }
        }
        guard try call.console.confirm("Erase what does not open, and go on with the rest?") else { return .declined }
        show(try wallet.acceptChanges(), call)
        return .done
    }

    private static func show(_ loss: LossReport, _ call: Invocation) {
        let missing = loss.missing.sorted { $0.key < $1.key }
        call.console.print(
            json: [
                "kept": .integer(Int64(loss.kept)), "erased": .integer(Int64(loss.erased.count)),
                "missing": .object(JSONObject(missing.map { ($0.key, .integer(Int64($0.value))) })),
                "was_rolled_back": .bool(loss.wasRolledBack),
            ])
        call.console.print("\(loss.kept) records kept, \(loss.erased.count) erased")
        for (category, count) in missing { call.console.print("  missing: \(count) of the category \(category)") }
        if loss.wasRolledBack {
            call.console.warn(
                "an older file was put back: copies that look unused are not shown any more; receive new ones")
        }
    }
}
