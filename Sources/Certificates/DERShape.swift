/// Checks that bytes are DER: each value in its one spelling.
///
/// OpenSSL also reads BER, in which one certificate has many spellings; a block list by fingerprint would miss all but one
/// of them (PKX-03). Source: ITU-T X.690 §8, §10, §11.
enum DERShape {
    private static let limitDepth = 24

    /// Whether the bytes are a sequence of DER values and nothing else.
    static func isStrict(_ bytes: some RandomAccessCollection<UInt8>) -> Bool {
        let bytes = Array(bytes)
        return isStrict(bytes.span, 0..<bytes.count, depth: 0)
    }

    /// The values of strict DER, one after the other.
    static func elements(of bytes: ArraySlice<UInt8>) -> [(tag: UInt8, content: ArraySlice<UInt8>)] {
        let all = Array(bytes)
        var elements: [(tag: UInt8, content: ArraySlice<UInt8>)] = []
        var position = 0
        while position < all.count, let content = content(all.span, after: position, end: all.count) {
            elements.append((all[position], all[content]))
            position = content.upperBound
        }
        return elements
    }

    private static func isStrict(_ bytes: Span<UInt8>, _ range: Range<Int>, depth: Int) -> Bool {
        guard depth <= limitDepth else { return false }
        var position = range.lowerBound
        while position < range.upperBound {
            let tag = bytes[position]
            // Tags of more than one byte stand in no certificate.
            guard tag & 0x1F != 0x1F, let content = content(bytes, after: position, end: range.upperBound) else {
                return false
            }
            let isConstructed = tag & 0x20 != 0
            if isConstructed {
                // Of the universal types only sequences and sets are made of parts; strings in parts are BER.
                guard tag >> 6 != 0 || tag == 0x30 || tag == 0x31, isStrict(bytes, content, depth: depth + 1) else {
                    return false
                }
            } else if tag >> 6 == 0 {
                guard isStrictPrimitive(bytes, tag, content) else { return false }
            }
            position = content.upperBound
        }
        return true
    }

    /// Where the content of the value lies; nil for a length that is indefinite, too long or not in its shortest form.
    private static func content(_ bytes: Span<UInt8>, after position: Int, end: Int) -> Range<Int>? {
        guard end - position >= 2 else { return nil }
        let first = bytes[position + 1]
        var (start, length) = (position + 2, Int(first))
        if first >= 0x80 {
            let count = Int(first & 0x7F)
            guard (1...4).contains(count), end - start >= count, bytes[start] != 0 else { return nil }
            length = 0
            for index in start..<start + count { length = length << 8 | Int(bytes[index]) }
            guard length >= 0x80 else { return nil }
            start += count
        }
        guard length <= end - start else { return nil }
        return start..<start + length
    }

    private static func isStrictPrimitive(_ bytes: Span<UInt8>, _ tag: UInt8, _ content: Range<Int>) -> Bool {
        let count = content.count
        let first = count > 0 ? bytes[content.lowerBound] : 0
        switch tag {
        case 0x01: return count == 1 && (first == 0 || first == 0xFF)
        case 0x02, 0x0A:
            guard count > 1 else { return count == 1 }
            let second = bytes[content.lowerBound + 1]
            return !(first == 0 && second < 0x80) && !(first == 0xFF && second >= 0x80)
        case 0x03:
            guard count > 0, first < 8, count > 1 || first == 0 else { return false }
            return bytes[content.upperBound - 1] & (1 << first - 1) == 0 || count == 1
        case 0x05: return count == 0
        case 0x06:
            guard count > 0, bytes[content.upperBound - 1] < 0x80 else { return false }
            var isFirst = true
            for index in content {
                if isFirst, bytes[index] == 0x80 { return false }
                isFirst = bytes[index] < 0x80
            }
            return true
        case 0x10, 0x11: return false
        default: return true
        }
    }
}
