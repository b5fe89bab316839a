internal import Cryptography

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

    /// The same for a secret, which stays in guarded memory.
    static func padded(_ secret: borrowing SecretBytes) throws(CryptographyError) -> SecretBytes {
        let count = secret.count
        return try SecretBytes(count: paddedCount(count)) { (memory: inout MutableRawSpan) throws(CryptographyError) in
            memory.storeBytes(of: UInt32(clamping: count).bigEndian, as: UInt32.self)
            secret.withBytes { secret in
                for offset in 0..<count {
                    memory.storeBytes(of: octet(of: secret, offset), toByteOffset: lengthBytes + offset, as: UInt8.self)
                }
            }
        }
    }

    /// The secret; nil when the padding is not the one that `padded` makes.
    static func unpadded(_ padded: borrowing SecretBytes) throws(CryptographyError) -> SecretBytes? {
        let whole = padded.count
        guard whole >= lengthBytes else { return nil }
        let count = padded.withBytes { span in (0..<lengthBytes).reduce(0) { $0 << 8 | Int(octet(of: span, $1)) } }
        guard whole == paddedCount(count) else { return nil }
        let isZero = padded.withBytes { span in
            (lengthBytes + count..<whole).allSatisfy { octet(of: span, $0) == 0 }
        }
        guard isZero else { return nil }
        return try SecretBytes(count: count) { (memory: inout MutableRawSpan) throws(CryptographyError) in
            padded.withBytes { span in
                for offset in 0..<count {
                    memory.storeBytes(of: octet(of: span, lengthBytes + offset), toByteOffset: offset, as: UInt8.self)
                }
            }
        }
    }

    private static func octet(of span: RawSpan, _ offset: Int) -> UInt8 {
        unsafe span.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }

    private static func paddedCount(_ count: Int) -> Int {
        (lengthBytes + count + step - 1) / step * step
    }
}
