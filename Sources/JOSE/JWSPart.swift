/// One of the three parts of a compact JWS.
public enum JWSPart: String, Sendable, Hashable {
    /// The protected header.
    case header
    /// The payload.
    case payload
    /// The signature.
    case signature
}
