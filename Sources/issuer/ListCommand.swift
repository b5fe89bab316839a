import IssuerKit
import JSON
import Rules
import Terminal

/// `issuer list`: what was offered and issued last.
enum ListCommand {
    private static let limit = Option("limit", "N", "how many lines (default 50)", as: .integer(1...10_000))

    static let command = Command(
        "list", "list the last offers and credentials, without any claim",
        parameters: [IssuerProgram.directory, limit], examples: [Example("issuer list --json", "for a program")]
    ) { call in
        let issuer = try IssuerProgram.folder(call).open()
        let lines = try issuer.store.issuances(limit: call[limit] ?? 50, at: Clock.system.now)
        call.console.print(
            json: .array(
                lines.map { line in
                    [
                        "id": .string(line.issuance), "type": .string(line.type),
                        "state": .string(line.state.rawValue), "copies": .integer(Int64(line.copies)),
                        "expires_at": .string(line.expires.description),
                    ]
                }))
        guard !lines.isEmpty else {
            call.console.say("nothing was offered yet")
            return .done
        }
        var table = Table([
            .init("id", cutting: .forbidden), .init("type"), .init("state"), .init("copies", .trailing),
            .init("good until"),
        ])
        for line in lines {
            table.append([
                Text(line.issuance), Text(line.type), Text(line.state.rawValue), Text("\(line.copies)"),
                Text(line.expires.description),
            ])
        }
        call.console.print(table)
        return .done
    }
}
