import Cryptography
import JSON

/// Makes `vectors/sdjwt/verify.json`.
struct SDJWTVectors {
    let cast: VectorCast

    // The Disclosures that most vectors are made of.
    let given = ForgedDisclosure(#"["2GLC42sKQveCfGfryNRN9w","given_name","Ada"]"#)
    let family = ForgedDisclosure(#"["eluV5Og3gSNII8EYnsxA_A","family_name","Lovelace"]"#)
    let second = ForgedDisclosure(#"["6Ij7tM-a5iVPGboS5tmvVA","GB"]"#)

    func groups() throws(CryptographyError) -> [VectorGroup] {
        [
            group("what verifiers accept", signer: cast.issuer, try valid() + validForms()),
            group("what is signed with Ed25519", signer: cast.edIssuer, try edwards()),
            group("what is wrong with the form", signer: cast.issuer, try form() + json()),
            group("what is wrong with digests and Disclosures", signer: cast.issuer, try digests() + disclosures()),
            group("what is not valid here and now", signer: cast.issuer, try validity()),
            VectorGroup(
                operation: "sdjwt.verify", comment: "what a holder refuses from an issuer",
                input: shared(cast.issuer).adding("key_binding", "refused"), tests: try onReceipt()),
        ]
    }

    private func group(_ comment: String, signer: TokenForge, _ tests: [VectorTest]) -> VectorGroup {
        VectorGroup(operation: "sdjwt.verify", comment: comment, input: shared(signer), tests: tests)
    }

    private func shared(_ signer: TokenForge) -> JSONObject {
        [
            "issuer_key": cast.jwk(signer), "algorithms": ["ES256", "EdDSA", "Ed25519"],
            "time": .integer(VectorCast.now), "skew_seconds": 60,
            "credential_audience": .string(VectorCast.verifierName),
            "key_binding": "if_present", "audience": .string(VectorCast.verifierName),
            "nonce": .string(VectorCast.nonce), "max_age_seconds": 300,
        ]
    }

    /// The plain claims of most vectors.
    var plain: JSONObject {
        [
            "iss": .string(VectorCast.issuerName), "iat": .integer(VectorCast.now - 3600),
            "exp": .integer(VectorCast.now + 86_400),
        ]
    }

    /// A payload with those digests in its `_sd`.
    func payload(_ digests: [JSONValue], _ more: JSONObject = [:]) -> JSONObject {
        plain.adding(more).adding("_sd", .array(digests)).adding("_sd_alg", "sha-256")
    }

    /// Signs a payload and appends Disclosures.
    func sdJWT(_ payload: JSONObject, _ disclosures: [ForgedDisclosure]) throws(CryptographyError) -> String {
        try sdJWT(text: JSONValue.object(payload).text, disclosures.map(\.text))
    }

    /// Signs payload text and appends Disclosures as text.
    func sdJWT(text payload: String, _ disclosures: [String]) throws(CryptographyError) -> String {
        let header = JSONValue.object(cast.issuer.header(["typ": "example+sd-jwt"])).text
        let token = try cast.issuer.token(text: header, payload)
        return ([token] + disclosures + [""]).joined(separator: "~")
    }

    func accepted(
        _ id: String, _ comment: String, _ rules: [String], _ flags: [String] = [], _ text: String, _ more: JSONObject
    ) -> VectorTest {
        VectorTest(
            "sdjwt-\(id)", comment, rules: rules, flags: flags, input: ["sd_jwt": .string(text)],
            .valid(.object(plain.adding(more))))
    }

    func refused(
        _ id: String, _ comment: String, _ rules: [String], _ flags: [String], _ text: String, _ error: String
    ) -> VectorTest {
        VectorTest(
            "sdjwt-\(id)", comment, rules: rules, flags: flags, input: ["sd_jwt": .string(text)], .invalid(error))
    }
}

extension JSONObject {
    /// The same object with a member more, or with another value for it.
    func adding(_ name: String, _ value: JSONValue) -> JSONObject {
        var copy = self
        copy[name] = value
        return copy
    }

    /// The same object with further members.
    func adding(_ more: JSONObject) -> JSONObject {
        var copy = self
        for (name, value) in more { copy[name] = value }
        return copy
    }

    /// The same object without a member.
    func without(_ name: String) -> JSONObject {
        var copy = self
        copy[name] = nil
        return copy
    }
}
