extension Span<UInt8> {
    /// Where eight bytes at a time find the first that is no letter, digit, mark or space of ASCII, a quote or a backslash.
    ///
    /// - Returns: a place at most seven before that byte; everything between `start` and it is plain.
    public func firstBesidesPlainASCII(from start: Int) -> Int {
        var index = start
        while index >= 0, count - index >= 8 {
            let word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            // A byte turns its highest bit on when it is a quote, a backslash, below a space, or no ASCII.
            let quote = word ^ Self.repeated(0x22)
            let backslash = word ^ Self.repeated(0x5C)
            let found =
                (quote &- Self.repeated(1)) | (backslash &- Self.repeated(1)) | (word &- Self.repeated(0x20)) | word
            guard found & Self.repeated(0x80) == 0 else { return index }
            index += 8
        }
        return index
    }

    @inline(__always)
    private static func repeated(_ byte: UInt64) -> UInt64 { byte &* 0x0101_0101_0101_0101 }
}
