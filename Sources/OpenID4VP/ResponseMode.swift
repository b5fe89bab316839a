/// How the answer travels. Source: OpenID4VP 1.0 §8.2, §8.3.1, A.2 (DP-03).
public enum ResponseMode: String, Hashable, Sendable {
    /// A form that the wallet posts to `response_uri`.
    case directPost = "direct_post"
    /// The same, encrypted.
    case directPostJWT = "direct_post.jwt"
    /// In the fragment of `redirect_uri`.
    case fragment
    /// In the query of `redirect_uri`.
    case query
    /// Back through the Digital Credentials API to the page that asked.
    case digitalCredentials = "dc_api"
    /// The same, encrypted.
    case digitalCredentialsJWT = "dc_api.jwt"

    /// Whether the wallet posts the answer itself; otherwise a browser carries it.
    public var isPosted: Bool { self == .directPost || self == .directPostJWT }

    /// Whether the answer goes back through the Digital Credentials API.
    public var isOfDigitalCredentials: Bool { self == .digitalCredentials || self == .digitalCredentialsJWT }

    /// Whether the answer is encrypted to a key of the verifier.
    public var isEncrypted: Bool { self == .directPostJWT || self == .digitalCredentialsJWT }
}
