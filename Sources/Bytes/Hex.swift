/// Base 16: written in lower case, read in both.
public enum Hex {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Encodes bytes as lower-case text.
    public static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Decodes text.
    ///
    /// - Throws: `impossibleLength` for an odd number of characters, `characterOutsideAlphabet`.
    public static func decode(_ text: String) throws(BytesError) -> [UInt8] {
        let characters = Array(text.utf8)
        guard characters.count % 2 == 0 else { throw .impossibleLength(encoding: "hex", count: characters.count) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(characters.count / 2)
        for position in stride(from: 0, to: characters.count, by: 2) {
            let high = try value(of: characters[position], at: position)
            let low = try value(of: characters[position + 1], at: position + 1)
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(of character: UInt8, at position: Int) throws(BytesError) -> UInt8 {
        switch character {
        case 0x30...0x39: character - 0x30
        case 0x41...0x46: character - 0x37
        case 0x61...0x66: character - 0x57
        default: throw .characterOutsideAlphabet(encoding: "hex", position: position)
        }
    }
}
