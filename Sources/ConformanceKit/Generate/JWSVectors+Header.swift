import Bytes
import Cryptography
import JSON

extension JWSVectors {
    /// Faults of the header's JSON, of `crit` and of `b64`.
    func header() throws(CryptographyError) -> [VectorTest] {
        func headed(_ more: JSONObject) throws(CryptographyError) -> String { try token(cast.issuer.header(more)) }
        let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
        var tests = [
            refused(
                "alg-twice", "alg twice, the last one good", ["JOSE-03"], ["NEG-018"],
                try token(text: #"{"alg":"none","alg":"ES256"}"#), "duplicate_name"),
            refused(
                "alg-twice-reversed", "alg twice, the first one good", ["JOSE-03"], ["NEG-018"],
                try token(text: #"{"alg":"ES256","alg":"none"}"#), "duplicate_name"),
            refused(
                "alg-twice-escaped", "alg twice, once with an escape", ["JOSE-03"], ["NEG-018"],
                try token(text: #"{"alg":"ES256","\u0061lg":"none"}"#), "duplicate_name"),
            refused(
                "header-trailing", "something after the header's object", ["JOSE-04"], ["NEG-031"],
                try token(text: #"{"alg":"ES256"}x"#), "trailing_characters"),
            refused(
                "header-byte-order-mark", "a byte order mark before the header", ["JOSE-04"], ["NEG-028"],
                try token(text: "\u{FEFF}" + #"{"alg":"ES256"}"#), "byte_order_mark"),
            refused(
                "header-overlong", "an overlong UTF-8 sequence in the header", ["JOSE-04"], ["NEG-028"],
                try cast.issuer.token(
                    Array(#"{"alg":"ES256","kid":""#.utf8) + [0xC0, 0xAF] + Array(#""}"#.utf8), Array(Self.payload.utf8)
                ),
                "not_utf8"),
            refused(
                "header-lone-surrogate", "half of a surrogate pair in the header", ["JOSE-04"], ["NEG-028"],
                try token(text: #"{"alg":"ES256","kid":"\udc00"}"#), "lone_surrogate"),
            refused(
                "header-deep", "5,000 nested arrays in the header", ["JOSE-04"], ["NEG-029"],
                try token(text: #"{"alg":"ES256","x":\#(deep.dropFirst(5000).dropLast(5000))}"#), "too_deep"),
            refused(
                "header-too-long", "a header of more than 16 KiB", ["JOSE-04"], ["NEG-013"],
                try headed(["kid": .string(String(repeating: "k", count: 12_300))]), "header_too_long"),
            refused(
                "crit-empty", "crit is empty", ["JOSE-10"], ["NEG-015"], try headed(["crit": []]), "critical_malformed"),
            refused(
                "crit-string", "crit is a string", ["JOSE-10"], ["NEG-015"], try headed(["crit": "exp"]),
                "critical_malformed"),
            refused(
                "crit-number", "crit has a number", ["JOSE-10"], ["NEG-015"], try headed(["crit": [1]]),
                "critical_malformed"),
            refused(
                "crit-absent", "crit names a member that is not there", ["JOSE-10"], ["NEG-015"],
                try headed(["crit": ["exp"]]), "critical_absent"),
            refused(
                "crit-unknown", "crit names a member that nobody understands", ["JOSE-10"], ["NEG-015"],
                try headed(["crit": ["exp"], "exp": 1]), "critical_not_understood"),
            refused(
                "crit-twice", "crit names a member twice", ["JOSE-10"], ["NEG-015"],
                try headed(["crit": ["exp", "exp"], "exp": 1]), "critical_malformed"),
            refused(
                "crit-base-name", "crit names alg", ["JOSE-10"], ["NEG-015"], try headed(["crit": ["alg"]]),
                "critical_base_name"),
            refused(
                "b64-false", "b64 false and a raw payload", ["JOSE-11"], ["NEG-016"], try unencoded(), "b64_present"),
            refused(
                "b64-true", "b64 true with crit", ["JOSE-11"], ["NEG-017"], try headed(["b64": true, "crit": ["b64"]]),
                "b64_present"),
            refused("typ-number", "typ is a number", ["JOSE-15"], [], try headed(["typ": 1]), "header_member_type"),
            refused("kid-number", "kid is a number", ["JOSE-12"], [], try headed(["kid": 1]), "header_member_type"),
        ]
        for (id, text) in [("array", "[]"), ("string", #""x""#), ("null", "null"), ("number", "1")] {
            tests.append(
                refused(
                    "header-\(id)", "the header is \(text)", ["JOSE-13"], ["NEG-027"], try token(text: text),
                    "header_not_object"))
        }
        for (id, keyID) in [
            ("path", "../../etc/passwd"), ("address", "https://attacker.example/key"), ("sql", "1' OR '1'='1"),
        ] {
            tests.append(
                accepted(
                    "kid-\(id)", "a kid that looks like a \(id) is a name and nothing else", ["JOSE-12"], ["NEG-013"],
                    try headed(["kid": .string(keyID)])))
        }
        return tests
    }

    private func unencoded() throws(CryptographyError) -> String {
        let header = Base64URL.encode(Array(#"{"alg":"ES256","b64":false,"crit":["b64"]}"#.utf8))
        return try cast.issuer.signed("\(header).raw payload")
    }

    /// Keys that are refused, and keys that refuse to be used.
    func keys() throws(CryptographyError) -> [VectorTest] {
        let good = try token(cast.issuer.header())
        let key = cast.issuer.key.publicKey
        let jwk = cast.jwk(cast.issuer).object ?? [:]
        func with(_ name: String, _ bytes: [UInt8]) -> JSONObject { jwk.adding(name, .string(Base64URL.encode(bytes))) }
        let zero = [UInt8](repeating: 0, count: 32)
        let faults: [(id: String, comment: String, rules: [String], flags: [String], key: JSONValue, error: String)] = [
            (
                "off-curve", "a point beside the curve", ["JOSE-09"], ["NEG-036"],
                .object(with("y", key.y.dropLast() + [key.y[31] ^ 1])), "jwk_refused"
            ),
            (
                "infinity", "coordinates of zeros", ["JOSE-09"], ["NEG-036"],
                .object(with("x", zero).adding("y", .string(Base64URL.encode(zero)))), "jwk_refused"
            ),
            (
                "x-31", "x of 31 octets", ["JOSE-09"], ["NEG-036"], .object(with("x", Array(key.x.dropFirst()))),
                "jwk_coordinate_length"
            ),
            (
                "y-33", "y of 33 octets", ["JOSE-09"], ["NEG-036"], .object(with("y", [0] + key.y)),
                "jwk_coordinate_length"
            ),
            ("y-missing", "no y", ["JOSE-06"], [], .object(jwk.without("y")), "jwk_member_missing"),
            ("crv-missing", "no crv", ["JOSE-06"], [], .object(jwk.without("crv")), "jwk_member_missing"),
            ("x-number", "x is a number", ["JOSE-06"], [], .object(jwk.adding("x", 1)), "jwk_member_type"),
            (
                "x-padded", "x with padding", ["JOSE-01", "JOSE-02"], ["NEG-021"],
                .object(jwk.adding("x", .string(Base64URL.encode(key.x) + "="))), "character_outside_alphabet"
            ),
            ("private", "a private member", ["JOSE-22"], ["NEG-037"], .object(with("d", zero)), "jwk_private_member"),
            ("oct", "a symmetric key", ["JOSE-22"], [], ["kty": "oct", "k": "AAAA"], "jwk_private_member"),
            ("p384", "P-384", ["JOSE-06"], [], .object(jwk.adding("crv", "P-384")), "jwk_unsupported"),
            (
                "kty-crv", "kty OKP with crv P-256", ["JOSE-06"], [], .object(jwk.adding("kty", "OKP")),
                "jwk_unsupported"
            ),
            (
                "alg", "alg of the key is EdDSA", ["JOSE-06"], [], .object(jwk.adding("alg", "EdDSA")),
                "jwk_algorithm_mismatch"
            ),
            (
                "alg-ecdh", "alg of the key is ECDH-ES", ["JOSE-06"], [], .object(jwk.adding("alg", "ECDH-ES")),
                "jwk_restricted"
            ),
            ("use", "use of the key is enc", ["JOSE-06"], [], .object(jwk.adding("use", "enc")), "jwk_restricted"),
            (
                "key-ops", "key_ops of the key has sign only", ["JOSE-06"], [],
                .object(jwk.adding("key_ops", ["sign"])), "jwk_restricted"
            ),
            (
                "key-ops-string", "key_ops is a string", ["JOSE-06"], [], .object(jwk.adding("key_ops", "verify")),
                "jwk_member_type"
            ),
            ("array", "the key is an array", ["JOSE-06"], [], [.object(jwk)], "jwk_not_object"),
        ]
        return faults.map { fault in
            refused(
                "key-\(fault.id)", fault.comment, fault.rules, fault.flags, good, fault.error, ["key": fault.key])
        } + [
            accepted(
                "key-fits", "alg, use and key_ops that fit", ["JOSE-06"], [], good,
                ["key": .object(jwk.adding(["alg": "ES256", "use": "sig", "key_ops": ["verify"], "kid": "1"]))])
        ]
    }
}
