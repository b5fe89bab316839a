import CSodium

/// A key from a passphrase, at a cost that the parameters set. Source: RFC 9106, libsodium `crypto_pwhash`.
public enum Argon2id {
    /// How much one derivation costs.
    public struct Parameters: Sendable, Hashable {
        /// Memory in bytes.
        public let memoryBytes: Int
        /// Passes over that memory.
        public let passes: Int

        /// 256 MiB and 3 passes: what a new vault uses.
        public static let moderate = Parameters(trustedMemoryBytes: 256 << 20, passes: 3)
        /// 64 MiB and 2 passes: the least that is accepted.
        public static let smallest = Parameters(trustedMemoryBytes: 64 << 20, passes: 2)
        /// 1 GiB and 10 passes: the most that is accepted.
        public static let largest = Parameters(trustedMemoryBytes: 1 << 30, passes: 10)

        /// Takes parameters from a file, which must choose neither a derivation that an attacker can hurry through nor
        /// one that this machine cannot do.
        ///
        /// - Throws: `derivationParameters` outside `smallest` … `largest`.
        public init(memoryBytes: Int, passes: Int) throws(CryptographyError) {
            guard (Self.smallest.memoryBytes...Self.largest.memoryBytes).contains(memoryBytes),
                (Self.smallest.passes...Self.largest.passes).contains(passes)
            else { throw .derivationParameters(memoryBytes: memoryBytes, passes: passes) }
            (self.memoryBytes, self.passes) = (memoryBytes, passes)
        }

        private init(trustedMemoryBytes: Int, passes: Int) {
            (memoryBytes, self.passes) = (trustedMemoryBytes, passes)
        }
    }

    /// Bytes of a salt.
    public static let saltCount = 16

    /// Derives a key.
    ///
    /// - Parameters:
    ///   - count: bytes of the key, 16 to 1024.
    ///   - passphrase: the secret that a person knows.
    ///   - salt: random, `saltCount` bytes, stored beside the result.
    ///   - parameters: the cost.
    /// - Throws: `parameterLength`, `noGuardedMemory`, `noDerivationMemory` when the system does not give what the
    ///   parameters ask.
    public static func key(
        count: Int = 32, from passphrase: borrowing SecretBytes, salt: [UInt8], parameters: Parameters
    ) throws(CryptographyError) -> SecretBytes {
        try key(
            count: count, from: passphrase, salt: salt, memoryBytes: parameters.memoryBytes, passes: parameters.passes)
    }

    /// Derives at any cost, for the self-test.
    static func key(
        count: Int, from passphrase: borrowing SecretBytes, salt: [UInt8], memoryBytes: Int, passes: Int
    ) throws(CryptographyError) -> SecretBytes {
        guard salt.count == saltCount else {
            throw .parameterLength(name: "salt", bytes: salt.count, expected: saltCount)
        }
        guard (16...1024).contains(count) else {
            throw .parameterLength(name: "derived key", bytes: count, expected: 32)
        }
        Sodium.start()
        return try passphrase.withBytes { passphrase throws(CryptographyError) in
            try SecretBytes(count: count) { (key: inout MutableRawSpan) throws(CryptographyError) in
                let answer = unsafe key.withOctets { key in
                    unsafe passphrase.withOctets { octets in
                        unsafe crypto_pwhash(
                            key, UInt64(count), UnsafeRawPointer(octets).assumingMemoryBound(to: CChar.self),
                            UInt64(passphrase.byteCount), salt, UInt64(passes), memoryBytes,
                            crypto_pwhash_alg_argon2id13())
                    }
                }
                guard answer == 0 else { throw .noDerivationMemory(bytes: memoryBytes) }
            }
        }
    }
}
