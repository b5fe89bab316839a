/// What an encrypted token holds.
public enum JWEContent: Sendable, Hashable {
    /// A message, such as a JSON object.
    case message
    /// A token itself, usually signed: `cty` is `JWT` (RFC 7519 §5.2).
    case token
}
