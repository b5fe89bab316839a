import Bytes
import Certificates
import Cryptography
import DCQL
import HTTP
import JOSE
import JSON
import OpenID4VP
import Rules
import TestSupport
import Trust

/// A relying party with a certificate, and a wallet's trust in its authority.
struct TestVerifier {
    static let query: JSONValue = [
        "credentials": [
            [
                "id": "person", "format": "dc+sd-jwt", "meta": ["vct_values": [.string(TestPost.type)]],
                "claims": [["path": ["given_name"]]],
            ]
        ]
    ]

    let key: SoftwareKey
    let root: Certificate
    let leaf: Certificate

    init() throws {
        let rootKey = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x71, count: 32))
        key = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x72, count: 32))
        func template(_ name: String, _ key: SoftwareKey) -> CertificateTemplate {
            CertificateTemplate(
                commonName: name, organization: "Harbour Bank", key: key.publicKey, serialNumber: [1],
                notBefore: TestPost.time - 3600, notAfter: TestPost.time + 3600)
        }
        var authority = template("Access CA", rootKey)
        authority.authority = .init(pathLength: 0)
        root = try authority.selfSigned(with: rootKey)
        var signer = template("Verifier", key)
        signer.dnsNames = ["bank.example"]
        leaf = try signer.issued(by: root, signedWith: rootKey)
    }

    var trust: TrustStore {
        TrustStore(
            entries: [
                TrustEntry(
                    id: "bank", name: "Harbour Bank", purposes: [.relyingPartyAccess], types: [], keys: [.anchor(root)],
                    source: "test"),
                TrustEntry(
                    id: "known", name: "Known Shop", purposes: [.relyingPartyAccess], types: [],
                    keys: [.keySet(issuer: "shop", keys: JWKSet([JWK(publicKey: key.publicKey)]))],
                    responseURIs: ["https://bank.example/response"], source: "test"),
            ])
    }

    var hashClient: String { "x509_hash:\(Base64URL.encode(leaf.fingerprint))" }

    /// The members of a good request.
    func parameters(client: String? = nil) -> JSONObject {
        [
            "response_type": "vp_token", "response_mode": "direct_post", "client_id": .string(client ?? hashClient),
            "response_uri": "https://bank.example/response", "nonce": "n-0S6_WzA2MjAAAAAA", "state": "af0ifjsldkj",
            "dcql_query": Self.query, "aud": "https://self-issued.me/v2", "iat": .integer(TestPost.time.seconds),
            "exp": .integer(TestPost.time.seconds + 300),
        ]
    }

    /// A signed request object.
    func requestObject(
        _ parameters: JSONObject, header change: (inout JSONObject) -> Void = { _ in }, by other: SoftwareKey? = nil
    ) throws -> String {
        var header: JSONObject = ["typ": "oauth-authz-req+jwt", "x5c": JOSEHeader.x5c([leaf])]
        change(&header)
        return try CompactJWS.signed(header: header, payload: parameters, by: other ?? key)
    }
}
