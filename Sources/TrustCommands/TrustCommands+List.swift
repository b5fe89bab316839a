import JSON
import Terminal
import Trust

extension TrustCommands {
    func list(_ call: Invocation) throws -> ExitCode {
        let entries = try folder(call).store().entries
        call.console.print(
            json: .array(
                entries.map { entry in
                    [
                        "id": .string(entry.id), "name": .string(entry.name),
                        "purposes": .array(entry.purposes.map(\.rawValue).sorted().map(JSONValue.string)),
                        "types": .array(entry.types.sorted().map(JSONValue.string)),
                        "state": .string(entry.state.rawValue),
                    ]
                }))
        guard !entries.isEmpty else {
            call.console.say("you trust nobody yet; '\(program) trust add FILE' adds an entry")
            return .done
        }
        var table = Table([
            Table.Column("id", cutting: .forbidden), Table.Column("name"), Table.Column("purposes"),
            Table.Column("types"), Table.Column("state", cutting: .forbidden),
        ])
        for entry in entries {
            table.append([
                Text(entry.id, .strong), Text(entry.name),
                Text(entry.purposes.map(\.rawValue).sorted().joined(separator: ", ")),
                Text(entry.types.sorted().joined(separator: ", ")), Text(entry.state.rawValue),
            ])
        }
        call.console.print(table)
        return .done
    }
}
