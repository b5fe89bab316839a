import CSodium

/// The system's generator, through libsodium, which ends the process when the system has no randomness.
public struct SystemRandom: RandomSource {
    /// Names the system's generator.
    public init() { Sodium.start() }

    /// That many unpredictable bytes.
    public func bytes(_ count: Int) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            if let start = buffer.baseAddress { unsafe randombytes_buf(start, count) }
            initialized = count
        }
    }

    /// Overwrites memory with unpredictable bytes.
    public func fill(_ memory: inout MutableRawSpan) {
        let count = memory.byteCount
        unsafe memory.withOctets { unsafe randombytes_buf($0, count) }
    }
}
