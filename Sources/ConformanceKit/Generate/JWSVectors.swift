import Bytes
import Cryptography
import JSON

/// Makes `vectors/jws/verify.json`.
struct JWSVectors {
    let cast: VectorCast

    func groups() throws(CryptographyError) -> [VectorGroup] {
        [
            group("ES256", cast.issuer, try valid() + algorithms() + signatures()),
            group("form and encoding", cast.issuer, try form()),
            group("header", cast.issuer, try header()),
            group("EdDSA", cast.edIssuer, try edwards()),
            group("keys", cast.issuer, try keys()),
        ]
    }

    private func group(_ comment: String, _ forge: TokenForge, _ tests: [VectorTest]) -> VectorGroup {
        VectorGroup(
            operation: "jws.verify", comment: comment,
            input: ["key": cast.jwk(forge), "algorithms": ["ES256", "EdDSA", "Ed25519"]], tests: tests)
    }

    static let payload = #"{"sub":"carnet"}"#

    /// A token with that header and the usual payload, signed with P-256.
    func token(_ header: JSONObject) throws(CryptographyError) -> String {
        try token(text: JSONValue.object(header).text)
    }

    func token(text header: String) throws(CryptographyError) -> String {
        try cast.issuer.token(text: header, Self.payload)
    }

    func accepted(
        _ id: String, _ comment: String, _ rules: [String], _ flags: [String] = [], _ token: String,
        _ more: JSONObject = [:]
    ) -> VectorTest {
        let input: JSONObject = ["jws": .string(token)]
        return VectorTest(
            "jws-\(id)", comment, rules: rules, flags: flags, input: input.adding(more),
            .valid(["payload": .string(Base64URL.encode(Array(Self.payload.utf8)))]))
    }

    func refused(
        _ id: String, _ comment: String, _ rules: [String], _ flags: [String], _ token: String, _ error: String,
        _ more: JSONObject = [:]
    ) -> VectorTest {
        let input: JSONObject = ["jws": .string(token)]
        return VectorTest(
            "jws-\(id)", comment, rules: rules, flags: flags, input: input.adding(more), .invalid(error))
    }

    private func valid() throws(CryptographyError) -> [VectorTest] {
        let token = try token(cast.issuer.header(["kid": "1", "typ": "JWT"]))
        return [
            accepted(
                "good", "a good token", ["JOSE-14", "JOSE-01", "JOSE-02", "JOSE-05", "JOSE-11", "JOSE-13"], [], token),
            accepted(
                "high-s", "the same signature with n − s", ["JOSE-07"], ["NEG-009"], token.withHighS()),
            accepted(
                "header-spaces", "white space in the header's JSON", ["JOSE-14"], [],
                try self.token(text: "{ \"alg\" :\r\n\"ES256\" }")),
            accepted(
                "unknown-member", "a header member that nobody knows", ["JOSE-10"], [],
                try self.token(cast.issuer.header(["x-unknown": [1]]))),
            accepted(
                "type-expected", "typ as expected", ["JOSE-15"], [],
                try self.token(cast.issuer.header(["typ": "kb+jwt"])),
                ["type": "kb+jwt"]),
            refused(
                "type-prefix", "typ with application/", ["JOSE-15"], ["NEG-034"],
                try self.token(cast.issuer.header(["typ": "application/kb+jwt"])), "type_mismatch",
                ["type": "kb+jwt"]),
            refused(
                "type-case", "typ in capitals", ["JOSE-15"], [], try self.token(cast.issuer.header(["typ": "KB+JWT"])),
                "type_mismatch", ["type": "kb+jwt"]),
            refused(
                "type-absent", "no typ where one is expected", ["JOSE-15"], [], try self.token(cast.issuer.header()),
                "type_mismatch", ["type": "kb+jwt"]),
        ]
    }

    private func algorithms() throws(CryptographyError) -> [VectorTest] {
        var tests: [VectorTest] = []
        let body = Base64URL.encode(Array(Self.payload.utf8))
        for name in ["none", "None", "nOnE", "NONE", "nonE"] {
            let header = Base64URL.encode(Array(#"{"alg":"\#(name)"}"#.utf8))
            let flag = name == "none" ? "NEG-001" : "NEG-002"
            tests.append(
                refused(
                    "alg-\(name)", "alg \(name) and an empty signature", ["JOSE-05"], [flag], "\(header).\(body).",
                    "algorithm_none"))
        }
        let key = cast.issuer.key.publicKey
        let secrets: [(String, [UInt8])] = [
            ("jwk", cast.jwk(cast.issuer).serialized()), ("point", [4] + key.x + key.y),
            ("der", key.subjectPublicKeyInfo),
            ("empty", []),
        ]
        for (id, secret) in secrets {
            let input = "\(Base64URL.encode(Array(#"{"alg":"HS256"}"#.utf8))).\(body)"
            let code = HMAC.authenticationCode(.sha256, key: secret, message: Array(input.utf8))
            tests.append(
                refused(
                    "hs256-\(id)", "HS256 with the public key as secret: \(id)", ["JOSE-05"], ["NEG-003"],
                    "\(input).\(Base64URL.encode(code))", "algorithm_not_allowed"))
        }
        tests += [
            refused(
                "alg-missing", "no alg", ["JOSE-05"], [], try token(["kid": "1"]), "algorithm_missing"),
            refused("alg-number", "alg is a number", ["JOSE-05"], [], try token(["alg": 256]), "header_member_type"),
            refused(
                "alg-es384", "alg ES384 with a P-256 key", ["JOSE-06", "JOSE-05"], ["NEG-005"],
                try token(["alg": "ES384"]), "algorithm_not_allowed"),
            refused(
                "alg-case", "alg es256", ["JOSE-05"], [], try token(["alg": "es256"]), "algorithm_not_allowed"),
            refused(
                "eddsa-with-p256", "alg EdDSA with a P-256 key", ["JOSE-06"], ["NEG-004"], try token(["alg": "EdDSA"]),
                "algorithm_key_mismatch"),
            refused(
                "alg-not-in-list", "alg ES256 where only EdDSA is allowed", ["JOSE-05"], [],
                try token(cast.issuer.header()), "algorithm_not_allowed", ["algorithms": ["EdDSA"]]),
        ]
        return tests
    }

    private func edwards() throws(CryptographyError) -> [VectorTest] {
        func signed(_ name: String) throws(CryptographyError) -> String {
            try cast.edIssuer.token(text: #"{"alg":"\#(name)"}"#, Self.payload)
        }
        let good = try signed("EdDSA")
        return [
            accepted("eddsa", "alg EdDSA", ["JOSE-06"], [], good),
            accepted("ed25519", "alg Ed25519", ["JOSE-06"], [], try signed("Ed25519")),
            refused(
                "es256-with-ed25519", "alg ES256 with an Ed25519 key", ["JOSE-06"], ["NEG-004"], try signed("ES256"),
                "algorithm_key_mismatch"),
            refused(
                "ed25519-changed", "a changed signature", ["JOSE-14", "JOSE-08"], [],
                good.withSignature { $0[0] ^= 1 }, "signature_invalid"),
            refused(
                "ed25519-s-plus-l", "S + L instead of S", ["JOSE-08", "JOSE-14"], ["NEG-010"],
                good.withSignature { $0 = $0.withEdwardsOrderAdded() }, "signature_invalid"),
            refused(
                "ed25519-short", "a signature of 63 octets", ["JOSE-08", "JOSE-07"], [],
                good.withSignature { $0.removeLast() }, "signature_length"),
            refused(
                "ed25519-small-order", "a key of small order", ["JOSE-08", "JOSE-09"], ["NEG-010"], good, "jwk_refused",
                [
                    "key": [
                        "kty": "OKP", "crv": "Ed25519",
                        "x": .string(Base64URL.encode([1] + [UInt8](repeating: 0, count: 31))),
                    ]
                ]),
        ]
    }
}
