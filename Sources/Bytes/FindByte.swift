import Glibc

extension Span where Element == UInt8 {
    /// The place of the first such byte at or after `start`; nil when there is none.
    ///
    /// The C library looks at many bytes at once, which a loop over a span does not.
    public func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        guard indices.contains(start) else { return nil }
        return unsafe withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress,
                let found = unsafe memchr(base + start, Int32(byte), bytes.count - start)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - base
        }
    }
}
