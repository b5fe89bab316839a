import CSodium

/// A public key: checked, parsed once, cheap to copy, safe to use on any thread.
///
/// ```swift
/// let key = try PublicKey(p256X: x, y: y)
/// key.isValidSignature(signature, for: message)     // ES256: 64 octets, r and s
/// ```
///
/// Source: JOSE-06 … JOSE-09, SEC-09.
public struct PublicKey: Sendable, Hashable {
    /// The curve of the key.
    public let curve: KeyCurve
    /// The x coordinate of a P-256 key, or the whole key of the other curves; 32 bytes.
    public let x: [UInt8]
    /// The y coordinate of a P-256 key, 32 bytes; empty for the other curves.
    public let y: [UInt8]

    let native: NativeKey?

    /// Takes the coordinates of a P-256 key.
    ///
    /// - Throws: `keyLength`, `pointNotOnCurve`.
    public init(p256X x: [UInt8], y: [UInt8]) throws(CryptographyError) {
        for part in [x, y] where part.count != 32 { throw .keyLength(curve: .p256, bytes: part.count, expected: 32) }
        native = try NativeKeyCache.shared.key(x: x, y: y)
        (curve, self.x, self.y) = (.p256, x, y)
    }

    /// Takes the 32 bytes of an Ed25519 key.
    ///
    /// - Throws: `keyLength`, `pointNotOnCurve` also for a point of small order.
    public init(ed25519 bytes: [UInt8]) throws(CryptographyError) {
        guard bytes.count == 32 else { throw .keyLength(curve: .ed25519, bytes: bytes.count, expected: 32) }
        Sodium.start()
        guard unsafe crypto_core_ed25519_is_valid_point(bytes) == 1 else { throw .pointNotOnCurve(curve: .ed25519) }
        (curve, x, y, native) = (.ed25519, bytes, [], nil)
    }

    /// Takes the 32 bytes of an X25519 key.
    ///
    /// - Throws: `keyLength`.
    public init(x25519 bytes: [UInt8]) throws(CryptographyError) {
        guard bytes.count == 32 else { throw .keyLength(curve: .x25519, bytes: bytes.count, expected: 32) }
        (curve, x, y, native) = (.x25519, bytes, [], nil)
    }

    init(_ native: NativeKey) throws(CryptographyError) {
        let point = try native.coordinates()
        (curve, x, y, self.native) = (.p256, point.x, point.y, native)
    }

    /// How the key signs; nil for a key that only agrees on secrets.
    public var scheme: SignatureScheme? {
        switch curve {
        case .p256: .ecdsaP256SHA256
        case .ed25519: .ed25519
        case .x25519: nil
        }
    }

    /// Checks a signature of 64 octets.
    public func isValidSignature(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        isValidSignature(signature.span, for: message.span)
    }

    /// Checks a signature of 64 octets over borrowed bytes.
    ///
    /// P-256: r and s in 1 … n − 1, either sign of s. Ed25519: libsodium's strict check.
    public func isValidSignature(_ signature: Span<UInt8>, for message: Span<UInt8>) -> Bool {
        guard signature.count == 64 else { return false }
        switch curve {
        case .p256:
            guard let native else { return false }
            return ECDSA.isValid(signature, ofDigest: HashAlgorithm.sha256.hash(message), by: native)
        case .ed25519:
            let count = UInt64(message.count)
            return unsafe signature.withOctets { signature in
                unsafe message.withOctets { unsafe crypto_sign_verify_detached(signature, $0, count, x) == 0 }
            }
        case .x25519: return false
        }
    }

    /// Whether both are the same key.
    public static func == (left: Self, right: Self) -> Bool {
        left.curve == right.curve && left.x == right.x && left.y == right.y
    }

    /// Feeds the key into a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(curve)
        hasher.combine(x)
        hasher.combine(y)
    }
}
