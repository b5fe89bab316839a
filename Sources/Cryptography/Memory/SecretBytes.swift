import CSodium

/// A secret in guarded memory: never copied, never printed, wiped when it goes out of scope.
///
/// ```swift
/// let key = try SecretBytes(count: 32) { $0.copy(from: bytes) }
/// key.withBytes { span in … }
/// ```
///
/// Source: SEC-35.
@safe public struct SecretBytes: ~Copyable {
    private let base: UnsafeMutableRawPointer
    /// Number of bytes.
    public let count: Int
    /// Whether the system keeps the bytes out of swap; false when its limit of locked memory is reached (SEC-35).
    public let isLocked: Bool

    /// Makes room for a secret and lets the caller write it once.
    ///
    /// - Parameters:
    ///   - count: number of bytes.
    ///   - fill: writes the secret into zeroed memory.
    /// - Throws: `noGuardedMemory` when the system has no lockable memory left, or what `fill` throws.
    public init(
        count: Int, fill: (inout MutableRawSpan) throws(CryptographyError) -> Void
    ) throws(CryptographyError) {
        Sodium.start()
        guard count >= 0, let base = unsafe sodium_malloc(count) else { throw .noGuardedMemory(bytes: count) }
        unsafe sodium_memzero(base, count)
        var span = unsafe MutableRawSpan(_unsafeStart: base, byteCount: count)
        do {
            try fill(&span)
        } catch {
            unsafe sodium_free(base)
            throw error
        }
        // sodium_malloc ignores a lock that fails. Locks do not nest, so asking again costs a system call and nothing else.
        let isLocked = unsafe sodium_mlock(base, count) == 0
        guard unsafe sodium_mprotect_readonly(base) == 0 else {
            unsafe sodium_free(base)
            throw .noGuardedMemory(bytes: count)
        }
        unsafe self.base = base
        self.count = count
        self.isLocked = isLocked
    }

    /// Moves a secret out of ordinary memory, which is wiped.
    ///
    /// - Throws: `noGuardedMemory`; the bytes are wiped all the same.
    public init(wiping bytes: inout [UInt8]) throws(CryptographyError) {
        // In place: a second reference to the array would make the wiping hit a copy.
        defer { unsafe bytes.withUnsafeMutableBytes { bytes in unsafe wipe(bytes) } }
        try self.init(count: bytes.count) { memory in
            unsafe bytes.withUnsafeBytes { bytes in
                unsafe memory.withUnsafeMutableBytes { unsafe $0.copyMemory(from: bytes) }
            }
        }
    }

    /// A secret of random bytes.
    ///
    /// - Throws: `noGuardedMemory`.
    public init(randomCount count: Int, from random: some RandomSource = SystemRandom()) throws(CryptographyError) {
        try self.init(count: count) { random.fill(&$0) }
    }

    /// A second copy of a secret, for a holder that outlives the first.
    ///
    /// - Throws: `noGuardedMemory`.
    public init(copying source: RawSpan) throws(CryptographyError) {
        try self.init(count: source.byteCount) { memory in
            unsafe memory.withUnsafeMutableBytes { target in
                unsafe source.withUnsafeBytes { unsafe target.copyMemory(from: $0) }
            }
        }
    }

    deinit { unsafe sodium_free(base) }

    /// Lends the secret for the time of one call; a span cannot outlive it.
    public borrowing func withBytes<R: ~Copyable, E: Error>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
        try body(unsafe RawSpan(_unsafeStart: base, byteCount: count))
    }

    /// Whether both hold the same bytes, in constant time.
    public borrowing func isEqual(to other: borrowing SecretBytes) -> Bool {
        unsafe count == other.count && sodium_memcmp(base, other.base, count) == 0
    }
}

// Sound because it has one owner and is read-only after `init`.
extension SecretBytes: @unchecked Sendable {}

private func wipe(_ memory: UnsafeMutableRawBufferPointer) {
    if let start = memory.baseAddress { unsafe sodium_memzero(start, memory.count) }
}
