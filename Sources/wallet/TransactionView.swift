import DCQL
import JSON
import OpenID4VP
import Terminal
import WalletKit

/// Shows what the person would confirm beside revealing something: every field that would be signed (TXD-07, PAY-12).
struct TransactionView {
    let proposal: PresentationProposal

    /// Each entry in the order of display, payee and amount first.
    func show(_ call: Invocation) {
        for entry in proposal.request.transactionData {
            call.console.inform("you would confirm: \(Text(entry.content.title, .strong))")
            let width = entry.content.fields.map(\.label.count).max() ?? 0
            for field in entry.content.fields {
                let label = field.label + String(repeating: " ", count: width - field.label.count)
                let style: Style = field.level == .prominent ? .strong : .plain
                call.console.inform("  \(label)  \(field.value, style)")
            }
        }
    }

    /// Which credential signs each of them.
    func show(_ signing: TransactionDataAssignment, _ choice: DCQLChoice, _ call: Invocation) {
        let names = Names(call)
        for share in signing.shares {
            let id = proposal.signer(of: share.queryID, in: choice) ?? ""
            let name = proposal.credentials[id].map(names.name(of:)) ?? ""
            for position in share.positions {
                let content = proposal.request.transactionData[position].content
                call.console.inform("would be signed with \(name)  \(id, .faint): \(content.title)")
            }
        }
    }

    /// The same for programs; nil when there is nothing to confirm.
    func json(_ choice: DCQLChoice) -> JSONValue? {
        let entries = proposal.request.transactionData
        guard !entries.isEmpty, let signing = try? proposal.signing(choice) else { return nil }
        var json: [JSONValue] = []
        for (position, entry) in entries.enumerated() {
            let queryID = signing.shares.first { $0.positions.contains(position) }?.queryID
            var object: JSONObject = ["type": .string(entry.type)]
            object["query"] = queryID.map(JSONValue.string)
            object["credential"] = queryID.flatMap { proposal.signer(of: $0, in: choice) }.map(JSONValue.string)
            object["content"] = entry.content.json
            json.append(.object(object))
        }
        return .array(json)
    }
}
