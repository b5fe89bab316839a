import Cryptography
import JOSE
import JSON

extension RequestVectors {
    /// Requests for an encrypted answer.
    func encryption() throws -> [VectorTest] {
        let key = JWK(publicKey: cast.holder.key.publicKey, keyID: "enc-1", algorithm: "ECDH-ES", use: "enc").json
        let other = JWK(publicKey: cast.issuer.key.publicKey, keyID: "sig-1", algorithm: "ES256", use: "sig").json
        func asked(_ keys: [JSONObject], _ encryptions: JSONValue? = nil) throws -> String {
            var metadata: JSONObject = ["jwks": ["keys": .array(keys.map(JSONValue.object))]]
            metadata["encrypted_response_enc_values_supported"] = encryptions
            return try signed(
                members().adding(["response_mode": "direct_post.jwt", "client_metadata": .object(metadata)]))
        }
        func chosen(
            _ id: String, _ comment: String, _ rules: [String], _ link: String, _ key: JSONObject, _ name: String
        ) -> VectorTest {
            VectorTest(
                "vp-request-\(id)", comment, rules: rules, input: ["link": .string(link)],
                .valid([
                    "client_id": .string(Self.client), "verifier": "Post of Kea", "signed": true,
                    "response_uri": .string(Self.responseURI), "nonce": .string(VectorCast.nonce), "query": query,
                    "encryption": ["key": .object(key), "enc": .string(name)], "state": "s-1",
                ]))
        }
        func without(_ name: String) -> JSONObject {
            var key = key
            key[name] = nil
            return key
        }
        return [
            chosen(
                "enc-default", "A128GCM where nothing is announced", ["ENC-03", "REQ-10"], try asked([key]), key,
                "A128GCM"),
            chosen(
                "enc-strongest", "the stronger of both", ["ENC-04", "ENC-03"],
                try asked([key], ["A128GCM", "A256GCM"]), key, "A256GCM"),
            chosen(
                "enc-unknown-names", "unknown names beside a known one", ["ENC-03"],
                try asked([key], ["A512GCM", "A128GCM"]), key, "A128GCM"),
            chosen(
                "enc-second-key", "the first key is for signatures", ["ENC-02"], try asked([other, key]), key,
                "A128GCM"),
            chosen(
                "enc-beside-hpke", "a key for HPKE, as 1.1 will have them, before one that we know",
                ["V11-04", "ENC-02"],
                try asked([key.adding("alg", "HPKE-0").adding("kid", "hpke"), key]), key, "A128GCM"),
            chosen(
                "enc-key-without-use", "a key without use", ["ENC-02", "REQ-12"], try asked([without("use")]),
                without("use"), "A128GCM"),
            refused(
                "enc-no-metadata", "no metadata at all", ["ENC-02"], "NEG-171",
                try signed(members().adding("response_mode", "direct_post.jwt")), "bad_parameter"),
            refused("enc-no-keys", "an empty set of keys", ["ENC-02"], "NEG-171", try asked([]), "bad_parameter"),
            refused(
                "enc-key-without-alg", "a key without alg", ["ENC-02"], "NEG-170", try asked([without("alg")]),
                "bad_parameter"),
            refused(
                "enc-only-signatures", "only a key for signatures", ["ENC-02"], "NEG-170", try asked([other]),
                "bad_parameter"),
            refused(
                "enc-only-hpke", "only a key for HPKE", ["V11-04", "ENC-02"], "NEG-170",
                try asked([key.adding("alg", "HPKE-0")]), "bad_parameter"),
            refused(
                "enc-not-known", "only ways that we do not know", ["ENC-03"], "NEG-172", try asked([key], ["A192GCM"]),
                "bad_parameter"),
            refused(
                "enc-empty-list", "a list without any way", ["ENC-03"], "NEG-172", try asked([key], []), "bad_parameter"
            ),
            refused(
                "enc-off-curve", "a key that is not on its curve", ["ENC-02"], "NEG-170",
                try asked([key.adding("y", key["x"] ?? .null)]), "bad_parameter"),
            refused(
                "enc-rsa", "only a key of a kind that we do not know", ["ENC-02"], "NEG-170",
                try asked([["kty": "RSA", "n": "AQAB", "e": "AQAB", "alg": "RSA-OAEP", "use": "enc", "kid": "r"]]),
                "bad_parameter"),
            refused(
                "enc-not-a-list", "a text instead of a list", ["ENC-03"], "", try asked([key], "A128GCM"),
                "bad_parameter"),
            refused(
                "enc-same-kid", "two keys with one kid", ["JOSE-19", "REQ-12"], "NEG-170", try asked([key, key]),
                "jwks_duplicate_kid"),
            refused(
                "enc-private", "a private key in the set", ["JOSE-22"], "",
                try asked([key.adding("d", key["x"] ?? .null)]), "jwk_private_member"),
        ]
    }
}
