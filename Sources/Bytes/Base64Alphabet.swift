/// One 64-character alphabet with its reverse table; what Base64 and Base64URL share.
struct Base64Alphabet: Sendable {
    let name: String
    let characters: [UInt8]
    /// The six bits of each character, 0xFF for a byte that is none.
    let values: [UInt8]

    init(name: String, last two: (Character, Character)) {
        let text = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\(two.0)\(two.1)"
        self.name = name
        characters = Array(text.utf8)
        var values = [UInt8](repeating: 0xFF, count: 256)
        for (value, character) in characters.enumerated() { values[Int(character)] = UInt8(value) }
        self.values = values
    }

    /// Writes without padding.
    func encode(_ bytes: Span<UInt8>, into text: inout [UInt8]) {
        text.reserveCapacity(text.count + (bytes.count * 4 + 2) / 3 + 2)
        var index = 0
        while bytes.count - index >= 3 {
            let group = UInt32(bytes[index]) << 16 | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2])
            text.append(characters[Int(group >> 18)])
            text.append(characters[Int(group >> 12 & 63)])
            text.append(characters[Int(group >> 6 & 63)])
            text.append(characters[Int(group & 63)])
            index += 3
        }
        switch bytes.count - index {
        case 1:
            text.append(characters[Int(bytes[index] >> 2)])
            text.append(characters[Int(bytes[index] << 4 & 63)])
        case 2:
            let group = UInt32(bytes[index]) << 8 | UInt32(bytes[index + 1])
            text.append(characters[Int(group >> 10)])
            text.append(characters[Int(group >> 4 & 63)])
            text.append(characters[Int(group << 2 & 63)])
        default: break
        }
    }

    /// Reads text without padding.
    func decode(_ text: Span<UInt8>) throws(BytesError) -> [UInt8] {
        guard text.count % 4 != 1 else { throw .impossibleLength(encoding: name, count: text.count) }
        // Zeroed first and then written: measured at half the cost of an array that is built in place.
        var bytes = [UInt8](repeating: 0, count: Self.byteCount(of: text.count))
        try write(text, to: &bytes, from: 0)
        return bytes
    }

    /// Reads text without padding; nothing is appended when it throws.
    func decode(_ text: Span<UInt8>, appendingTo bytes: inout [UInt8]) throws(BytesError) {
        guard text.count % 4 != 1 else { throw .impossibleLength(encoding: name, count: text.count) }
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: Self.byteCount(of: text.count)))
        do throws(BytesError) { try write(text, to: &bytes, from: start) } catch {
            bytes.removeLast(bytes.count - start)
            throw error
        }
    }

    private static func byteCount(of characters: Int) -> Int { characters / 4 * 3 + max(0, characters % 4 - 1) }

    private func write(_ text: Span<UInt8>, to bytes: inout [UInt8], from start: Int) throws(BytesError) {
        let values = values.span
        let whole = text.count / 4 * 4
        let rest = text.count - whole
        var bad: UInt8 = 0
        var output = bytes.mutableSpan
        // No character is refused inside the loop: the branch would cost more than the whole group. Nor is a place checked
        // in it: `whole` bounds the text, the count above the output, and a byte is always within a table of 256.
        var (index, place) = (0, start)
        while index < whole {
            let a = unsafe values[unchecked: Int(text[unchecked: index])]
            let b = unsafe values[unchecked: Int(text[unchecked: index + 1])]
            let c = unsafe values[unchecked: Int(text[unchecked: index + 2])]
            let d = unsafe values[unchecked: Int(text[unchecked: index + 3])]
            bad |= a | b | c | d
            unsafe output[unchecked: place] = a << 2 | b >> 4
            unsafe output[unchecked: place + 1] = b << 4 | c >> 2
            unsafe output[unchecked: place + 2] = c << 6 | d
            index += 4
            place += 3
        }
        guard bad & 0xC0 == 0 else { throw firstBadCharacter(in: text) }
        guard rest > 0 else { return }
        let (a, b) = (values[Int(text[whole])], values[Int(text[whole + 1])])
        let c = rest == 3 ? values[Int(text[whole + 2])] : 0
        guard (a | b | c) & 0xC0 == 0 else { throw firstBadCharacter(in: text) }
        output[place] = a << 2 | b >> 4
        if rest == 3 {
            output[place + 1] = b << 4 | c >> 2
            guard c & 0b11 == 0 else { throw .unusedBitsNotZero(encoding: name) }
        } else {
            guard b & 0b1111 == 0 else { throw .unusedBitsNotZero(encoding: name) }
        }
    }

    private func firstBadCharacter(in text: Span<UInt8>) -> BytesError {
        for position in 0..<text.count where values[Int(text[position])] == 0xFF {
            return .characterOutsideAlphabet(encoding: name, position: position)
        }
        return .impossibleLength(encoding: name, count: text.count)
    }
}
