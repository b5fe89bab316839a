import Cryptography
import HTTP
import JOSE
import JSON
import OpenID4VCI
import Rules
import SDJWT
import Synchronization

/// An issuer that answers by script: whatever a hostile or clumsy one could say.
final class ScriptedPeer: HTTPFetching {
    typealias Script = @Sendable (OutboundRequest) throws(HTTPError) -> HTTPResponse

    static let issuer = "https://issuer.example/po"
    private let scripts: [String: Script]
    private let seen = Mutex<[OutboundRequest]>([])

    init(_ changes: [String: Script] = [:]) { scripts = Self.good.merging(changes) { $1 } }

    /// The addresses that were asked, in order.
    var addresses: [String] { seen.withLock { $0.map(\.url.text) } }

    /// The requests to an address.
    func requests(_ address: String) -> [OutboundRequest] { seen.withLock { $0.filter { $0.url.text == address } } }

    func fetch(_ request: OutboundRequest) throws(HTTPError) -> HTTPResponse {
        seen.withLock { $0.append(request) }
        guard let script = scripts[request.url.text] else { throw .hostNotFound(host: request.url.host) }
        return try script(request)
    }

    static let metadataAddress = "https://issuer.example/.well-known/openid-credential-issuer/po"
    static let serverAddress = "https://issuer.example/.well-known/oauth-authorization-server/po"
    static let tokenAddress = "\(issuer)/token"
    static let nonceAddress = "\(issuer)/nonce"
    static let credentialAddress = "\(issuer)/credential"

    static let configuration: JSONValue = [
        "format": "dc+sd-jwt", "vct": "urn:x:a", "cryptographic_binding_methods_supported": ["jwk"],
        "proof_types_supported": ["jwt": ["proof_signing_alg_values_supported": ["ES256"]]],
    ]

    static let metadata: JSONObject = [
        "credential_issuer": .string(issuer), "credential_endpoint": .string(credentialAddress),
        "nonce_endpoint": .string(nonceAddress), "batch_credential_issuance": ["batch_size": 3],
        "credential_configurations_supported": ["a": configuration, "b": configuration],
    ]

    static let server: JSONObject = [
        "issuer": .string(issuer), "token_endpoint": .string(tokenAddress),
        "grant_types_supported": [.string(GrantType.preAuthorizedCode.rawValue)],
        "pre-authorized_grant_anonymous_access_supported": true,
    ]

    private static let good: [String: Script] = [
        metadataAddress: always(.object(metadata)), serverAddress: always(.object(server)),
        tokenAddress: always(["access_token": "at", "token_type": "Bearer", "expires_in": 300]),
        nonceAddress: always(["c_nonce": "n1"]), credentialAddress: { request in issued(to: keys(in: request)) },
    ]

    /// The same answer to everyone.
    static func always(_ value: JSONValue, status: Int = 200, type: MediaType = .json) -> Script {
        { _ in .json(value, status: status, type: type) }
    }

    /// The document with members put in the place of others; null removes one.
    static func changed(_ document: JSONObject, _ members: JSONObject) -> Script {
        var document = document
        for (name, value) in members { if value.isNull { document[name] = nil } else { document[name] = value } }
        return always(.object(document))
    }

    /// The keys in the proofs of a credential request.
    static func keys(in request: OutboundRequest) -> [JWK] {
        let proofs = (try? JSONValue(parsing: request.body))?["proofs"]?["jwt"]?.array ?? []
        return proofs.compactMap { proof in
            (try? CompactJWS(parsing: proof.string ?? ""))?.header.json["jwk"].flatMap { try? JWK($0) }
        }
    }

    /// Credentials for keys; they are signed, by a key that nobody trusts.
    static func issued(to keys: [JWK?], vct: String = "urn:x:a") -> HTTPResponse {
        let entries = keys.map { JSONValue.object(["credential": .string(credential(for: $0, vct: vct))]) }
        return .json(["credentials": .array(entries)])
    }

    static func credential(for holder: JWK?, vct: String = "urn:x:a") -> String {
        guard let key = try? SoftwareKey(generating: .p256) else { return "" }
        let issuer = SDJWTIssuer(key: key, random: SystemRandom())
        let claims: JSONObject = ["vct": .string(vct), "name": "Ana"]
        let template = SDJWTTemplate(disclosable: [["name"]])
        return (try? issuer.issue(claims, template: template, header: ["typ": "dc+sd-jwt"], holder: holder).text) ?? ""
    }
}
