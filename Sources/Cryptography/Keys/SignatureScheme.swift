/// A way of signing, named without any protocol's own identifiers.
public enum SignatureScheme: Sendable, Hashable {
    /// ECDSA over P-256 with SHA-256; 64 octets, r and s (ES256).
    case ecdsaP256SHA256
    /// Ed25519 over the message itself; 64 octets.
    case ed25519
}
