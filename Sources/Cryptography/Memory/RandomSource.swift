import CSodium

/// Where random bytes come from: the system in the commands, a fixed sequence in tests and vectors (SEC-14).
public protocol RandomSource: Sendable {
    /// That many unpredictable bytes.
    func bytes(_ count: Int) -> [UInt8]
}

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
}
