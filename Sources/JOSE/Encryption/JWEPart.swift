/// One of the five parts of a compact JWE.
public enum JWEPart: String, Sendable, Hashable {
    /// The protected header.
    case header
    /// The encrypted key; empty, because keys are agreed directly.
    case encryptedKey = "encrypted key"
    /// The initialization vector.
    case vector = "initialization vector"
    /// The ciphertext.
    case ciphertext
    /// The authentication tag.
    case tag = "authentication tag"
}
