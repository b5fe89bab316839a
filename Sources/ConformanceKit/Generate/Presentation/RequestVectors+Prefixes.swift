import Bytes
import Cryptography
import JOSE
import JSON

/// Requests of verifiers that somebody attests, or that are named by a DID.
extension RequestVectors {
    private func request(
        _ client: String, _ header: JSONObject, _ more: JSONObject = [:], by forge: TokenForge? = nil
    ) throws -> JSONValue {
        let forge = forge ?? cast.stranger
        let header = forge.header(header.adding("typ", "oauth-authz-req+jwt"))
        let token = try forge.token(.object(header), .object(members(client).adding(more)))
        return .string(link([("client_id", client), ("request", token)]))
    }

    private func output(_ client: String, _ name: String) -> JSONValue {
        [
            "client_id": .string(client), "verifier": .string(name), "signed": true,
            "response_uri": .string(Self.responseURI), "nonce": .string(VectorCast.nonce), "state": "s-1",
            "query": query,
        ]
    }

    func attested() throws -> [VectorTest] {
        let client = "verifier_attestation:verifier.example"
        let trust: JSONValue = [
            [
                "id": "league", "name": "League", "purposes": ["rp-attestation"], "types": [],
                "issuer": "https://league.example", "jwks": ["keys": [cast.jwk(cast.issuer)]],
            ]
        ]
        let claims: JSONObject = [
            "iss": "https://league.example", "sub": "verifier.example", "exp": .integer(VectorCast.now + 600),
            "cnf": ["jwk": cast.jwk(cast.stranger)],
        ]
        func test(
            _ id: String, _ comment: String, _ rules: [String] = ["CID-08"], _ changed: JSONObject? = nil,
            type: String = "verifier-attestation+jwt", by attester: TokenForge? = nil, requestBy: TokenForge? = nil,
            _ error: String? = nil
        ) throws -> VectorTest {
            let attester = attester ?? cast.issuer
            let attestation = try attester.token(
                .object(attester.header(["typ": .string(type)])), .object(changed ?? claims))
            return VectorTest(
                "vp-request-attested-\(id)", comment, rules: rules, flags: error == nil ? [] : ["NEG-165"],
                input: [
                    "trust": trust, "link": try request(client, ["jwt": .string(attestation)], by: requestBy),
                ], error.map { .invalid($0) } ?? .valid(output(client, "verifier.example")))
        }
        return [
            try test("good", "a trusted authority attests the verifier", ["CID-08", "CID-09"]),
            try test(
                "redirects", "the place of the answer is listed", ["CID-08"],
                claims.adding("redirect_uris", ["https://a.example/", .string(Self.responseURI)])),
            try test(
                "redirects-other", "the place of the answer is not listed", ["CID-08", "CID-04"],
                claims.adding("redirect_uris", ["https://a.example/"]), "response_target_not_covered"),
            try test(
                "expired", "an expired attestation", ["CID-08", "JOSE-16"],
                claims.adding("exp", .integer(VectorCast.now - 61)), "expired"),
            try test("no-exp", "without exp", ["CID-08"], claims.without("exp"), "attestation_unusable"),
            try test(
                "issuer", "an issuer that is not trusted", ["CID-08", "VC-30"],
                claims.adding("iss", "https://other.example"), "unknown_issuer"),
            try test(
                "subject", "about another verifier", ["CID-08", "CID-09"], claims.adding("sub", "shop.example"),
                "attestation_unusable"),
            try test(
                "subject-prefix", "sub with the prefix", ["CID-08", "CID-09"], claims.adding("sub", .string(client)),
                "attestation_unusable"),
            try test("typ", "typ is JWT", type: "JWT", "attestation_unusable"),
            try test("no-key", "without cnf", ["CID-08"], claims.without("cnf"), "attestation_unusable"),
            try test(
                "other-key", "the request is signed with another key", ["CID-08", "JOSE-14"], requestBy: cast.holder,
                "signature_invalid"),
            try test(
                "forged", "the attestation is signed with another key", ["CID-08", "JOSE-14"], by: cast.holder,
                "signature_invalid"),
        ]
    }

    func decentralized() throws -> [VectorTest] {
        func did(_ forge: TokenForge) -> String {
            "did:jwk:" + Base64URL.encode(cast.jwk(forge).serialized())
        }
        let own = did(cast.stranger)
        let client = "decentralized_identifier:" + own
        func refused(
            _ id: String, _ comment: String, _ keyID: String?, _ rules: [String] = ["CID-07"],
            by forge: TokenForge? = nil, _ error: String = "did_unusable"
        ) throws -> VectorTest {
            var header = JSONObject()
            header["kid"] = keyID.map(JSONValue.string)
            return VectorTest(
                "vp-request-did-\(id)", comment, rules: rules, flags: ["NEG-166"],
                input: ["link": try request(client, header, by: forge)], .invalid(error))
        }
        return [
            VectorTest(
                "vp-request-did-jwk", "the identifier holds the key", rules: ["CID-07"],
                input: ["link": try request(client, ["kid": .string(own + "#0")])], .valid(output(client, own))),
            try refused("other-kid", "kid of another DID", did(cast.holder) + "#0"),
            try refused("fragment", "kid names no key of the document", own + "#1"),
            try refused("relative", "kid without the DID", "#0"),
            try refused("no-kid", "no kid", nil),
            try refused(
                "other-key", "signed with another key", own + "#0", ["CID-07", "JOSE-14"], by: cast.holder,
                "signature_invalid"),
            VectorTest(
                "vp-request-did-method", "a method that is not known", rules: ["CID-07"], flags: ["NEG-166"],
                input: ["link": try request("decentralized_identifier:did:example:1", ["kid": "did:example:1#0"])],
                .invalid("did_unusable")),
        ]
    }
}
