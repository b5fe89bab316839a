extension CBORDecoder {
    /// The beginning of an item.
    ///
    ///     first byte   major type (3 bits) | additional information (5 bits)
    ///     then         0, 1, 2, 4 or 8 bytes of argument for information 0-23, 24, 25, 26, 27
    struct Head {
        let majorType: UInt8
        let information: UInt8
        let argument: UInt64
        var isIndefinite: Bool { information == 31 }
    }

    mutating func head(isOpen: Bool) throws(CBORError) -> Head {
        let start = position
        guard start < bytes.endIndex else { throw .unexpectedEnd(offset: start) }
        let (majorType, information) = (bytes[start] >> 5, bytes[start] & 31)
        position += 1
        let isLenient = isOpen && options.spelling == .lenient
        switch information {
        case 0...23:
            return Head(majorType: majorType, information: information, argument: UInt64(information))
        case 24...27:
            let width = 1 << Int(information - 24)
            let argument = try number(bytes: width)
            // The argument of a float is its bits, and that of a simple value never has a shorter form that we read.
            if majorType != 7, !isLenient, argument < Self.smallest(width) { throw .notShortest(offset: start) }
            return Head(majorType: majorType, information: information, argument: argument)
        case 31 where (2...5).contains(majorType):
            guard isLenient else { throw .indefiniteLength(offset: start) }
            return Head(majorType: majorType, information: information, argument: 0)
        default: throw .reservedInformation(offset: start)
        }
    }

    /// The bytes of a string of either kind.
    mutating func string(_ head: Head, from start: Int) throws(CBORError) -> [UInt8] {
        guard head.isIndefinite else { return Array(try chunk(head, from: start)) }
        var whole: [UInt8] = []
        while true {
            let chunkStart = position
            guard chunkStart < bytes.endIndex else { throw .unexpectedEnd(offset: chunkStart) }
            if bytes[chunkStart] == 0xFF {
                position += 1
                return whole
            }
            guard itemsLeft > 0 else { throw .tooManyItems(limit: options.limits.items, offset: chunkStart) }
            itemsLeft -= 1
            let part = try self.head(isOpen: true)
            guard part.majorType == head.majorType, !part.isIndefinite else { throw .wrongChunk(offset: chunkStart) }
            let content = try chunk(part, from: chunkStart)
            // RFC 8949 section 3.2.3 wants each piece of a text to be text, not only the whole.
            if head.majorType == 3, !Self.isUTF8(content) { throw .notUTF8(offset: chunkStart) }
            whole += content
        }
    }

    mutating func text(_ head: Head, from start: Int) throws(CBORError) -> String {
        guard let text = String(validating: try string(head, from: start), as: UTF8.self) else {
            throw .notUTF8(offset: start)
        }
        return text
    }

    /// A count of items or bytes, compared with the bytes that are left.
    func claimed(_ head: Head, bytesEach: Int, from start: Int) throws(CBORError) -> Int {
        let left = bytes.endIndex - position
        guard let count = Int(exactly: head.argument), count <= left / bytesEach else {
            throw .claimsTooMuch(claimed: head.argument, bytesLeft: left, offset: start)
        }
        return count
    }

    private mutating func chunk(_ head: Head, from start: Int) throws(CBORError) -> ArraySlice<UInt8> {
        let count = try claimed(head, bytesEach: 1, from: start)
        defer { position += count }
        return bytes[position..<position + count]
    }

    private mutating func number(bytes count: Int) throws(CBORError) -> UInt64 {
        guard bytes.endIndex - position >= count else { throw .unexpectedEnd(offset: bytes.endIndex) }
        var number: UInt64 = 0
        for byte in bytes[position..<position + count] { number = number << 8 | UInt64(byte) }
        position += count
        return number
    }

    /// The smallest argument that needs that many bytes.
    private static func smallest(_ width: Int) -> UInt64 { width == 1 ? 24 : 1 << UInt64(width * 4) }

    private static func isUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
        String(validating: bytes, as: UTF8.self) != nil
    }
}
