/// How the answer travels. Source: OpenID4VP 1.0 §8.2, §8.3.1.
public enum ResponseMode: String, Hashable, Sendable {
    /// A form that the wallet posts to `response_uri`.
    case directPost = "direct_post"
    /// The same, encrypted.
    case directPostJWT = "direct_post.jwt"
    /// In the fragment of `redirect_uri`.
    case fragment
    /// In the query of `redirect_uri`.
    case query

    /// Whether the wallet posts the answer itself; otherwise a browser carries it.
    public var isPosted: Bool { self == .directPost || self == .directPostJWT }

    /// Whether the answer is encrypted to a key of the verifier.
    public var isEncrypted: Bool { self == .directPostJWT }
}
