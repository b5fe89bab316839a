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

    private let secret: SecretBytes
    let native: NativeKey?

    /// Makes a new key.
    ///
    /// - Throws: `noGuardedMemory`, `libraryFailure`.
    public convenience init(
        generating curve: KeyCurve, from random: some RandomSource = SystemRandom()
    ) throws(CryptographyError) {
        while true {
            do {
                // Almost every 32 bytes are a scalar of P-256; the others are drawn again.
                try self.init(curve, secret: SecretBytes(randomCount: 32, from: random))
                return
            } catch .scalarOutOfRange {
                continue
            }
        }
    }

    /// Takes the private scalar of P-256, or the seed of the other curves; 32 bytes.
    ///
    /// - Throws: `keyLength`, `scalarOutOfRange`, `libraryFailure`.
    public init(_ curve: KeyCurve, secret: consuming SecretBytes) throws(CryptographyError) {
        guard secret.count == 32 else { throw .keyLength(curve: curve, bytes: secret.count, expected: 32) }
        switch curve {
        case .p256:
            let native = try secret.withBytes { span throws(CryptographyError) in
                try NativeKey(privateScalar: span)
            }
            publicKey = try PublicKey(native)
            self.native = native
            self.secret = secret
        case .ed25519:
            var publicBytes = [UInt8](repeating: 0, count: 32)
            self.secret = try Self.expanded(seed: secret, publicBytes: &publicBytes)
            publicKey = try PublicKey(ed25519: publicBytes)
            native = nil
        case .x25519:
            var publicBytes = [UInt8](repeating: 0, count: 32)
            _ = secret.withBytes { span in
                unsafe span.withOctets { unsafe crypto_scalarmult_base(&publicBytes, $0) }
            }
            publicKey = try PublicKey(x25519: publicBytes)
            native = nil
            self.secret = secret
        }
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
            guard let native else { throw .wrongUse(curve: .p256, operation: "sign without its private part") }
            return try ECDSA.sign(digest: HashAlgorithm.sha256.hash(message), with: native)
        case .ed25519:
            var signature = [UInt8](repeating: 0, count: 64)
            let count = UInt64(message.count)
            _ = secret.withBytes { span in
                unsafe span.withOctets { unsafe crypto_sign_detached(&signature, nil, message, count, $0) }
            }
            return signature
        case .x25519: throw .wrongUse(curve: .x25519, operation: "sign")
        }
    }

    /// Lends the 32 private bytes for the time of one call: the scalar of P-256, the seed of the other curves.
    public func withSecret<R, E: Error>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
        try secret.withBytes { span throws(E) in try body(span.extracting(0..<32)) }
    }

    /// libsodium keeps the seed and the public key together; the seed stands first.
    private static func expanded(
        seed: borrowing SecretBytes, publicBytes: inout [UInt8]
    ) throws(CryptographyError) -> SecretBytes {
        var expanded = [UInt8](repeating: 0, count: 64)
        _ = seed.withBytes { span in
            unsafe span.withOctets { unsafe crypto_sign_seed_keypair(&publicBytes, &expanded, $0) }
        }
        return try SecretBytes(wiping: &expanded)
    }
}
