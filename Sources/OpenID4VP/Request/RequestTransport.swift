/// How a request came to the wallet. Source: OpenID4VP 1.0 §5.4 (REQ-01).
public enum RequestTransport: Sendable, Hashable {
    /// In the link itself.
    case value
    /// Fetched from `request_uri`.
    case reference
}
