import CSodium

/// The bytes of a public key that were checked once; what all copies of a `PublicKey` share.
final class CheckedKey: Sendable {
    let curve: KeyCurve
    let x: [UInt8]
    let y: [UInt8]
    /// The point in libcrypto's shape; there for P-256 only.
    let p256: P256Point?

    /// Takes coordinates of 32 bytes each; y is empty but for P-256.
    ///
    /// - Throws: `keyLength`, `pointNotOnCurve`.
    init(_ curve: KeyCurve, x: [UInt8], y: [UInt8]) throws(CryptographyError) {
        guard x.count == 32 else { throw .keyLength(curve: curve, bytes: x.count, expected: 32) }
        switch curve {
        case .p256:
            guard y.count == 32 else { throw .keyLength(curve: curve, bytes: y.count, expected: 32) }
            p256 = try P256Point(uncompressed: [4] + x + y)
        case .ed25519:
            Sodium.start()
            // Refuses other spellings, small order, and points outside the prime-order group; 40 µs.
            guard unsafe crypto_core_ed25519_is_valid_point(x) == 1 else { throw .pointNotOnCurve(curve: curve) }
            p256 = nil
        case .x25519:
            // Every 32 bytes are an X25519 key; a weak one shows in the shared secret.
            p256 = nil
        }
        (self.curve, self.x, self.y) = (curve, x, y)
    }
}
