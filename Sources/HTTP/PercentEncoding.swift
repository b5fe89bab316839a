/// Percent-encoding of RFC 3986 §2.1, decoded strictly.
enum PercentEncoding {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// Decodes; the error of a broken triplet is the offset of its percent sign.
    static func decoded(_ bytes: some Collection<UInt8>, plusIsSpace: Bool) throws(BrokenTriplet) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var rest = bytes.makeIterator()
        var offset = 0
        while let byte = rest.next() {
            if byte == 0x25 {
                guard let high = rest.next().flatMap(ASCII.hexValue), let low = rest.next().flatMap(ASCII.hexValue)
                else { throw BrokenTriplet(offset: offset) }
                result.append(high << 4 | low)
                offset += 3
            } else {
                result.append(plusIsSpace && byte == 0x2B ? 0x20 : byte)
                offset += 1
            }
        }
        return result
    }

    /// Encodes everything but the unreserved characters of RFC 3986 §2.3.
    static func encode(_ text: String, spaceAsPlus: Bool, into result: inout [UInt8]) {
        for byte in text.utf8 {
            if isUnreserved(byte) {
                result.append(byte)
            } else if spaceAsPlus && byte == 0x20 {
                result.append(0x2B)
            } else {
                result += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
    }

    static func isUnreserved(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == 0x2D || byte == 0x2E || byte == 0x5F || byte == 0x7E
    }

    /// A percent sign without two hexadecimal digits behind it.
    struct BrokenTriplet: Error {
        let offset: Int
    }
}
