import CredentialModel
import IssuerKit
import JSON
import OpenID4VCI
import Terminal

/// `issuer types`: what can be issued, and which claims a type has.
enum TypesCommand {
    private static let type = Positional("TYPE", "show the claims of this type", count: .optional)

    static let command = Command(
        "types", "list the types, or the claims of one", parameters: [IssuerProgram.directory, type],
        examples: [Example("issuer types address-proof", "which claims a proof of address has")]
    ) { call in
        let catalogue = try IssuerProgram.folder(call).catalogue()
        guard let id = call[type] else {
            call.console.print(
                json: .array(catalogue.issuable.map { ["type": .string($0.id), "vct": .string($0.vct)] }))
            var table = Table([.init("type", cutting: .forbidden), .init("vct", cutting: .forbidden), .init("name")])
            for type in catalogue.issuable {
                table.append([
                    Text(type.id), Text(type.vct), Text(type.display.best(for: "en")?.name.description ?? ""),
                ])
            }
            call.console.print(table)
            return .done
        }
        guard let type = catalogue.type(id) else {
            throw IssuerKitError.unknownType(id, known: catalogue.issuable.map(\.id))
        }
        let claims = catalogue.claims(of: type)
        call.console.print(
            json: .array(
                claims.map { claim in
                    [
                        "path": claim.path.json, "mandatory": .bool(claim.isMandatory),
                        "sd": .string(claim.disclosure.rawValue),
                    ]
                }))
        var table = Table([.init("claim", cutting: .forbidden), .init("mandatory"), .init("disclosure"), .init("name")])
        for claim in claims {
            table.append([
                Text(claim.path.description), Text(claim.isMandatory ? "yes" : ""), Text(claim.disclosure.rawValue),
                Text(claim.display.best(for: "en")?.name.description ?? ""),
            ])
        }
        call.console.print(table)
        return .done
    }
}
