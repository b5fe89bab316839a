import CredentialModel
import JSON
import OpenID4VCI
import Rules
import Terminal
import WalletKit

/// `wallet list`: the credentials in a table.
enum ListCommand {
    static let command = Command(
        "list", "list the credentials",
        examples: [Example("wallet list", "all credentials"), Example("wallet list --json", "the same for a program")]
    ) { call in
        let credentials = try OpenWallet(call).wallet().credentials()
        let names = Names(call)
        call.console.print(json: .array(credentials.map { json(of: $0, names) }))
        guard !credentials.isEmpty else {
            call.console.say("the wallet is empty; 'wallet receive OFFER' takes something in")
            return .done
        }
        let now = Clock.system.now
        var table = Table([
            Table.Column("id", cutting: .forbidden), Table.Column("credential"), Table.Column("issuer"),
            Table.Column("valid until", cutting: .forbidden),
            Table.Column("copies left", .trailing, cutting: .forbidden),
        ])
        for credential in credentials {
            let state = credential.validity.state(at: now)
            let until = credential.validity.expiresAt.map(\.description) ?? "no end"
            table.append([
                Text(credential.id, .strong), Text(names.name(of: credential)), Text(credential.issuer),
                Text(state == .valid ? until : "\(until) (\(state.rawValue))", state == .valid ? .plain : .bad),
                Text(
                    "\(credential.unusedCopies) of \(credential.copies)",
                    credential.unusedCopies == 0 ? .caution : .plain),
            ])
        }
        call.console.print(table)
        return .done
    }

    static func json(of credential: HeldCredential, _ names: Names) -> JSONValue {
        var object: JSONObject = [
            "id": .string(credential.id), "type": .string(credential.type),
            "name": .string(names.name(of: credential)), "issuer": .string(credential.issuer),
            "added_at": .string(credential.addedAt.description), "validity": credential.validity.json,
            "copies": .integer(Int64(credential.copies)), "unused_copies": .integer(Int64(credential.unusedCopies)),
        ]
        object["disclosure_policy"] = credential.disclosurePolicy?.json
        return .object(object)
    }
}
