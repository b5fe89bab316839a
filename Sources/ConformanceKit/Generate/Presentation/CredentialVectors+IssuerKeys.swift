import Bytes
import JSON

/// Issuers that sign without certificates and publish their keys: metadata at their address, and DIDs.
extension CredentialVectors {
    private static let address = "https://issuer.example/.well-known/jwt-vc-issuer"
    private static let keysAddress = "https://keys.issuer.example/jwks"

    /// The network in which the issuer's metadata, and perhaps its keys, can be fetched.
    private func network(
        _ metadata: JSONValue, _ more: JSONObject = [:], status: Int64 = 200, keys: JSONValue? = nil
    ) -> JSONValue {
        let document: JSONObject = [
            "type": "application/json", "status": .integer(status), "body": .string(metadata.text),
        ]
        var documents: JSONObject = [Self.address: .object(document.adding(more))]
        documents[Self.keysAddress] = keys.map { ["type": "application/json", "body": .string($0.text)] }
        return .object(documents)
    }

    private func trust(_ issuer: String = VectorCast.issuerName) -> JSONValue {
        [
            [
                "id": "post", "purposes": ["postal-issuer"], "types": [.string(PostCast.type)],
                "issuer": .string(issuer), "published": true,
            ]
        ]
    }

    private func set(_ forge: TokenForge, _ name: String = "1") -> JSONValue {
        ["keys": [.object((cast.jwk(forge).object ?? [:]).adding("kid", .string(name)))]]
    }

    func issuerKeys() throws -> [VectorTest] {
        let header: JSONObject = ["typ": "dc+sd-jwt", "kid": "1"]
        let bare = try post.credential(header: header)
        let metadata: JSONObject = ["issuer": .string(VectorCast.issuerName), "jwks": set(cast.issuer)]
        func good(_ id: String, _ comment: String, _ rules: [String], _ network: JSONValue) -> VectorTest {
            valid(id, comment, rules, [], bare, nil, ["trust": trust(), "documents": network])
        }
        func bad(
            _ id: String, _ comment: String, _ rules: [String], _ flag: String, _ network: JSONValue,
            _ error: String = "issuer_keys_unusable", _ text: String? = nil, trust other: JSONValue? = nil
        ) -> VectorTest {
            refused(
                id, comment, rules, flag.isEmpty ? [] : [flag], text ?? bare, error,
                ["trust": other ?? trust(), "documents": network])
        }
        func about(_ name: String) -> JSONValue { network(.object(metadata.adding("issuer", .string(name)))) }
        let byAddress = metadata.without("jwks").adding("jwks_uri", .string(Self.keysAddress))
        let redirect = network(.object(metadata), ["location": "http://issuer.example/keys"], status: 302)
        let loop = network(.object(metadata), ["location": .string(Self.address)], status: 302)
        return [
            good("metadata", "the keys are in the issuer's metadata", ["VC-32", "VC-33"], network(.object(metadata))),
            good(
                "metadata-address", "the metadata says where the keys are", ["VC-33"],
                network(.object(byAddress), keys: set(cast.issuer))),
            bad(
                "metadata-slash", "the metadata names the issuer with a slash more", ["VC-33"], "NEG-116",
                about(VectorCast.issuerName + "/")),
            bad(
                "metadata-case", "the metadata names the issuer in another case", ["VC-33"], "NEG-116",
                about("https://Issuer.example")),
            bad(
                "metadata-port", "the metadata names the issuer with a port", ["VC-33"], "NEG-116",
                about(VectorCast.issuerName + ":443")),
            bad(
                "metadata-both", "the metadata has jwks and jwks_uri", ["VC-33"], "NEG-117",
                network(.object(metadata.adding("jwks_uri", .string(Self.keysAddress))), keys: set(cast.issuer))),
            bad(
                "metadata-neither", "the metadata has neither jwks nor jwks_uri", ["VC-33"], "NEG-117",
                network(.object(metadata.without("jwks")))),
            bad(
                "metadata-500", "the server answers 500 with good metadata", ["VC-36"], "NEG-121",
                network(.object(metadata), status: 500)),
            bad(
                "metadata-html", "the server answers with another media type", ["VC-36"], "NEG-121",
                network(.object(metadata), ["type": "text/html"])),
            bad(
                "metadata-redirect-http", "the server points to an address without TLS", ["VC-36"], "NEG-120", redirect),
            bad(
                "metadata-redirects", "the server points elsewhere again and again", ["VC-36", "VC-38"], "NEG-120", loop
            ),
            bad(
                "metadata-keys-http", "jwks_uri is an address without TLS", ["VC-36"], "NEG-118",
                network(.object(byAddress.adding("jwks_uri", "http://keys.issuer.example/jwks")))),
            bad(
                "metadata-other-kid", "kid names no key of the metadata", ["VC-34"], "NEG-014",
                network(.object(metadata.adding("jwks", set(cast.issuer, "2")))), "no_such_key"),
            bad(
                "metadata-stranger", "kid names the key of another issuer, which signed", ["VC-34", "VC-30"], "NEG-014",
                network(.object(metadata)), "no_such_key",
                try post.credential(header: header.adding("kid", "other-issuer-1"), by: cast.stranger)),
            bad(
                "mechanism", "certificates for an issuer whose entry says that it publishes its keys",
                ["VC-39", "VC-30"], "", network(.object(metadata)), "other_key_mechanism", try post.credential()),
        ] + (try names(header, metadata)) + decentralized()
    }

    /// Names of issuers that have no metadata.
    private func names(_ header: JSONObject, _ metadata: JSONObject) throws -> [VectorTest] {
        let places = [
            ("http", "http://issuer.example"), ("query", "https://issuer.example?kea"),
            ("fragment", "https://issuer.example#kea"), ("user", "https://kea@issuer.example"),
        ]
        return try places.map { id, name in
            refused(
                "metadata-name-\(id)", "iss is no https address alone", [id == "http" ? "VC-36" : "VC-32"], ["NEG-118"],
                try post.credential(post.claims.adding("iss", .string(name)), header: header), "issuer_keys_unusable",
                ["trust": trust(name), "documents": network(.object(metadata.adding("issuer", .string(name))))])
        }
    }

    private func decentralized() -> [VectorTest] {
        func did(_ forge: TokenForge) -> String { "did:jwk:" + Base64URL.encode(cast.jwk(forge).serialized()) }
        let own = did(cast.issuer)
        let claims = post.claims.adding("iss", .string(own))
        func text(_ keyID: String) -> String {
            (try? post.credential(claims, header: ["typ": "dc+sd-jwt", "kid": .string(keyID)])) ?? ""
        }
        let input: JSONObject = ["trust": trust(own), "documents": [:]]
        let output = claims.adding("given_name", "Ada")
        return [
            valid(
                "did", "an issuer that is a DID, and the whole name of its key", ["VC-35"], [], text(own + "#0"),
                output,
                input),
            valid("did-relative", "the name of the key without the DID", ["VC-35"], [], text("#0"), output, input),
            refused(
                "did-other", "the name of a key of another DID", ["VC-35", "VC-34"], [],
                text(did(cast.stranger) + "#0"),
                "no_such_key", input),
            refused(
                "did-not-configured", "a DID of which no trust entry speaks", ["VC-35", "VC-30"], [], text(own + "#0"),
                "unknown_issuer", ["trust": post.trust, "documents": [:]]),
        ]
    }
}
