import Bytes
import Cryptography
import JSON

/// Makes `vectors/sdjwt/keybinding.json`.
struct KeyBindingVectors {
    let cast: VectorCast
    let given = ForgedDisclosure(#"["2GLC42sKQveCfGfryNRN9w","given_name","Ada"]"#)
    let family = ForgedDisclosure(#"["eluV5Og3gSNII8EYnsxA_A","family_name","Lovelace"]"#)

    func groups() throws(CryptographyError) -> [VectorGroup] {
        [
            group("required", ["key_binding": "required"], try required() + members() + confirmation()),
            group("not required", ["key_binding": "if_present"], try notRequired()),
            group(
                "required, and transaction data requested",
                ["key_binding": "required", "transaction_data": "requested"], try transactionData()),
            group(
                "required, and not older than the request",
                ["key_binding": "required", "request_time": .integer(VectorCast.now - 30)], try sinceRequest()),
        ]
    }

    private func group(_ comment: String, _ more: JSONObject, _ tests: [VectorTest]) -> VectorGroup {
        let shared: JSONObject = [
            "issuer_key": cast.jwk(cast.issuer), "algorithms": ["ES256", "EdDSA", "Ed25519"],
            "time": .integer(VectorCast.now), "skew_seconds": 60, "audience": .string(VectorCast.verifierName),
            "nonce": .string(VectorCast.nonce), "max_age_seconds": 300,
        ]
        return VectorGroup(
            operation: "keybinding.verify", comment: comment, input: shared.adding(more), tests: tests)
    }

    /// The plain claims of the credential.
    var claims: JSONObject {
        [
            "iss": .string(VectorCast.issuerName), "iat": .integer(VectorCast.now - 3600), "cnf": cast.confirmation,
        ]
    }

    /// A credential with two Disclosures of which those are sent.
    func credential(
        _ claims: JSONObject? = nil, disclosing disclosures: [ForgedDisclosure]? = nil
    ) throws(CryptographyError) -> String {
        let payload = (claims ?? self.claims).adding("_sd", [given.json, family.json]).adding("_sd_alg", "sha-256")
        let token = try cast.issuer.token(.object(cast.issuer.header(["typ": "example+sd-jwt"])), .object(payload))
        return ([token] + (disclosures ?? [given]).map(\.text) + [""]).joined(separator: "~")
    }

    /// The claims of a right key binding.
    func bindingClaims(_ text: String, hash: HashAlgorithm = .sha256) -> JSONObject {
        [
            "iat": .integer(VectorCast.now - 10), "aud": .string(VectorCast.verifierName),
            "nonce": .string(VectorCast.nonce), "sd_hash": .string(Base64URL.encode(hash.hash(Array(text.utf8)))),
        ]
    }

    /// A key binding JWT, right unless told otherwise.
    func binding(
        to text: String, header: JSONObject = ["typ": "kb+jwt"], by forge: TokenForge? = nil,
        _ change: (JSONObject) -> JSONObject = { $0 }
    ) throws(CryptographyError) -> String {
        let forge = forge ?? cast.holder
        return try forge.token(.object(forge.header(header)), .object(change(bindingClaims(text))))
    }

    func accepted(
        _ id: String, _ comment: String, _ rules: [String], _ flags: [String] = [], _ text: String,
        _ output: JSONObject? = nil
    ) -> VectorTest {
        VectorTest(
            "kb-\(id)", comment, rules: rules, flags: flags, input: ["sd_jwt": .string(text)],
            .valid(.object(output ?? claims.adding("given_name", "Ada"))))
    }

    func refused(
        _ id: String, _ comment: String, _ rules: [String], _ flags: [String], _ text: String, _ error: String,
        _ more: JSONObject = [:]
    ) -> VectorTest {
        let input: JSONObject = ["sd_jwt": .string(text)]
        return VectorTest(
            "kb-\(id)", comment, rules: rules, flags: flags, input: input.adding(more), .invalid(error))
    }

    private func notRequired() throws(CryptographyError) -> [VectorTest] {
        let text = try credential()
        return [
            accepted("absent", "none came, and none is required", ["KB-09"], [], text),
            accepted("present", "one came and is right", ["KB-09"], [], text + (try binding(to: text))),
            refused(
                "present-but-wrong", "one came, not required, for another nonce", ["KB-09", "KB-07"], ["NEG-093"],
                text + (try binding(to: text) { $0.adding("nonce", "another nonce") }), "nonce_mismatch"),
            refused(
                "transaction-data-unasked", "transaction data hashes without a request for them", ["KB-11"], [],
                text + (try binding(to: text) { $0.adding("transaction_data_hashes", ["x"]) }),
                "transaction_data_unexpected"),
        ]
    }

    private func transactionData() throws(CryptographyError) -> [VectorTest] {
        let text = try credential()
        let hash = JSONValue.string(Base64URL.encode(HashAlgorithm.sha256.hash(Array("transaction".utf8))))
        return [
            accepted(
                "transaction-data", "hashes of transaction data", ["KB-11"], [],
                text
                    + (try binding(to: text) {
                        $0.adding("transaction_data_hashes", [hash])
                            .adding("transaction_data_hashes_alg", "sha-256")
                    })),
            refused(
                "transaction-data-string", "the hashes are a string", ["KB-11"], [],
                text + (try binding(to: text) { $0.adding("transaction_data_hashes", hash) }),
                "transaction_data_malformed"),
            refused(
                "transaction-data-empty", "the hashes are an empty array", ["KB-11"], [],
                text + (try binding(to: text) { $0.adding("transaction_data_hashes", []) }),
                "transaction_data_malformed"),
            refused(
                "transaction-data-number", "a number among the hashes", ["KB-11"], [],
                text + (try binding(to: text) { $0.adding("transaction_data_hashes", [hash, 1]) }),
                "transaction_data_malformed"),
            refused(
                "transaction-data-algorithm", "the algorithm is a number", ["KB-11"], [],
                text
                    + (try binding(to: text) {
                        $0.adding("transaction_data_hashes", [hash]).adding("transaction_data_hashes_alg", 256)
                    }), "transaction_data_malformed"),
        ]
    }

    private func sinceRequest() throws(CryptographyError) -> [VectorTest] {
        let text = try credential()
        return [
            accepted(
                "since-request", "signed 60 seconds before the request: clocks differ", ["KB-08"], [],
                text + (try binding(to: text) { $0.adding("iat", .integer(VectorCast.now - 90)) })),
            refused(
                "before-request", "signed 61 seconds before the request", ["KB-08"], [],
                text + (try binding(to: text) { $0.adding("iat", .integer(VectorCast.now - 91)) }),
                "key_binding_before_request"),
        ]
    }
}
