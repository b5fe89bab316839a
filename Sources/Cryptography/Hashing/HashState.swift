/// A hash in progress: a plain value, so that a keyed state can be kept and copied.
protocol HashState {
    static var blockByteCount: Int { get }
    static var digestByteCount: Int { get }

    init()

    mutating func update(_ bytes: UnsafeRawBufferPointer)

    /// Writes `digestByteCount` bytes; the state is of no use afterwards.
    mutating func finish(into digest: UnsafeMutablePointer<UInt8>)

    /// Overwrites the state, where it has taken in a secret.
    mutating func wipe()
}

extension HashState {
    /// Hashes one message.
    static func digest(of message: RawSpan) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: digestByteCount) { buffer, used in
            guard let base = buffer.baseAddress else { return }
            var state = Self()
            unsafe message.withUnsafeBytes { unsafe state.update($0) }
            unsafe state.finish(into: base)
            used = digestByteCount
        }
    }
}
