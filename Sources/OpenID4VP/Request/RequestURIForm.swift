public import HTTP
import JSON
import Rules

/// What a wallet posts to fetch a request, as the verifier reads it.
///
/// Source: OpenID4VP 1.0 §5.10 (RURI-02, RURI-03).
public struct RequestURIForm: Sendable {
    /// The names of the fields.
    enum Field {
        static let metadata = "wallet_metadata"
        static let nonce = "wallet_nonce"
    }

    /// The most bytes of a nonce that is sent back.
    public static let limitNonce = 512

    /// What the wallet says of itself; nil when it says nothing.
    public let metadata: WalletMetadata?
    /// Comes back signed in the request; nil when the wallet sent none.
    public let nonce: String?

    /// What a request that is fetched by GET brings: nothing.
    public init() { (metadata, nonce) = (nil, nil) }

    /// Reads the form; unknown fields are ignored.
    ///
    /// - Throws: `http` for a repeated field, `member` for a nonce that is too long, what `WalletMetadata` throws.
    public init(_ form: URLForm) throws(OpenID4VPError) {
        let (text, nonce): (String?, String?)
        do throws(HTTPError) {
            (text, nonce) = (try form.single(Field.metadata), try form.single(Field.nonce))
        } catch { throw .http(error) }
        guard (nonce?.utf8.count ?? 0) <= Self.limitNonce else {
            throw .member(
                rule: "RURI-03", name: Field.nonce, problem: "is longer than \(Self.limitNonce) characters")
        }
        self.nonce = nonce
        metadata = if let text { try WalletMetadata(parsing: text) } else { nil }
    }
}
