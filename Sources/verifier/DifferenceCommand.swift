import CredentialModel
import JSON
import ReportView
import Rules
import Terminal
import Trust
import VerifierKit

/// `verifier trust diff`: what changed since a snapshot was made.
enum DifferenceCommand {
    private static let snapshot = Positional("SNAPSHOT", "a file of 'verifier trust snapshot'")

    static let command = Command(
        "diff", "say what changed in the trust folder since a snapshot",
        discussion: "Whoever checks with the snapshot does not know these changes yet.",
        parameters: [snapshot, OfflineInput.key, VerifierProgram.directory],
        examples: [Example("verifier trust diff today.snapshot", "whether it is time for a new one")]
    ) { call in
        let folder = VerifierProgram.folder(call)
        let old = try OfflineInput.read(try call.required(snapshot), call).snapshot
        let difference = TrustDifference(from: old.trust, to: try TrustFolder(path: folder.trustPath).store())
        let met = folder.statusLists.addresses.filter { uri in !old.lists.contains { $0.uri == uri } }
        call.console.print(json: json(old, difference, met))
        let now = Clock.system.now
        for source in old.sources(at: now) where source.freshness != .fresh {
            call.console.print("\(Text(source.kind))  \(Text(source.name))  " + source.freshness.words)
        }
        for entry in difference.entries {
            let what: Text =
                switch entry.change {
                case .added: Text("added", .good)
                case .removed: Text("removed", .bad)
                case .changed(let members): Text("changed", .caution) + ": \(members.joined(separator: ", "))"
                }
            call.console.print("entry  \(Text(entry.id, .strong)), \(Text(entry.name)): " + what)
        }
        for block in difference.blocked.map(\.text).sorted() { call.console.print("blocked  \(block)") }
        for block in difference.unblocked.map(\.text).sorted() { call.console.print("blocked no more  \(block)") }
        for uri in met { call.console.print("status list met since  \(uri)") }
        if difference.isEmpty, met.isEmpty { call.console.say("nothing changed since \(old.created)") }
        return .done
    }

    private static func json(_ old: TrustSnapshot, _ difference: TrustDifference, _ met: [String]) -> JSONValue {
        let entries = difference.entries.map { entry -> JSONValue in
            var json: JSONObject = ["id": .string(entry.id), "name": .string(entry.name)]
            switch entry.change {
            case .added: json["change"] = "added"
            case .removed: json["change"] = "removed"
            case .changed(let members):
                json["change"] = "changed"
                json["members"] = .array(members.map(JSONValue.string))
            }
            return .object(json)
        }
        return [
            "created": .string(old.created.description), "entries": .array(entries),
            "blocked": .object(TrustBlock.json(of: difference.blocked)),
            "unblocked": .object(TrustBlock.json(of: difference.unblocked)),
            "status_lists_met": .array(met.map(JSONValue.string)),
        ]
    }
}
