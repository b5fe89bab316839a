import Bytes
public import Cryptography

/// The secret by which a backend is known: 256 random bits, shown once, stored as a keyed hash (SEC-30).
public struct APIKey: Sendable {
    /// What the backend sends as `Authorization: Bearer …`.
    public let text: String

    /// Takes a key that a caller sent, unchecked.
    public init(text: String) { self.text = text }

    /// Draws a new key.
    public init(from random: some RandomSource) { text = "cvk_" + Base64URL.encode(random.bytes(32)) }

    /// What is stored: the HMAC-SHA-256 of the text under a secret that is not in the database.
    public func hash(under secret: [UInt8]) -> [UInt8] {
        HMAC.authenticationCode(.sha256, key: secret, message: Array(text.utf8))
    }
}
