extension String {
    /// Text of bytes that the caller knows to be ASCII: one look at them less than `UTF8Span` takes.
    ///
    /// Bytes that are none become replacement characters.
    public init(ascii bytes: Span<UInt8>) {
        self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
