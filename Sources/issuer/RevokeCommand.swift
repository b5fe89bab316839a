import IssuerKit
import JSON
import Terminal

/// `issuer revoke`: takes credentials back.
enum RevokeCommand {
    private static let id = Positional("ID", "the issuance, as 'issuer offer' and 'issuer list' name it")
    private static let suspend = Flag("suspend", "suspend instead: the credential can be made valid again")
    private static let restore = Flag("restore", "make a suspended credential valid again")

    static let command = Command(
        "revoke", "take all copies of an issued credential back",
        discussion: "The status list changes at once; verifiers see it when they fetch the list again.",
        parameters: [IssuerProgram.directory, id, suspend, restore],
        examples: [Example("issuer revoke 9f2c41aa07d3be55", "revoke what was issued under this name")]
    ) { call in
        try call.refuseBoth(suspend, restore)
        let opened = try IssuerProgram.folder(call).open()
        let name = try call.required(id)
        let status: UInt8 = call[restore] ? 0 : call[suspend] ? 2 : 1
        guard try call.console.confirm(call[restore] ? "Restore \(name)?" : "Take \(name) back?") else {
            return .declined
        }
        guard let copies = try opened.store.setStatus(status, of: name) else {
            throw IssuanceNotFound.unknown(id: name)
        }
        call.console.print(json: [
            "id": .string(name), "copies": .integer(Int64(copies)), "status": .integer(Int64(status)),
        ])
        call.console.print(
            "\(call[restore] ? "restored" : call[suspend] ? "suspended" : "revoked") \(name), \(copies) copies")
        return .done
    }
}
