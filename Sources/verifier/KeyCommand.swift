import Cryptography
import JSON
import Rules
import Terminal
import VerifierKit

/// `verifier key`: the API keys of the backends.
enum KeyCommand {
    private static let name = Positional("NAME", "what the key is for, such as counter-3")
    private static let scopes = Option(
        "scope", "SCOPE", "what the key may do, several times for several (default everything)", count: .any,
        as: ValueForm(APIScope.allCases.map(\.rawValue).joined(separator: ", ")) { APIScope(rawValue: $0) })
    private static let days = Option(
        "days", "N", "for how many days the key is good (default until it is revoked)", as: .integer(1...3650))

    static let command = Command(
        "key", "make, list and take back the API keys of backends",
        discussion: "A running service sees the change with the next request.",
        subcommands: [
            Command(
                "create", "make a key and print it once",
                discussion: "Scopes: "
                    + APIScope.allCases.map { "\($0.rawValue) to \($0.meaning)" }.joined(separator: "; ") + ".",
                parameters: [VerifierProgram.directory, scopes, days, name],
                examples: [
                    Example("verifier key create counter-3", "a key for another backend"),
                    Example(
                        "verifier key create monitoring --scope metrics:read --days 365",
                        "a key that reads the metrics and nothing else, for a year"),
                ], action: create),
            Command(
                "list", "list the keys, without the keys themselves", parameters: [VerifierProgram.directory],
                examples: [Example("verifier key list", "which keys there are, and when each was last used")],
                action: list),
            Command(
                "revoke", "take a key back", parameters: [VerifierProgram.directory, name],
                examples: [Example("verifier key revoke counter-3", "its requests are refused from now on")],
                action: revoke),
        ])

    private static func create(_ call: Invocation) throws -> ExitCode {
        let folder = VerifierProgram.folder(call)
        let name = try call.required(name)
        let key = APIKey(from: SystemRandom())
        let now = Clock.system.now
        let scopes = call.values(of: scopes)
        let grant = APIKeyGrant(
            scopes: scopes.isEmpty ? nil : Set(scopes), expiresAt: call[days].map { now + Int64($0) * 86_400 })
        try folder.openStore().insertKey(
            name: name, hash: key.hash(under: try folder.apiSecret()), grant: grant, at: now)
        var object: JSONObject = ["name": .string(name), "api_key": .string(key.text)]
        object["scopes"] = grant.scopeNames.map { .array($0.map(JSONValue.string)) }
        object["expires_at"] = grant.expiresAt.map { .string($0.description) }
        call.console.print(json: .object(object))
        call.console.print(Text(key.text))
        call.console.say("shown once; keep it")
        return .done
    }

    private static func list(_ call: Invocation) throws -> ExitCode {
        let keys = try VerifierProgram.folder(call).openStore().keys()
        var table = Table([.init("name"), .init("created"), .init("last used"), .init("state"), .init("scopes")])
        for key in keys {
            table.append([
                "\(key.name)", "\(key.createdAt)", Text(key.lastUsedAt?.description ?? "never"), state(of: key),
                Text(key.grant.scopeNames?.joined(separator: " ") ?? "all"),
            ])
        }
        call.console.print(table)
        call.console.print(json: .array(keys.map(\.json)))
        return .done
    }

    private static func state(of key: APIKeyRecord) -> Text {
        if let time = key.revokedAt { return Text("revoked \(time)", .caution) }
        guard let end = key.grant.expiresAt else { return "valid" }
        return end <= Clock.system.now ? Text("ended \(end)", .caution) : "valid until \(end)"
    }

    private static func revoke(_ call: Invocation) throws -> ExitCode {
        let name = try call.required(name)
        let store = try VerifierProgram.folder(call).openStore()
        guard try call.console.confirm("Take the key '\(name)' back? Its backend can then no longer ask.") else {
            return .declined
        }
        try store.revokeKey(name: name, at: Clock.system.now)
        call.console.print(json: ["name": .string(name), "revoked": true])
        call.console.print("the key '\(name)' is revoked")
        return .done
    }
}
