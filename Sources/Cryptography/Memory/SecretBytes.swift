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
    /// How long a secret is there.
    public enum Life: Sendable {
        /// For longer than a computation: nobody can write to it.
        case kept
        /// For one computation, in use all the time: the system is not asked to protect it and to take that back, which
        /// costs more than the computation when other threads run.
        case passing
    }

    private let region: GuardedMemory.Region
    private let life: Life
    /// Number of bytes.
    public let count: Int
    /// Whether the system keeps the bytes out of swap; false when its limit of locked memory is reached (SEC-35).
    public var isLocked: Bool { region.isLocked }

    /// Makes room for a secret and lets the caller write it once.
    ///
    /// - Parameters:
    ///   - count: number of bytes.
    ///   - life: how long it will be there.
    ///   - fill: writes the secret into zeroed memory.
    /// - Throws: `noGuardedMemory` when the system has no lockable memory left, or what `fill` throws.
    public init(
        count: Int, life: Life = .kept, fill: (inout MutableRawSpan) throws(CryptographyError) -> Void
    ) throws(CryptographyError) {
        guard let region = GuardedMemory.take(count) else { throw .noGuardedMemory(bytes: count) }
        var span = unsafe MutableRawSpan(_unsafeStart: region.base, byteCount: count)
        do {
            try fill(&span)
        } catch {
            GuardedMemory.giveBack(region, count, isWritable: true)
            throw error
        }
        guard unsafe life == .passing || sodium_mprotect_readonly(region.base) == 0 else {
            GuardedMemory.giveBack(region, count, isWritable: true)
            throw .noGuardedMemory(bytes: count)
        }
        (self.region, self.life) = (region, life)
        self.count = count
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
    public init(
        randomCount count: Int, life: Life = .kept, from random: some RandomSource = SystemRandom()
    ) throws(CryptographyError) {
        try self.init(count: count, life: life) { random.fill(&$0) }
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

    deinit { GuardedMemory.giveBack(region, count, isWritable: life == .passing) }

    /// Lends the secret for the time of one call; a span cannot outlive it.
    public borrowing func withBytes<R: ~Copyable, E: Error>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
        try body(unsafe RawSpan(_unsafeStart: region.base, byteCount: count))
    }

    /// Whether both hold the same bytes, in constant time.
    public borrowing func isEqual(to other: borrowing SecretBytes) -> Bool {
        unsafe count == other.count && sodium_memcmp(region.base, other.region.base, count) == 0
    }
}

// Sound because it has one owner and is read-only after `init`.
extension SecretBytes: @unchecked Sendable {}

private func wipe(_ memory: UnsafeMutableRawBufferPointer) {
    if let start = memory.baseAddress { unsafe sodium_memzero(start, memory.count) }
}
