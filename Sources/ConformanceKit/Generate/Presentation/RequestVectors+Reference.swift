import Bytes
import Certificates
import Cryptography
import JOSE
import JSON

/// Requests by reference: with a wallet's nonce, and under the high assurance profile.
extension RequestVectors {
    private var hashClient: String { "x509_hash:" + Base64URL.encode(HashAlgorithm.sha256.hash(leaf.der)) }

    private func object(
        _ members: JSONObject, chain: [Certificate]? = nil
    ) throws(CryptographyError) -> JSONValue {
        var header: JSONObject = ["typ": "oauth-authz-req+jwt"]
        header["x5c"] = JOSEHeader.x5c(chain ?? [leaf])
        return .string(try cast.stranger.token(.object(cast.stranger.header(header)), .object(members)))
    }

    private func reference(_ client: String) -> JSONValue {
        .string(link([("client_id", client), ("request_uri", "https://verifier.example/r/1")]))
    }

    func byPost() throws -> [VectorTest] {
        func test(_ id: String, _ comment: String, _ sent: String?, _ found: String?) throws -> VectorTest {
            var members = self.members()
            members["wallet_nonce"] = found.map(JSONValue.string)
            var input: JSONObject = ["link": reference(Self.client), "request_object": try object(members)]
            input["wallet_nonce"] = sent.map(JSONValue.string)
            let flags = sent == found ? [] : ["NEG-155"]
            return VectorTest(
                "vp-request-\(id)", comment, rules: ["RURI-03"], flags: flags, input: input,
                sent == found
                    ? .valid([
                        "client_id": .string(Self.client), "verifier": "Post of Kea", "signed": true,
                        "response_uri": .string(Self.responseURI), "nonce": .string(VectorCast.nonce),
                        "query": query, "state": "s-1",
                    ]) : .invalid("bad_parameter"))
        }
        return [
            try test("wallet-nonce", "the wallet's nonce comes back", "n-1", "n-1"),
            try test("wallet-nonce-missing", "the wallet's nonce does not come back", "n-1", nil),
            try test("wallet-nonce-other", "another nonce comes back", "n-1", "n-2"),
            try test("wallet-nonce-unasked", "a nonce that this wallet did not send", nil, "n-1"),
        ]
    }

    private func encryptedMembers(_ client: String, key: JSONObject? = nil) -> JSONObject {
        let key =
            key ?? JWK(publicKey: cast.holder.key.publicKey, keyID: "enc-1", algorithm: "ECDH-ES", use: "enc").json
        return members(client).adding([
            "response_mode": "direct_post.jwt",
            "client_metadata": [
                "jwks": ["keys": [.object(key)]],
                "encrypted_response_enc_values_supported": ["A128GCM", "A256GCM"],
            ],
        ])
    }

    func haip() throws -> [VectorTest] {
        let good = encryptedMembers(hashClient)
        let key = JWK(publicKey: cast.holder.key.publicKey, keyID: "enc-1", algorithm: "ECDH-ES", use: "enc").json
        let selfSigned = try PostCast.template("Verifier", cast.stranger.key.publicKey, 24, name: "verifier.example")
            .selfSigned(with: cast.stranger.key)
        func refused(
            _ id: String, _ comment: String, _ rules: [String], _ client: String, _ object: JSONValue,
            _ error: String = "not_haip", _ more: JSONObject = [:]
        ) -> VectorTest {
            let input: JSONObject = ["profile": "haip", "link": reference(client), "request_object": object]
            return VectorTest(
                "vp-request-haip-\(id)", comment, rules: rules, input: input.adding(more), .invalid(error))
        }
        let pinned: JSONValue = [
            [
                "id": "access", "purposes": ["rp-access"], "types": [],
                "anchors": [.string(Base64.encode(selfSigned.der))],
            ]
        ]
        let selfClient = "x509_hash:" + Base64URL.encode(HashAlgorithm.sha256.hash(selfSigned.der))
        let plain = members(hashClient)
        return [
            VectorTest(
                "vp-request-haip-good", "everything as the profile asks",
                rules: ["HAIP-01", "HAIP-02", "HAIP-03", "HAIP-05", "HAIP-10"],
                input: ["profile": "haip", "link": reference(hashClient), "request_object": try object(good)],
                .valid([
                    "client_id": .string(hashClient), "verifier": "Post of Kea", "signed": true,
                    "response_uri": .string(Self.responseURI), "nonce": .string(VectorCast.nonce), "query": query,
                    "encryption": ["key": .object(key), "enc": "A256GCM"], "state": "s-1",
                ])),
            refused(
                "prefix", "named by a DNS name", ["HAIP-02", "HAIP-10"], Self.client,
                try object(encryptedMembers(Self.client))),
            refused(
                "anchor", "the anchor comes along", ["HAIP-02", "X5C-01", "TRU-02"], hashClient,
                try object(good, chain: [leaf, post.root]), "untrusted"),
            refused(
                "self-signed", "a pinned certificate that signed itself", ["HAIP-02", "X5C-01", "TRU-02"], selfClient,
                try object(encryptedMembers(selfClient), chain: [selfSigned]), "untrusted", ["trust": pinned]),
            refused("clear", "an answer in the clear", ["HAIP-03", "HAIP-05"], hashClient, try object(plain)),
            refused(
                "fragment", "an answer in the fragment", ["HAIP-05", "HAIP-10"], hashClient,
                try object(
                    plain.without("response_uri").adding([
                        "response_mode": "fragment", "redirect_uri": .string(Self.responseURI),
                    ]))),
            refused(
                "audience", "no audience", ["REQ-16", "HAIP-10"], hashClient, try object(good.without("aud")),
                "bad_parameter"),
            VectorTest(
                "vp-request-haip-value", "the request by value", rules: ["HAIP-05"],
                input: ["profile": "haip", "link": .string(try signed(good))], .invalid("not_haip")),
            VectorTest(
                "vp-request-haip-unsigned", "an unsigned request", rules: ["HAIP-02"],
                input: [
                    "profile": "haip", "link": .string(unsigned(members("redirect_uri:" + Self.responseURI))),
                ], .invalid("not_haip")),
        ]
    }
}
