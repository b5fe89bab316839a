import CSodium

/// HMAC in progress: two hash states that have already taken the key in, so that one key can be used again by copying.
struct KeyedHash<State: HashState> {
    private var inner = State()
    private var outer = State()

    init(key: RawSpan) {
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: State.blockByteCount) { block in
            guard let base = block.baseAddress else { return }
            unsafe block.initialize(repeating: 0)
            unsafe key.withUnsafeBytes { key in
                if key.count > State.blockByteCount {
                    var hash = State()
                    unsafe hash.update(key)
                    unsafe hash.finish(into: base)
                    hash.wipe()
                } else {
                    unsafe UnsafeMutableRawBufferPointer(block).copyMemory(from: key)
                }
            }
            for index in 0..<block.count { unsafe block[index] ^= 0x36 }
            unsafe inner.update(UnsafeRawBufferPointer(block))
            for index in 0..<block.count { unsafe block[index] ^= 0x36 ^ 0x5C }
            unsafe outer.update(UnsafeRawBufferPointer(block))
            unsafe sodium_memzero(base, block.count)
        }
    }

    /// Authenticates one message.
    static func code(key: RawSpan, message: RawSpan) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: State.digestByteCount) { buffer, used in
            guard let base = buffer.baseAddress else { return }
            var hash = Self(key: key)
            unsafe message.withUnsafeBytes { unsafe hash.update($0) }
            unsafe hash.finish(into: base)
            used = State.digestByteCount
        }
    }

    mutating func update(_ bytes: UnsafeRawBufferPointer) { unsafe inner.update(bytes) }

    /// Writes the code and wipes both states.
    mutating func finish(into code: UnsafeMutablePointer<UInt8>) {
        unsafe inner.finish(into: code)
        unsafe outer.update(UnsafeRawBufferPointer(start: code, count: State.digestByteCount))
        unsafe outer.finish(into: code)
        wipe()
    }

    mutating func wipe() {
        inner.wipe()
        outer.wipe()
    }
}
