/// A public key: checked, parsed once, cheap to copy, safe to use on any thread.
///
/// ```swift
/// let key = try PublicKey(p256X: x, y: y)
/// key.isValidSignature(signature, for: message)     // ES256: 64 octets, r and s
/// ```
///
/// Source: JOSE-06 … JOSE-09, SEC-09.
public struct PublicKey: Sendable, Hashable {
    let checked: CheckedKey

    /// Takes a key that was made here and is asked for by nobody else: it would push out keys that are.
    init(fresh x: [UInt8], y: [UInt8]) throws(CryptographyError) { checked = try CheckedKey(.p256, x: x, y: y) }

    /// Takes the coordinates of a P-256 key.
    ///
    /// - Throws: `keyLength`, `pointNotOnCurve`.
    public init(p256X x: [UInt8], y: [UInt8]) throws(CryptographyError) {
        checked = try KeyCache.shared.key(.p256, x: x, y: y)
    }

    /// Takes the 32 bytes of an Ed25519 key.
    ///
    /// - Throws: `keyLength`, `pointNotOnCurve` also for a point of small order.
    public init(ed25519 bytes: [UInt8]) throws(CryptographyError) {
        checked = try KeyCache.shared.key(.ed25519, x: bytes, y: [])
    }

    /// Takes the 32 bytes of an X25519 key.
    ///
    /// - Throws: `keyLength`.
    public init(x25519 bytes: [UInt8]) throws(CryptographyError) {
        checked = try CheckedKey(.x25519, x: bytes, y: [])
    }

    /// The curve of the key.
    public var curve: KeyCurve { checked.curve }

    /// The x coordinate of a P-256 key, or the whole key of the other curves; 32 bytes.
    public var x: [UInt8] { checked.x }

    /// The y coordinate of a P-256 key, 32 bytes; empty for the other curves.
    public var y: [UInt8] { checked.y }

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
        switch curve {
        case .p256: checked.p256?.isValid(P256Signature(raw: signature), for: message) ?? false
        case .ed25519: Ed25519.isValid(signature, for: message, by: x)
        case .x25519: false
        }
    }

    /// Checks a signature as certificates carry it: DER for P-256 with SHA-256, 64 octets for Ed25519.
    ///
    /// Source: RFC 3279 §2.2.3, RFC 8410 §6.
    public func isValidCertificateSignature(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        isValidCertificateSignature(signature.span, for: message.span)
    }

    /// Checks a signature as certificates carry it, over borrowed bytes.
    public func isValidCertificateSignature(_ signature: Span<UInt8>, for message: Span<UInt8>) -> Bool {
        switch curve {
        case .p256: checked.p256?.isValid(P256Signature(der: signature), for: message) ?? false
        case .ed25519: Ed25519.isValid(signature, for: message, by: x)
        case .x25519: false
        }
    }

    /// Whether both are the same key.
    public static func == (left: Self, right: Self) -> Bool {
        left.checked === right.checked || left.curve == right.curve && left.x == right.x && left.y == right.y
    }

    /// Feeds the key into a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(curve)
        hasher.combine(x)
        hasher.combine(y)
    }
}
