import CSodium

/// A private key in guarded memory.
///
/// ```swift
/// let key = try SoftwareKey(generating: .p256)
/// let signature = try key.sign(message)
/// ```
///
/// Signatures are deterministic: RFC 6979 for P-256, Ed25519 by its nature.
public final class SoftwareKey: SigningKey, Sendable {
    /// The public part.
    public let publicKey: PublicKey

    /// The scalar of P-256, the seed of X25519, or seed ‖ public key of Ed25519.
    private let secret: SecretBytes

    /// Makes a new key.
    ///
    /// - Parameter life: how long it will be there.
    /// - Throws: `noGuardedMemory`, `libraryFailure`.
    public convenience init(
        generating curve: KeyCurve, life: SecretBytes.Life = .kept, from random: some RandomSource = SystemRandom()
    ) throws(CryptographyError) {
        // All but one of 2^32 random strings are scalars of P-256; a source that never gives one must not hang the caller.
        for _ in 0..<16 {
            do {
                try self.init(curve, secret: SecretBytes(randomCount: 32, life: life, from: random))
                return
            } catch .scalarOutOfRange {
                continue
            }
        }
        throw .libraryFailure(operation: "drawing a private key")
    }

    /// Takes the private scalar of P-256, or the seed of the other curves; 32 bytes.
    ///
    /// - Throws: `keyLength`, `scalarOutOfRange`, `libraryFailure`.
    public init(_ curve: KeyCurve, secret: consuming SecretBytes) throws(CryptographyError) {
        guard secret.count == 32 else { throw .keyLength(curve: curve, bytes: secret.count, expected: 32) }
        switch curve {
        case .p256:
            let point = try secret.withBytes { span throws(CryptographyError) in
                try P256Arithmetic.publicPoint(of: span)
            }
            publicKey = try PublicKey(fresh: Array(point[1..<33]), y: Array(point[33...]))
            self.secret = secret
        case .ed25519:
            var publicBytes: [UInt8] = []
            self.secret = try Ed25519.expand(secret, publicKey: &publicBytes)
            publicKey = try PublicKey(ed25519: publicBytes)
        case .x25519:
            Sodium.start()
            var publicBytes = [UInt8](repeating: 0, count: 32)
            let answer = secret.withBytes { span in
                unsafe span.withOctets { unsafe crypto_scalarmult_base(&publicBytes, $0) }
            }
            guard answer == 0 else { throw .libraryFailure(operation: "making an X25519 key") }
            publicKey = try PublicKey(x25519: publicBytes)
            self.secret = secret
        }
    }

    /// Takes a private scalar of P-256 together with its point, as they were made here and kept.
    ///
    /// - Parameters:
    ///   - secret: 32 bytes.
    ///   - publicKey: the point; that they belong together is the caller's word, which saves the multiplication.
    /// - Throws: `keyLength`, `wrongUse` for the key of another curve.
    public init(made secret: consuming SecretBytes, publicKey: PublicKey) throws(CryptographyError) {
        guard secret.count == 32 else { throw .keyLength(curve: .p256, bytes: secret.count, expected: 32) }
        guard publicKey.curve == .p256 else {
            throw .wrongUse(curve: publicKey.curve, operation: "belong to a scalar of P-256")
        }
        self.publicKey = publicKey
        self.secret = secret
    }

    /// Takes a key from ordinary memory, as test keys and key files have it.
    ///
    /// - Throws: as `init(_:secret:)`.
    public convenience init(_ curve: KeyCurve, privateScalar: [UInt8]) throws(CryptographyError) {
        var bytes = privateScalar
        try self.init(curve, secret: SecretBytes(wiping: &bytes))
    }

    /// Signs a message.
    ///
    /// - Returns: 64 octets: r and s for P-256, the Ed25519 signature otherwise.
    /// - Throws: `wrongUse` for a key that only agrees on secrets, `libraryFailure`.
    public func sign(_ message: [UInt8]) throws(CryptographyError) -> [UInt8] {
        switch publicKey.curve {
        case .p256:
            let digest = HashAlgorithm.sha256.hash(message)
            return try secret.withBytes { scalar throws(CryptographyError) in
                try P256Arithmetic.sign(digest: digest, scalar: scalar)
            }
        case .ed25519:
            return try secret.withBytes { key throws(CryptographyError) in
                try Ed25519.sign(message, expanded: key)
            }
        case .x25519: throw .wrongUse(curve: .x25519, operation: "sign")
        }
    }

    /// Lends the 32 private bytes for the time of one call: the scalar of P-256, the seed of the other curves.
    public func withSecret<R: ~Copyable, E: Error>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
        try secret.withBytes { span throws(E) in try body(span.extracting(0..<32)) }
    }
}
