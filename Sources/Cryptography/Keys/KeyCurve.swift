/// The curves whose keys this project uses.
public enum KeyCurve: String, Sendable, Hashable, CustomStringConvertible {
    /// NIST P-256, for ES256 and ECDH.
    case p256 = "P-256"
    /// Edwards curve 25519, for EdDSA.
    case ed25519 = "Ed25519"
    /// Montgomery curve 25519, for key agreement.
    case x25519 = "X25519"

    /// The name as JOSE spells it.
    public var description: String { rawValue }
}
