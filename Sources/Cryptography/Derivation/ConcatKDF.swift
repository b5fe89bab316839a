import CSodium

/// The key of a message from an agreed secret, by one round of SHA-256.
///
/// ```
/// SHA-256( 00 00 00 01 ‖ Z ‖ len algorithm ‖ len apu ‖ len apv ‖ bits of the key )
/// ```
///
/// Each `len` is a length of 4 octets, big endian, followed by that many octets. One round gives 32 octets, which is the
/// longest key that we use. Source: NIST SP 800-56A §5.8.1, RFC 7518 §4.6.2 (ENC-05).
public enum ConcatKDF {
    /// Bytes of the longest key that one round gives.
    public static let maximumCount = 32

    /// Derives a key, for one message.
    ///
    /// - Parameters:
    ///   - secret: what both sides agreed on, Z.
    ///   - algorithm: the name of the algorithm that the key is for, in ASCII.
    ///   - partyU: the decoded `apu`, empty when absent.
    ///   - partyV: the decoded `apv`, empty when absent.
    ///   - count: bytes of the key.
    /// - Throws: `parameterLength` when more than one round is asked or a part is too long to be counted,
    ///   `noGuardedMemory`.
    public static func key(
        from secret: borrowing SecretBytes, algorithm: String, partyU: [UInt8], partyV: [UInt8], count: Int
    ) throws(CryptographyError) -> SecretBytes {
        guard (0...maximumCount).contains(count) else {
            throw .parameterLength(name: "output", bytes: count, expected: maximumCount)
        }
        var message = SHA256State()
        defer { message.wipe() }
        update(&message, with: bigEndian(1))
        secret.withBytes { secret in unsafe secret.withUnsafeBytes { unsafe message.update($0) } }
        for (name, part) in [("algorithm", Array(algorithm.utf8)), ("apu", partyU), ("apv", partyV)] {
            guard let length = UInt32(exactly: part.count) else {
                throw .parameterLength(name: name, bytes: part.count, expected: Int(UInt32.max))
            }
            update(&message, with: bigEndian(length) + part)
        }
        update(&message, with: bigEndian(UInt32(count * 8)))
        return try SecretBytes(count: count, life: .passing) { output in
            unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: maximumCount) { digest in
                guard let start = digest.baseAddress else { return }
                defer { unsafe sodium_memzero(start, maximumCount) }
                unsafe message.finish(into: start)
                unsafe output.withUnsafeMutableBytes { output in
                    unsafe output.copyMemory(
                        from: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(digest)[..<count]))
                }
            }
        }
    }

    private static func update(_ message: inout SHA256State, with bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { unsafe message.update($0) }
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}
