/// How a request object is fetched. Source: OpenID4VP 1.0 §5.1 (REQ-14).
public enum RequestURIMethod: String, Hashable, Sendable {
    /// Without a body.
    case get
    /// With what the wallet says of itself in the body; a wallet may use GET instead.
    case post

    static func parameter(_ word: String?) throws(OpenID4VPError) -> RequestURIMethod? {
        guard let word else { return nil }
        guard let method = Self(rawValue: word) else { throw .unknownRequestURIMethod(word) }
        return method
    }
}
