import Cryptography
import Files
import IssuerKit
import JOSE
import JSON
import Rules
import Terminal

/// `issuer sign`: makes one credential from a file, without a wallet and without the service.
enum SignCommand {
    private static let type = Positional("TYPE", "the type, as 'issuer types' lists it")
    private static let claims = Positional("FILE", "the claims as a JSON object; - reads standard input")
    private static let holder = Option("holder-key", "FILE", "the public key it is bound to, as a JWK")
    private static let out = Option("out", "FILE", "where the credential goes (default: standard output)", letter: "o")

    static let command = Command(
        "sign", "sign one credential from a file, without the service",
        discussion:
            "The credential is put on record, so that it can be revoked. Without --holder-key it is bound to no "
            + "key: whoever has it can show it.",
        parameters: [IssuerProgram.directory, type, claims, holder, out],
        examples: [
            Example(
                "issuer sign po-box examples/claims/po-box.json --holder-key key.jwk --out box.sdjwt",
                "a credential for the holder of a key")
        ]
    ) { call in
        let issuer = try IssuerProgram.folder(call).open()
        let direct = DirectIssuer(
            catalogue: issuer.catalogue, maker: issuer.service.maker, store: issuer.store, random: SystemRandom())
        let key = try call[holder].map { try JWK(JSONValue(parsing: Files.read($0, limitBytes: 65_536))) }
        if key == nil { call.console.warn("the credential is bound to no key; whoever has it can show it") }
        let issued = try direct.issue(
            try call.required(type), try ClaimsInput.object(in: try call.required(claims)), holder: key,
            at: Clock.system.now)
        var json: JSONObject = ["id": .string(issued.issuance), "expires_at": .string(issued.expires.description)]
        if let path = call[out] {
            try Files.write(Array("\(issued.credential)\n".utf8), to: path, for: .owner, existing: .keep)
            json["file"] = .string(path)
            call.console.say("written to \(path)")
        } else {
            json["credential"] = .string(issued.credential)
            if !call.console.mode.isJSON { call.console.write(Array("\(issued.credential)\n".utf8)) }
        }
        call.console.print(json: .object(json))
        call.console.say("issuance    \(issued.issuance)  (for 'issuer revoke')")
        call.console.say("good until  \(issued.expires.description)")
        return .done
    }
}
