/// Where random bytes come from: the system in the commands, a fixed sequence in tests and vectors (SEC-14).
public protocol RandomSource: Sendable {
    /// That many unpredictable bytes.
    func bytes(_ count: Int) -> [UInt8]

    /// Overwrites memory with unpredictable bytes; secrets are drawn this way, so that they lie nowhere else.
    func fill(_ memory: inout MutableRawSpan)
}

extension RandomSource {
    /// Overwrites memory with what `bytes` gives, for sources whose bytes are no secret.
    public func fill(_ memory: inout MutableRawSpan) {
        for (offset, byte) in bytes(memory.byteCount).prefix(memory.byteCount).enumerated() {
            memory.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
        }
    }
}
