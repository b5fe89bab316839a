import Bytes
public import Certificates
public import Cryptography
public import DCQL
public import HTTP
public import JOSE
public import JSON
public import Rules

/// The verifier's side of a request: what it asks, ready to be signed.
///
/// ```swift
/// let object = RequestObject(client: client, nonce: nonce, query: query, answer: .posted(to: url, state: state), …)
/// let jwt = try object.signed(by: key, chain: chain)
/// ```
///
/// Source: OpenID4VP 1.0 §5 (REQ-02, REQ-05 … REQ-12, REQ-16, REQ-17).
public struct RequestObject: Sendable {
    /// The longest life of a request object.
    public static let longestLifeSeconds: Int64 = 600

    /// How the answer comes back.
    public enum Return: Sendable {
        /// A wallet posts it, with a `state` that is fresh and random, at least 128 bits (REQ-08).
        case posted(to: WebURL, state: String)
        /// Through the Digital Credentials API, to the page of this origin (DP-03, DP-04).
        case digitalCredentials(WebOrigin)
    }

    /// Who asks.
    public let client: ClientIdentifier
    /// Fresh and random, at least 128 bits.
    public let nonce: String
    /// What to present.
    public let query: DCQLQuery
    /// How the answer comes back.
    public let answer: Return
    /// What the verifier says of itself.
    public let clientMetadata: JSONObject
    /// The verifier's key for this answer alone; nil for an answer in the clear (ENC-04).
    public let encryptionKey: JWK?
    /// What the wallet sent when it fetched the request by POST, to be sent back; nil when it sent nothing (RURI-03).
    public var walletNonce: String?
    /// The entries of transaction data as they are sent, each written once by `TransactionData.encoded`; empty for none.
    public var transactionData: [String] = []
    /// When the request was made.
    public let issuedAt: UnixTime
    /// When it ends; no later than `longestLifeSeconds` after.
    public let expiresAt: UnixTime

    /// Puts a request together.
    public init(
        client: ClientIdentifier, nonce: String, query: DCQLQuery, answer: Return,
        clientMetadata: JSONObject = RequestObject.plainMetadata, encryptionKey: JWK? = nil, issuedAt: UnixTime,
        expiresAt: UnixTime
    ) {
        self.encryptionKey = encryptionKey
        (self.client, self.nonce, self.query, self.answer) = (client, nonce, query, answer)
        (self.clientMetadata, self.issuedAt) = (clientMetadata, issuedAt)
        self.expiresAt = min(expiresAt, issuedAt + Self.longestLifeSeconds)
    }

    /// The formats and algorithms that this implementation verifies (WM-02).
    public static let plainMetadata: JSONObject = [
        "vp_formats_supported": [
            "dc+sd-jwt": ["sd-jwt_alg_values": ["ES256", "Ed25519"], "kb-jwt_alg_values": ["ES256", "Ed25519"]]
        ]
    ]

    /// The members of the request.
    public var parameters: JSONObject {
        var members: JSONObject = [
            "response_type": "vp_token", "response_mode": .string(responseMode.rawValue),
            "client_id": .string(client.text), "nonce": .string(nonce),
            "dcql_query": query.json, "iat": .integer(issuedAt.seconds), "exp": .integer(expiresAt.seconds),
            "aud": .string(RequestAuthenticator.staticAudience),
        ]
        switch answer {
        case .posted(let url, let state):
            (members["response_uri"], members["state"]) = (.string(url.text), .string(state))
        case .digitalCredentials(let origin): members["expected_origins"] = [.string(origin.text)]
        }
        if !transactionData.isEmpty { members["transaction_data"] = .array(transactionData.map(JSONValue.string)) }
        members["wallet_nonce"] = walletNonce.map(JSONValue.string)
        // A registered client's metadata is known to the wallet and must not come along (REQ-13).
        if client.prefix != .preRegistered { members["client_metadata"] = .object(metadata) }
        return members
    }

    private var responseMode: ResponseMode {
        switch answer {
        case .posted: encryptionKey == nil ? .directPost : .directPostJWT
        case .digitalCredentials: encryptionKey == nil ? .digitalCredentials : .digitalCredentialsJWT
        }
    }

    /// The metadata, with the key and the ways in which an answer may be encrypted to it.
    private var metadata: JSONObject {
        guard let encryptionKey else { return clientMetadata }
        var metadata = clientMetadata
        metadata["jwks"] = .object(JWKSet([encryptionKey]).json)
        metadata["encrypted_response_enc_values_supported"] = .array(
            ContentEncryption.written.map { .string($0.rawValue) })
        return metadata
    }

    /// Signs the request.
    ///
    /// - Parameters:
    ///   - key: the key of the first certificate, or of the registered client.
    ///   - chain: leaf and intermediates, without the anchor; empty for a registered client.
    ///   - keyID: names the key of a registered client.
    /// - Throws: `signatureNotAsPrefixAsks` for the prefix `redirect_uri`, `jose`.
    public func signed(
        by key: any SigningKey, chain: [Certificate], keyID: String? = nil
    ) throws(OpenID4VPError) -> String {
        guard client.prefix != .redirectURI else {
            throw .signatureNotAsPrefixAsks(prefix: client.prefix.rawValue, signed: true)
        }
        var header = Self.header(chain)
        header["kid"] = keyID.map(JSONValue.string)
        do throws(JOSEError) { return try CompactJWS.signed(header: header, payload: parameters, by: key) } catch {
            throw .jose(error)
        }
    }

    static func header(_ chain: [Certificate]) -> JSONObject {
        var header: JSONObject = ["typ": .string(RequestAuthenticator.type)]
        if !chain.isEmpty { header["x5c"] = JOSEHeader.x5c(chain) }
        return header
    }

    /// Signs the request, and encrypts it to the wallet that asked for that (RURI-05).
    ///
    /// - Throws: as `signed`, and `encryption`.
    public func signed(
        by key: any SigningKey, chain: [Certificate], encryptedTo receiver: ResponseEncryption?
    ) throws(OpenID4VPError) -> String {
        let token = try signed(by: key, chain: chain)
        guard let receiver else { return token }
        do throws(JWEError) {
            return try CompactJWE.encrypted(
                Array(token.utf8), content: .token, to: receiver.key, using: receiver.encryption)
        } catch { throw .encryption(error) }
    }

    /// The link that carries the request unsigned, for the prefix `redirect_uri`.
    ///
    /// - Throws: `signatureNotAsPrefixAsks` for another prefix, `http`.
    public func unsignedLink(scheme: String = "openid4vp") throws(OpenID4VPError) -> AppLink {
        guard client.prefix == .redirectURI else {
            throw .signatureNotAsPrefixAsks(prefix: client.prefix.rawValue, signed: false)
        }
        let fields = parameters.map { FormField($0.name, $0.value.string ?? $0.value.text) }
        do throws(HTTPError) { return try AppLink(scheme: scheme, fields) } catch { throw .http(error) }
    }

    /// The link that names the signed request by reference.
    ///
    /// - Parameter method: `post` lets the wallet send a nonce and say what it can do; wallets that do not know it use GET.
    /// - Throws: `http`.
    public static func link(
        client: ClientIdentifier, requestURI: WebURL, method: RequestURIMethod = .get, scheme: String = "openid4vp"
    ) throws(OpenID4VPError) -> AppLink {
        var fields = [FormField("client_id", client.text), FormField("request_uri", requestURI.text)]
        if method == .post { fields.append(FormField("request_uri_method", method.rawValue)) }
        do throws(HTTPError) { return try AppLink(scheme: scheme, fields) } catch { throw .http(error) }
    }
}
