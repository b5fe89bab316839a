/// How the content of a JWE is encrypted, by its name in `enc`.
///
/// Source: RFC 7518 §5.1 (ENC-03, ENC-06).
public enum ContentEncryption: String, Sendable, Hashable, CaseIterable {
    /// AES-128 in Galois/Counter Mode: what is used where a receiver states nothing.
    case a128GCM = "A128GCM"
    /// AES-256 in Galois/Counter Mode: preferred where a receiver offers both (ENC-04).
    case a256GCM = "A256GCM"
    /// AES-128 in CBC mode with HMAC-SHA-256: read, never written.
    case a128CBCHS256 = "A128CBC-HS256"

    /// The only way of managing keys that we read and write, by its name in `alg`: direct agreement.
    public static let keyManagement = JWEHeader.algorithm

    /// What we write, the strongest first.
    public static let written: [Self] = [.a256GCM, .a128GCM]

    /// Bytes of the content encryption key.
    var keyCount: Int { self == .a128GCM ? 16 : 32 }
}
