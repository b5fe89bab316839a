import Bytes
import Cryptography
import JOSE
import JSON

extension JWEVectors {
    /// Headers that ask for something that we do not do.
    func header() throws(CryptographyError) -> [VectorTest] {
        var tests = [
            refused(
                "zip", "compressed content", ["ENC-08"], ["NEG-221"], try token(header(["zip": "DEF"])),
                "jwe_forbidden_member"),
            refused(
                "p2c", "a count of password iterations", ["ENC-08"], [], try token(header(["p2c": 1_000_000])),
                "jwe_forbidden_member"),
            refused(
                "crit", "an extension that nobody knows", ["JOSE-10", "ENC-08"], [],
                try token(header(["crit": ["exp"], "exp": 1])), "critical_not_understood"),
            refused(
                "nested", "cty JWT", ["ENC-08"], [], try token(header(["cty": "JWT"])), "jwe_nested"),
            refused(
                "nested-lower-case", "cty jwt", ["ENC-08"], [], try token(header(["cty": "jwt"])), "jwe_nested"),
            refused(
                "enc-cbc", "A128CBC-HS256 though it was not announced", ["ENC-03"], ["NEG-220"],
                try token(header(["enc": "A128CBC-HS256"])), "jwe_encryption"),
            refused(
                "enc-a192gcm", "A192GCM", ["ENC-03"], ["NEG-220"], try token(header(["enc": "A192GCM"])),
                "jwe_encryption"),
            refused(
                "enc-not-announced", "A128GCM where only A256GCM was announced", ["ENC-03"], ["NEG-220"],
                try token(header()), "jwe_encryption", ["encryptions": ["A256GCM"]]),
            refused(
                "enc-number", "enc is a number", ["ENC-07"], [], try token(header(["enc": 1])),
                "jwe_header_member_type"),
            refused(
                "kid-number", "kid is a number", ["ENC-02"], [], try token(header(["kid": 1])),
                "jwe_header_member_type"),
            refused(
                "apu-padded", "apu with padding", ["JOSE-01", "JOSE-02"], ["NEG-224"],
                try token(header(["apu": "QWxpY2U="])), "character_outside_alphabet"),
            refused(
                "apv-number", "apv is a number", ["ENC-07"], ["NEG-224"], try token(header(["apv": 1])),
                "jwe_header_member_type"),
            refused(
                "apu-long", "apu of 24,000 characters", ["JOSE-04"], ["NEG-224"],
                try token(header(["apu": .string(String(repeating: "A", count: 24_000))])), "jwe_header_too_long"),
        ]
        for name in ["RSA1_5", "RSA-OAEP-256", "ECDH-ES+A128KW", "dir", "ecdh-es", "none"] {
            tests.append(
                refused(
                    "alg-\(name)", "alg \(name)", ["ENC-08"], ["NEG-220"], try token(header(["alg": .string(name)])),
                    "jwe_algorithm"))
        }
        return tests
    }

    /// Faults of the five parts.
    func form() throws(CryptographyError) -> [VectorTest] {
        let good = try token(header())
        let parts = good.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        func part(_ index: Int, _ text: String) -> String {
            var parts = parts
            parts[index] = text
            return parts.joined(separator: ".")
        }
        return [
            refused(
                "four-parts", "four parts", ["JOSE-13"], ["NEG-222"], parts.dropLast().joined(separator: "."),
                "jwe_part_count"),
            refused("six-parts", "six parts", ["JOSE-13"], ["NEG-222"], good + ".", "jwe_part_count"),
            refused("json-form", "the JSON form", ["ENC-08", "JOSE-13"], [], #"{"protected":""}"#, "jwe_part_count"),
            refused(
                "encrypted-key", "an encrypted key", ["ENC-06"], ["NEG-222"], part(1, "AAAA"), "jwe_encrypted_key"),
            refused(
                "tag-padded", "the tag with padding", ["JOSE-01", "JOSE-02"], [], good + "==",
                "character_outside_alphabet"),
            refused(
                "vector-line-break", "a line break in the vector", ["JOSE-01", "JOSE-02"], [],
                part(2, "\n" + parts[2].dropFirst()),
                "character_outside_alphabet"),
            refused(
                "header-array", "the header is an array", ["JOSE-13"], [],
                part(0, Base64URL.encode(Array("[]".utf8))), "jwe_header_not_object"),
            refused(
                "header-twice", "enc twice", ["JOSE-03"], [],
                part(0, Base64URL.encode(Array(#"{"alg":"ECDH-ES","enc":"A128GCM","enc":"A256GCM"}"#.utf8))),
                "duplicate_name"),
            refused(
                "too-long", "more than 512 KiB", ["JOSE-04"], [],
                part(3, String(repeating: "A", count: 512 * 1024)), "jwe_too_long"),
        ]
    }

    /// Ephemeral keys that were made to attack: one answer for all of them.
    func agreement() throws(CryptographyError) -> [VectorTest] {
        let key = cast.stranger.key.publicKey
        let good = cast.jwk(cast.stranger).object ?? [:]
        let zero = JSONValue.string(Base64URL.encode([UInt8](repeating: 0, count: 32)))
        let okp: JSONObject = ["kty": "OKP", "crv": "X25519"]
        let faults: [(id: String, comment: String, key: JSONObject)] = [
            (
                "epk-off-curve", "epk beside the curve",
                good.adding("y", .string(Base64URL.encode(key.y.dropLast() + [key.y[31] ^ 1])))
            ),
            ("epk-infinity", "epk with coordinates of zeros", good.adding("x", zero).adding("y", zero)),
            (
                "epk-other-curve", "epk on X25519 where the key is P-256",
                okp.adding("x", .string(Base64URL.encode(key.x)))
            ),
            ("epk-other-name", "epk says P-384", good.adding("crv", "P-384")),
            ("epk-private", "epk with its private member", good.adding("d", zero)),
            ("epk-empty", "epk without members", [:]),
        ]
        var tests: [VectorTest] = []
        for fault in faults {
            tests.append(
                refused(
                    fault.id, fault.comment, ["ENC-07", "ENC-11"], ["NEG-219"],
                    try token(header(["epk": .object(fault.key)])), "jwe_undecryptable"))
        }
        let without = JSONObject(header().filter { $0.name != "epk" }.map { ($0.name, $0.value) })
        return tests + [
            refused(
                "epk-absent", "no epk", ["ENC-07"], ["NEG-219"], try token(without), "jwe_header_member_type"),
            refused(
                "epk-string", "epk is a string", ["ENC-07"], ["NEG-219"], try token(header(["epk": "key"])),
                "jwe_header_member_type"),
        ]
    }
}
