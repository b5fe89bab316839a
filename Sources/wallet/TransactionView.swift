import CredentialModel
import DCQL
import JSON
import OpenID4VP
import Terminal
import WalletKit

/// Shows what the person would confirm beside revealing something: every field that would be signed (TXD-07, PAY-12).
struct TransactionView {
    let proposal: PresentationProposal

    /// Each entry in the order of display, payee and amount first; labels that an issuer chose with the field beside them.
    ///
    /// - Parameter choice: the answer, whose attestation may have words of its own; nil when there is none.
    func show(_ choice: DCQLChoice?, _ call: Invocation) {
        for position in proposal.request.transactionData.indices {
            let content = proposal.content(position, in: choice)
            let title = content.words?.title.map { Text(": \($0)") } ?? ""
            call.console.inform("you would confirm: \(Text(content.title, .strong))" + title)
            let labels = content.fields.map { content.words == nil ? $0.label : "\($0.label) [\($0.name)]" }
            let width = labels.map(\.count).max() ?? 0
            for (field, label) in zip(content.fields, labels) {
                let style: Style = field.level == .prominent ? .strong : .plain
                let space = String(repeating: " ", count: width - label.count)
                call.console.inform("  \(label)\(space)  \(field.value, style)" + Self.warning(of: field.value))
            }
            if let hint = content.words?.hint { call.console.inform("  \(Text(hint.description, limit: 250))") }
        }
    }

    /// What is said beside a name of letters that can be taken for others (PAY-12); nothing beside any other.
    static func warning(of name: String) -> Text {
        name.mixesScripts ? Text("  (one word has letters of several scripts)", .caution) : ""
    }

    /// What is asked at the end; the attestation's provider may have words for both answers (PAY-11).
    func question(_ choice: DCQLChoice) -> Text {
        let positions = proposal.request.transactionData.indices
        guard !positions.isEmpty else { return "Present this?" }
        let words = positions.compactMap { proposal.content($0, in: choice).words }
        guard !words.isEmpty else { return "Confirm and present this?" }
        let yes = words.map(\.affirmation.description).joined(separator: ", ")
        let denials = words.compactMap(\.denial?.description).joined(separator: ", ")
        return "Confirm and present this? (y: \(yes), n: \(denials.isEmpty ? "decline" : denials))"
    }

    /// Which credential signs each of them.
    func show(_ signing: TransactionDataAssignment, _ choice: DCQLChoice, _ call: Invocation) {
        let names = Names(call)
        for share in signing.shares {
            let id = proposal.signer(of: share.queryID, in: choice) ?? ""
            let name = proposal.credentials[id].map(names.name(of:)) ?? ""
            for position in share.positions {
                let content = proposal.content(position, in: choice)
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
            object["content"] = proposal.content(position, in: choice).json
            json.append(.object(object))
        }
        return .array(json)
    }
}
