import JSON
import Terminal
import Trust

extension TrustCommands {
    func list(_ call: Invocation) throws -> ExitCode {
        let store = try folder(call).store()
        let entries = store.entries
        func isBlocked(_ entry: TrustEntry) -> Bool { entry.possibleBlocks.contains(where: store.blocks.contains) }
        call.console.print(
            json: .array(
                entries.map { entry in
                    var json: JSONObject = [
                        "id": .string(entry.id), "name": .string(entry.name),
                        "purposes": .array(entry.purposes.map(\.rawValue).sorted().map(JSONValue.string)),
                        "types": .array(entry.types.sorted().map(JSONValue.string)),
                        "state": .string(entry.state.rawValue),
                    ]
                    if isBlocked(entry) { json["blocked"] = true }
                    if let list = entry.list { json["list"] = .object(list.json) }
                    return .object(json)
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
                Text(entry.types.sorted().joined(separator: ", ")),
                isBlocked(entry) ? Text("blocked", .bad) : Self.state(of: entry),
            ])
        }
        call.console.print(table)
        return .done
    }

    /// In force or not, and whether the list that says so is spelled as lists once were (LOT-10).
    private static func state(of entry: TrustEntry) -> Text {
        let isMarked = entry.list?.hasEarlyNames ?? false
        return Text(entry.state.rawValue) + (isMarked ? Text(", legacy list", .caution) : "")
    }
}
