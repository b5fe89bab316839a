/// Hides how long a text is within steps of 256 bytes: its length in four bytes, the text, zeros.
enum Padding {
    private static let step = 256
    private static let lengthBytes = 4

    static func padded(_ bytes: [UInt8]) -> [UInt8] {
        var writer = LayoutWriter()
        writer.integer(UInt32(clamping: bytes.count))
        writer.raw(bytes)
        writer.raw(repeatElement(0, count: paddedCount(bytes.count) - lengthBytes - bytes.count))
        return writer.bytes
    }

    /// The text; nil when the padding is not the one that `padded` makes.
    static func unpadded(_ padded: [UInt8]) -> [UInt8]? {
        var reader = LayoutReader(padded)
        guard let length = reader.integer(UInt32.self), let bytes = reader.raw(Int(length)),
            padded.count == paddedCount(bytes.count), padded[(lengthBytes + bytes.count)...].allSatisfy({ $0 == 0 })
        else { return nil }
        return bytes
    }

    private static func paddedCount(_ count: Int) -> Int {
        (lengthBytes + count + step - 1) / step * step
    }
}
