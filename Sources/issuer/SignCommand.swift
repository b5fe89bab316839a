import Files
import IssuerKit
import JOSE
import JSON
import Rules
import Terminal

/// `issuer sign`: one credential from a file, without the service.
enum SignCommand {
    private static let type = Positional("TYPE", "the credential type, by the name of its file, such as identity")
    private static let claims = Positional("FILE", "the claims as a JSON object; - reads standard input")
    private static let holder = Option(
        "holder-key", "FILE", "the holder's public key (JWK) that the credential is bound to")

    static let command = Command(
        "sign", "sign one credential from a file, without the service",
        discussion:
            "Prints the credential in compact form. It refers to no status list, so it cannot be revoked; it is not "
            + "listed by 'issuer list'.",
        parameters: [IssuerProgram.directory, type, claims, holder],
        examples: [Example("issuer sign identity ada.json --holder-key holder.jwk", "sign an identity credential")]
    ) { call in
        let opened = try IssuerProgram.folder(call).open()
        let name = try call.required(type)
        guard let wanted = opened.catalogue.type(name) else {
            throw IssuerKitError.unknownType(name, known: opened.catalogue.issuable.map(\.id))
        }
        let checked = try opened.service.maker.checked(
            try ClaimsInput.object(in: try call.required(claims)), for: wanted)
        let key = try call[holder].map { try JWK(try JSONValue(parsing: try Files.read($0, limitBytes: 65_536))) }
        let text = try opened.service.maker.credential(wanted, checked, holder: key, entry: nil, at: Clock.system.now)
        call.console.print(json: ["credential": .string(text)])
        if !call.console.mode.isJSON { call.console.write(Array((text + "\n").utf8)) }
        return .done
    }
}
