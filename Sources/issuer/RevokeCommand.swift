import IssuerKit
import JSON
import Terminal
import TokenStatusList

/// `issuer revoke`: takes all copies of an issuance back.
enum RevokeCommand {
    private static let issuance = Positional("ID", "the issuance, as 'issuer offer' and 'issuer list' print it")
    private static let suspend = Flag("suspend", "only for a time; --restore ends it")
    private static let restore = Flag("restore", "end a suspension; what was revoked stays revoked")

    static let command = Command(
        "revoke", "revoke all copies of a credential",
        discussion:
            "An offer that is still open is closed. Verifiers learn of it when they fetch the status list again, "
            + "by default within five minutes.",
        parameters: [IssuerProgram.directory, issuance, suspend, restore],
        examples: [Example("issuer revoke 3f9a0c1b22d47e55", "revoke for good")]
    ) { call in
        try call.refuseBoth(suspend, restore)
        let issuer = try IssuerProgram.folder(call).open()
        let id = try call.required(issuance)
        let status: CredentialStatus = call[suspend] ? .suspended : call[restore] ? .valid : .invalid
        guard try call.console.confirm(call[restore] ? "Restore \(id)?" : "Take \(id) back?") else { return .declined }
        guard let copies = try issuer.store.setStatus(status.rawValue, of: id) else {
            throw IssuerKitError.unknownIssuance(id)
        }
        call.console.print(
            json: ["id": .string(id), "status": .string(status.name), "copies": .integer(Int64(copies))])
        call.console.print("\(id) is now \(status.name); copies on record: \(copies)")
        return .done
    }
}
