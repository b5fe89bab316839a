import Cryptography
import JSON
import Rules
import Terminal
import VerifierKit

/// `verifier key`: the API keys of the backends.
enum KeyCommand {
    private static let name = Positional("NAME", "what the key is for, such as counter-3")

    static let command = Command(
        "key", "make, list and take back the API keys of backends",
        discussion: "A running service sees the change with the next request.",
        subcommands: [
            Command(
                "create", "make a key and print it once", parameters: [VerifierProgram.directory, name],
                examples: [Example("verifier key create counter-3", "a key for another backend")], action: create),
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
        try folder.openStore().insertKey(
            name: name, hash: key.hash(under: try folder.apiSecret()), at: Clock.system.now)
        call.console.print(json: ["name": .string(name), "api_key": .string(key.text)])
        call.console.print(Text(key.text))
        call.console.say("shown once; keep it")
        return .done
    }

    private static func list(_ call: Invocation) throws -> ExitCode {
        let keys = try VerifierProgram.folder(call).openStore().keys()
        var table = Table([.init("name"), .init("created"), .init("last used"), .init("state")])
        for key in keys {
            table.append([
                "\(key.name)", "\(key.createdAt)", Text(key.lastUsedAt?.description ?? "never"),
                key.revokedAt.map { Text("revoked \($0)", .caution) } ?? "valid",
            ])
        }
        call.console.print(table)
        call.console.print(json: .array(keys.map(\.json)))
        return .done
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
