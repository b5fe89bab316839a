import IssuerKit
import JSON
import Rules
import Terminal

/// `issuer list`: what was offered and issued.
enum ListCommand {
    private static let limit = Option("limit", "N", "how many lines (default 50)", as: .integer(1...10_000))

    static let command = Command(
        "list", "list what was offered and issued; claims are not kept",
        parameters: [IssuerProgram.directory, limit],
        examples: [Example("issuer list", "the newest issuances")]
    ) { call in
        let opened = try IssuerProgram.folder(call).open()
        let issuances = try opened.store.issuances(limit: call[limit] ?? 50, at: Clock.system.now)
        call.console.print(
            json: .array(
                issuances.map { issuance in
                    [
                        "id": .string(issuance.issuance), "type": .string(issuance.type),
                        "state": .string(issuance.state.rawValue), "copies": .integer(Int64(issuance.copies)),
                        "expires_at": .string(issuance.expires.description),
                    ]
                }))
        guard !issuances.isEmpty else {
            call.console.say("nothing was offered yet")
            return .done
        }
        var table = Table([
            Table.Column("id", cutting: .forbidden), Table.Column("type"), Table.Column("state", cutting: .forbidden),
            Table.Column("copies", .trailing, cutting: .forbidden), Table.Column("good until", cutting: .forbidden),
        ])
        for issuance in issuances {
            table.append([
                Text(issuance.issuance, .strong), Text(issuance.type), Text(issuance.state.rawValue),
                Text("\(issuance.copies)"), Text(issuance.expires.description),
            ])
        }
        call.console.print(table)
        return .done
    }
}
