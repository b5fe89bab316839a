import Bytes
import Certificates
import Cryptography
import HTTP
import JOSE
import JSON
import OpenID4VP
import Rules
import TestSupport
import Testing
import Trust

/// A verifier that has transactions confirmed.
struct TestBank {
    private static let purposes: Set<TrustPurpose> = [
        .relyingPartyAccess, .relyingPartyRegistration, .relyingPartyAttestation,
    ]
    static let identifier = "VATGR-123456789"
    static let nonce = "n-0S6_WzA2MjAAAAAA"

    private let key: SoftwareKey
    let root: Certificate
    let leaf: Certificate

    init() throws {
        let rootKey = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x71, count: 32))
        let key = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x72, count: 32))
        func template(_ key: SoftwareKey) -> CertificateTemplate {
            var template = CertificateTemplate(
                commonName: "Verifier", organization: "Harbour Bank", key: key.publicKey, serialNumber: [1],
                notBefore: TestPost.time - 3600, notAfter: TestPost.time + 3600)
            template.organizationIdentifier = Self.identifier
            return template
        }
        var authority = template(rootKey)
        authority.authority = .init(pathLength: 0)
        root = try authority.selfSigned(with: rootKey)
        leaf = try template(key).issued(by: root, signedWith: rootKey)
        self.key = key
    }

    /// Trusts the post for some types, and the bank, by its root or by its own certificate.
    func trust(_ post: TestPost, types: Set<String>, anchor: Certificate? = nil) -> TrustStore {
        TrustStore(
            entries: post.trust(types: types).entries + [
                TrustEntry(
                    id: "bank", name: "Harbour Bank", purposes: TestBank.purposes,
                    types: [], keys: [.anchor(anchor ?? root)], source: "test")
            ])
    }

    var client: String { "x509_hash:\(Base64URL.encode(leaf.fingerprint))" }

    /// An entry of a file in `examples/transaction-data`.
    static func entry(_ name: String = "payment", ids: [String] = ["person"]) throws -> JSONObject {
        let file = try repositoryFile("examples/transaction-data/\(name).json")
        var object = try JSONValue(parsing: file).object ?? [:]
        object["credential_ids"] = .array(ids.map(JSONValue.string))
        return object
    }

    static func query(
        _ id: String, type: String = TestPost.type, claims: [String] = ["given_name"]
    ) -> JSONValue {
        [
            "id": .string(id), "format": "dc+sd-jwt", "meta": ["vct_values": [.string(type)]],
            "claims": .array(claims.map { ["path": [.string($0)]] }),
        ]
    }

    /// What a registrar says of the bank; the test's bank signs for itself.
    private func registration(_ entitlements: [String]) throws -> JSONValue {
        let certificate = try CompactJWS.signed(
            header: ["typ": "rc-wrp+jwt", "x5c": JOSEHeader.x5c([leaf])],
            payload: [
                "sub": .string(Self.identifier), "name": "Harbour Bank S.A.",
                "entitlements": .array(entitlements.map(JSONValue.string)),
            ], by: key)
        return ["format": "registration_cert", "data": .string(certificate)]
    }

    /// A request of another verifier, whom the bank attests with its own certificate.
    func attestedLink(queries: [JSONValue]) throws -> String {
        let shop = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x74, count: 32))
        let client = "verifier_attestation:shop.example"
        let attestation = try CompactJWS.signed(
            header: ["typ": "verifier-attestation+jwt", "x5c": JOSEHeader.x5c([leaf])],
            payload: [
                "iss": "https://bank.example", "sub": "shop.example",
                "exp": .integer(TestPost.time.seconds + 600),
                "cnf": ["jwk": .object(JWK(publicKey: shop.publicKey).json)],
            ], by: key)
        let parameters: JSONObject = [
            "response_type": "vp_token", "response_mode": "direct_post", "client_id": .string(client),
            "response_uri": "https://shop.example/response", "nonce": .string(Self.nonce), "state": "af0ifjsldkj",
            "dcql_query": ["credentials": .array(queries)], "aud": "https://self-issued.me/v2",
        ]
        let jwt = try CompactJWS.signed(
            header: ["typ": "oauth-authz-req+jwt", "jwt": .string(attestation)], payload: parameters, by: shop)
        return try AppLink(
            scheme: "openid4vp", [FormField("client_id", client), FormField("request", jwt)]
        ).text
    }

    /// A signed request to confirm something.
    ///
    /// - Parameter entitlements: what the bank is registered for; without any it shows no registration.
    func link(
        _ entries: [JSONObject], queries: [JSONValue], sets: JSONValue? = nil, entitlements: [String] = []
    ) throws -> (link: String, sent: [String]) {
        var query: JSONObject = ["credentials": .array(queries)]
        query["credential_sets"] = sets
        let sent = entries.map(TransactionData.encoded)
        var parameters: JSONObject = [
            "response_type": "vp_token", "response_mode": "direct_post", "client_id": .string(client),
            "response_uri": "https://bank.example/response", "nonce": .string(Self.nonce), "state": "af0ifjsldkj",
            "dcql_query": .object(query), "aud": "https://self-issued.me/v2",
        ]
        if !sent.isEmpty { parameters["transaction_data"] = .array(sent.map(JSONValue.string)) }
        if !entitlements.isEmpty { parameters["verifier_info"] = [try registration(entitlements)] }
        let jwt = try CompactJWS.signed(
            header: ["typ": "oauth-authz-req+jwt", "x5c": JOSEHeader.x5c([leaf])], payload: parameters, by: key)
        let fields = [FormField("client_id", client), FormField("request", jwt)]
        return (try AppLink(scheme: "openid4vp", fields).text, sent)
    }

    /// The claims of the key binding of each presentation, by query.
    static func bindings(_ response: AuthorizationResponse) throws -> [String: JSONObject] {
        guard case .presentations(let token) = response.content else { return [:] }
        var bindings: [String: JSONObject] = [:]
        for answer in token.answers {
            let text = try #require(answer.presentations.first?.split(separator: "~").last)
            let payload = try #require(text.split(separator: ".").dropFirst().first)
            bindings[answer.queryID] = try JSONValue(parsing: try Base64URL.decode(String(payload))).object
        }
        return bindings
    }
}
