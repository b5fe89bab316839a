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
    ///   - count: bytes of the key, 16 or more.
    ///   - passphrase: the secret that a person knows.
    ///   - salt: random, `saltCount` bytes, stored beside the result.
    ///   - parameters: the cost.
    /// - Throws: `parameterLength`, `noGuardedMemory`, `libraryFailure` when the memory cannot be had.
    public static func key(
        count: Int = 32, from passphrase: borrowing SecretBytes, salt: [UInt8], parameters: Parameters
    ) throws(CryptographyError) -> SecretBytes {
        guard salt.count == saltCount else {
            throw .parameterLength(name: "salt", bytes: salt.count, expected: saltCount)
        }
        Sodium.start()
        var key = [UInt8](repeating: 0, count: count)
        let length = UInt64(passphrase.count)
        let answer = passphrase.withBytes { span in
            unsafe span.withOctets { octets in
                unsafe octets.withMemoryRebound(to: CChar.self, capacity: Int(length)) { letters in
                    unsafe crypto_pwhash(
                        &key, UInt64(count), letters, length, salt, UInt64(parameters.passes), parameters.memoryBytes,
                        crypto_pwhash_alg_argon2id13())
                }
            }
        }
        let result = try SecretBytes(wiping: &key)
        guard answer == 0 else { throw .libraryFailure(operation: "Argon2id with \(parameters.memoryBytes) bytes") }
        return result
    }
}
