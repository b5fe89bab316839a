import CredentialModel
import Files
import IssuerKit
import JSON
import OpenID4VCI
import Terminal

/// `issuer types`: what can be issued, and which claims a type has.
enum TypesCommand {
    private static let type = Positional("TYPE", "show the claims of this type", count: .optional)

    private static let metadata = Option(
        "metadata", "FOLDER", "write the type metadata of all types into this folder, as the service publishes it")

    static let command = Command(
        "types", "list the types, or the claims of one", parameters: [IssuerProgram.directory, type, metadata],
        examples: [
            Example("issuer types address-proof", "which claims a proof of address has"),
            Example("issuer types --metadata public/types", "documents for a web server of your own"),
        ]
    ) { call in
        let catalogue = try IssuerProgram.folder(call).catalogue()
        if let folder = call[metadata] { return try write(catalogue, into: folder, call) }
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

    private static func write(_ catalogue: TypeCatalogue, into folder: String, _ call: Invocation) throws -> ExitCode {
        try Files.makeFolder(folder)
        var written: [JSONValue] = []
        for type in catalogue.all {
            guard let document = catalogue.typeMetadata(type.id) else { continue }
            let path = "\(folder)/\(type.id).json"
            try Files.write(document, to: path, for: .everyone, existing: .replace)
            written.append(.string(path))
            call.console.print("wrote \(path)")
        }
        call.console.print(json: .array(written))
        return .done
    }
}
