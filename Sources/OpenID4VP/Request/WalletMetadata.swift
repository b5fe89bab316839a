public import JOSE
public import JSON
import Rules

/// What a wallet says of itself when it fetches a request by POST: what it can do, nothing about the person.
///
/// ```json
/// {"vp_formats_supported": {"dc+sd-jwt": {…}}, "client_id_prefixes_supported": ["x509_hash", …], "jwks": {…}}
/// ```
///
/// Source: OpenID4VP 1.0 §5.10, §10 (RURI-02, RURI-05, WM-01, WM-02).
public struct WalletMetadata: Sendable {
    /// The formats and algorithms that the wallet presents, by format identifier.
    public let formats: JSONObject
    /// `client_id_prefixes_supported`.
    public let prefixes: [String]
    /// `jwks`: keys to which the wallet wants its request encrypted; empty when it wants none encrypted.
    public let keys: JWKSet
    /// `request_object_encryption_enc_values_supported`, unknown names included.
    public let requestEncryptions: [String]
    /// `authorization_encryption_enc_values_supported`: how it can encrypt its answer; nil when it does not say.
    public let responseEncryptions: [String]?

    private enum Member {
        static let formats = "vp_formats_supported"
        static let prefixes = "client_id_prefixes_supported"
        static let keys = "jwks"
        static let requestEncryptions = "request_object_encryption_enc_values_supported"
        static let responseEncryptions = "authorization_encryption_enc_values_supported"
        static let responseAlgorithms = "authorization_encryption_alg_values_supported"
        static let requestAlgorithms = "request_object_signing_alg_values_supported"
    }

    /// What our wallet says of itself.
    ///
    /// - Parameters:
    ///   - key: the key to which this request is to be encrypted; nil for none.
    ///   - client: who is asked; a prefix that forbids a signature forbids naming algorithms for it (RURI-05).
    static func own(requestKey key: JWK?, for client: ClientIdentifier) -> JSONObject {
        var json: JSONObject = [
            Member.formats: RequestObject.plainMetadata[Member.formats] ?? [:],
            Member.prefixes: .array(ClientIdentifier.Prefix.ofRequests.map { .string($0.rawValue) }),
            Member.responseAlgorithms: [.string(ContentEncryption.keyManagement)],
            Member.responseEncryptions: .array(ContentEncryption.written.map { .string($0.rawValue) }),
        ]
        if client.prefix != .redirectURI {
            json[Member.requestAlgorithms] = .array(
                SignatureAlgorithm.supported.map(\.rawValue).sorted().map(JSONValue.string))
        }
        if let key {
            json[Member.keys] = .object(JWKSet([key]).json)
            json[Member.requestEncryptions] = .array(ContentEncryption.written.map { .string($0.rawValue) })
        }
        return json
    }

    /// Reads what a wallet sent; members that are not named here are ignored.
    ///
    /// - Throws: `json`, `member`, `jose`.
    public init(parsing text: String) throws(OpenID4VPError) {
        let value: JSONValue
        do throws(JSONError) { value = try JSONValue(parsing: text) } catch { throw .json(error) }
        guard let json = value.object else {
            throw .member(
                rule: "RURI-02", name: "wallet_metadata", problem: "must be an object, it is \(value.kind.phrase)")
        }
        formats = try json.read("WM-01") { o throws(JSONMemberError) in try o.object(Member.formats) }
        prefixes = try json.read("WM-01") { o throws(JSONMemberError) in
            try o.stringsIfPresent(Member.prefixes) ?? [ClientIdentifier.Prefix.preRegistered.rawValue]
        }
        requestEncryptions = try json.read("RURI-05") { o throws(JSONMemberError) in
            try o.stringsIfPresent(Member.requestEncryptions) ?? ClientMetadata.defaultEncryptions
        }
        responseEncryptions = try json.read("RURI-05") { o throws(JSONMemberError) in
            try o.stringsIfPresent(Member.responseEncryptions)
        }
        guard let value = json[Member.keys] else {
            keys = JWKSet([])
            return
        }
        do throws(JOSEError) { keys = try JWKSet(value) } catch { throw .jose(error) }
    }

    /// To which key, and how, the request is encrypted; nil when the wallet does not want that.
    ///
    /// - Throws: `member` when the wallet wants it and names no key or way that can be used: a request in the clear is not
    ///   what it asked for.
    public func requestEncryption() throws(OpenID4VPError) -> ResponseEncryption? {
        guard !keys.keys.isEmpty else { return nil }
        guard let key = keys.keys.first(where: { (try? $0.encryptionKey()) != nil }) else {
            throw .member(rule: "RURI-05", name: Member.keys, problem: "has no key with alg ECDH-ES to encrypt to")
        }
        guard let way = ContentEncryption.written.first(where: { requestEncryptions.contains($0.rawValue) }) else {
            throw .member(
                rule: "RURI-05", name: Member.requestEncryptions, problem: "names neither A128GCM nor A256GCM")
        }
        return ResponseEncryption(key: key, encryption: way)
    }
}
