/// Standard base64 with padding, in its one accepted spelling; JOSE uses it for `x5c` only.
///
/// Source: RFC 4648 §4, RFC 7515 §4.1.6 (JOSE-17).
public enum Base64 {
    private static let alphabet = Base64Alphabet(name: "base64", last: ("+", "/"))

    /// Encodes bytes as padded text.
    public static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        alphabet.encode(bytes.span, into: &text)
        while text.count % 4 != 0 { text.append(0x3D) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Decodes padded text.
    ///
    /// - Throws: `wrongPadding`, `characterOutsideAlphabet`, `unusedBitsNotZero`.
    public static func decode(_ text: String) throws(BytesError) -> [UInt8] {
        let bytes = Array(text.utf8)
        guard bytes.count % 4 == 0 else { throw .wrongPadding(encoding: alphabet.name) }
        let padding = bytes.reversed().prefix { $0 == 0x3D }.count
        guard padding <= 2 else { throw .wrongPadding(encoding: alphabet.name) }
        let unpadded = bytes.dropLast(padding)
        return try alphabet.decode(unpadded.span)
    }
}
