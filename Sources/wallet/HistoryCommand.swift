import JSON
import Rules
import Terminal
import WalletKit

/// `wallet history`: what happened, when, and with whom.
enum HistoryCommand {
    private static let number = Positional("N", "a line of the history", count: .optional, as: .integer(1...1_000_000))
    private static let erase = Flag("erase", "erase the whole history")

    static let command = Command(
        "history", "show what was received, presented and refused",
        discussion: "The history names claims and never holds their values.",
        parameters: [number, erase],
        examples: [Example("wallet history", "all lines"), Example("wallet history 3", "line 3 in full")]
    ) { call in
        try call.refuseBoth(number, erase)
        let wallet = try OpenWallet(call).wallet()
        if call[erase] {
            guard try call.console.confirm("Erase the whole history?") else { return .declined }
            let count = try wallet.eraseHistory()
            call.console.say("\(count) lines erased")
            return .done
        }
        let entries = try wallet.history()
        if let wanted = call[number] {
            guard let entry = entries.first(where: { $0.number == wanted }) else {
                throw WalletKitError.notFound(what: "history line", prefix: "\(wanted)")
            }
            show(entry, call)
            return .done
        }
        call.console.print(json: .array(entries.map(\.json)))
        var table = Table([
            Table.Column("no.", .trailing, cutting: .forbidden), Table.Column("time", cutting: .forbidden),
            Table.Column("what", cutting: .forbidden), Table.Column("with"), Table.Column("details"),
        ])
        for entry in entries {
            table.append([
                Text("\(entry.number)"), Text(entry.time.description), Text(entry.event.rawValue), Text(entry.party),
                Text(entry.refusal.map { "\($0.rule) \($0.code)" } ?? entry.details.joined(separator: "; ")),
            ])
        }
        if !entries.isEmpty { call.console.print(table) }
        return .done
    }

    private static func show(_ entry: HistoryEntry, _ call: Invocation) {
        call.console.print(json: entry.json)
        call.console.print("\(entry.time)  \(entry.event.rawValue)")
        call.console.print("  with  \(entry.party)")
        for detail in entry.details { call.console.print("  \(detail)") }
        if let refusal = entry.refusal {
            call.console.print("  refused: \(refusal.rule) \(refusal.code): \(refusal.problem)")
            call.console.print("  what to do: \(refusal.hint)")
        }
    }
}
