import Cryptography
import HTTP
import JOSE
import JSON

extension ResponseVectors {
    /// Encrypted answers to a request that asked for one.
    func encrypted() throws -> [VectorTest] {
        let jwe = JWEVectors(cast: cast)
        let key: JSONObject = ["encryption_key": jwe.receiverKey()]
        let presentation = JSONValue.string(try post.presentation())
        let token: JSONValue = ["who": [presentation]]
        func form(_ members: JSONValue, _ header: JSONObject = [:], _ more: [FormField] = []) throws -> String {
            let text = try jwe.token(jwe.header(header), message: members.text)
            return String(decoding: URLForm([FormField("response", text)] + more).bytes, as: UTF8.self)
        }
        let good: JSONValue = ["vp_token": token, "state": "s"]
        let plain = URLForm([FormField("vp_token", token.text), FormField("state", "s")])
        let stolen = JSONValue.string(try post.presentation(nonce: "n-of-another-session"))
        return [
            valid("jwe", "an encrypted answer", ["ENC-01", "RSP-06", "ENC-09", "VFY-03"], [], try form(good), 1, key),
            valid(
                "jwe-a256gcm", "an encrypted answer with A256GCM", ["ENC-04"], [], try form(good, ["enc": "A256GCM"]),
                1, key),
            refused(
                "jwe-plain", "presentations in the clear where encryption was asked for", ["RSP-06"], "NEG-216",
                String(decoding: plain.bytes, as: UTF8.self), "bad_response", key),
            VectorTest(
                "vp-response-jwe-plain-error", "an error in the clear where encryption was asked for",
                rules: ["RSP-06"], flags: ["NEG-217"],
                input: JSONObject([("form", "error=access_denied&state=s")]).adding(key),
                .valid(["error": "access_denied"])),
            VectorTest(
                "vp-response-jwe-error", "an encrypted error", rules: ["RSP-06", "ENC-01"], flags: [],
                input: JSONObject([("form", .string(try form(["error": "access_denied", "state": "s"])))]).adding(key),
                .valid(["error": "access_denied"])),
            refused(
                "jwe-both", "an encrypted answer beside one in the clear", ["RSP-08"], "NEG-229",
                try form(good, [:], plain.fields), "bad_response", key),
            refused(
                "jwe-kid", "encrypted to the key of another session", ["ENC-02", "RSP-07"], "NEG-218",
                try form(good, ["kid": "enc-2"]), "jwe_key_id", key),
            refused(
                "jwe-cbc", "A128CBC-HS256, which was not announced", ["ENC-03"], "NEG-220",
                try form(good, ["enc": "A128CBC-HS256"]), "jwe_encryption", key),
            refused(
                "jwe-zip", "compressed content", ["ENC-08"], "NEG-221", try form(good, ["zip": "DEF"]),
                "jwe_forbidden_member", key),
            refused(
                "jwe-token-text", "vp_token as a text inside", ["ENC-01"], "NEG-227",
                try form(["vp_token": .string(token.text)]), "bad_response", key),
            refused(
                "jwe-array", "an array instead of an object inside", ["ENC-01"], "NEG-227", try form([]),
                "bad_response", key),
            refused(
                "jwe-state-number", "state is a number inside", ["ENC-01"], "NEG-227",
                try form(["vp_token": token, "state": 1]), "bad_parameter", key),
            refused(
                "jwe-stolen", "an attacker's own encryption of an old presentation", ["ENC-09", "SES-07", "KB-07"],
                "NEG-226", try form(["vp_token": ["who": [stolen]], "state": "s"]), "nonce_mismatch", key),
        ]
    }
}
