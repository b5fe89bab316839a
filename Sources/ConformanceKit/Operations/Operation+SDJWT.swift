import JOSE
import JSON
import Rules
import SDJWT

extension Operation {
    /// Input: `sd_jwt`, `issuer_key`, `algorithms`, `time`, `skew_seconds`, `credential_audience` where `aud` of the
    /// credential must name someone, and what `keyBinding` reads. Output: the processed payload.
    static func verifySDJWT(_ input: VectorInput) throws -> JSONValue {
        var log = StepLog()
        return .object(try verifier(input).verified(try input.text("sd_jwt"), log: &log).credential.payload)
    }

    /// Input: as for the compact form, `sd_jwt` being the JSON text; `further_keys` of the signers beside the first, or
    /// `further_signatures` (`ignored`).
    static func verifyJSONForm(_ input: VectorInput) throws -> JSONValue {
        var verifier = try verifier(input)
        if let keys = input["further_keys"]?.array {
            verifier.furtherSignatures = .verified(by: try keys.map { try JWK($0).publicKey })
        }
        if input["further_signatures"]?.string == "ignored" { verifier.furtherSignatures = .ignored }
        var log = StepLog()
        let bytes = Array(try input.text("sd_jwt").utf8)
        return .object(try verifier.verified(json: bytes, log: &log).credential.payload)
    }

    private static func verifier(_ input: VectorInput) throws -> SDJWTVerifier {
        let time = try input.time()
        var validity = ValidityPolicy(at: time, audience: .notChecked)
        if let seconds = input["skew_seconds"]?.integer { validity.skewSeconds = seconds }
        if let name = input["credential_audience"]?.string { validity.audience = .mustName(name) }
        var verifier = SDJWTVerifier(
            issuerKey: try JWK(try input.value("issuer_key")).publicKey, validity: validity,
            keyBinding: try keyBinding(input, at: time))
        verifier.algorithms = try input.algorithms()
        return verifier
    }

    /// Input: `key_binding` is `required`, `if_present` or `refused`; `audience`, `nonce`, `max_age_seconds`,
    /// `skew_seconds`, `request_time`, `transaction_data` (`requested`).
    static func keyBinding(_ input: VectorInput, at time: UnixTime) throws -> KeyBindingPolicy {
        let policy = try input.text("key_binding")
        guard policy != "refused" else { return .refused }
        var expectation = KeyBindingExpectation(
            audience: try input.text("audience"), nonce: try input.text("nonce"), at: time)
        if let seconds = input["skew_seconds"]?.integer { expectation.skewSeconds = seconds }
        if let seconds = input["max_age_seconds"]?.integer { expectation.maxAgeSeconds = seconds }
        if input["transaction_data"]?.string == "requested" { expectation.transactionData = .requested }
        if input["request_time"] != nil { expectation.earliest = try input.time("request_time") }
        return policy == "required" ? .required(expectation) : .ifPresent(expectation)
    }

    /// Input: `issuer_private_key`, `claims`, `disclosable` (paths), `header`, `holder_key`. Output: how many Disclosures
    /// there are, and what a verifier sees with `all` of them and with `none`.
    static func issueSDJWT(_ input: VectorInput) throws -> JSONValue {
        let key = try JWK.Private(try input.value("issuer_private_key")).key
        let paths = (input["disclosable"]?.array ?? []).map(path)
        let issuer = SDJWTIssuer(key: key, random: VectorRandom("sdjwt.issue"))
        let issued = try issuer.issue(
            input["claims"]?.object ?? [:], template: SDJWTTemplate(disclosable: paths),
            header: input["header"]?.object ?? [:], holder: try input["holder_key"].map { try JWK($0) })
        let all = try CompactSDJWT(parsing: issued.text).processed()
        let none = try CompactSDJWT(parsing: all.presentation(disclosing: []).text).processed()
        return [
            "disclosures": .integer(Int64(issued.disclosures.count)), "all": .object(all.payload),
            "none": .object(none.payload),
        ]
    }

    private static func path(_ json: JSONValue) -> SDJWTPath {
        SDJWTPath(
            (json.array ?? []).map { component in
                if let name = component.string { return .name(name) }
                if let index = component.integer { return .index(Int(clamping: index)) }
                return .every
            })
    }
}
