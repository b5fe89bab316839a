/// base64url without padding, in its one accepted spelling.
///
/// ```swift
/// let text = Base64URL.encode([0xFF, 0x00])        // "_wA"
/// let bytes = try Base64URL.decode("_wA")          // [0xFF, 0x00]
/// ```
///
/// Source: RFC 4648 §5, RFC 7515 §2 (JOSE-01, JOSE-02).
public enum Base64URL {
    private static let alphabet = Base64Alphabet(name: "base64url", last: ("-", "_"))

    /// Encodes bytes as text.
    public static func encode(_ bytes: [UInt8]) -> String { String(decoding: encodedUTF8(bytes.span), as: UTF8.self) }

    /// Encodes bytes as the ASCII bytes of the text.
    public static func encodedUTF8(_ bytes: Span<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        alphabet.encode(bytes, into: &text)
        return text
    }

    /// Decodes text.
    ///
    /// - Throws: `characterOutsideAlphabet`, `impossibleLength`, `unusedBitsNotZero`.
    public static func decode(_ text: String) throws(BytesError) -> [UInt8] {
        let characters = Array(text.utf8)
        return try alphabet.decode(characters.span)
    }

    /// Decodes the ASCII bytes of a text.
    ///
    /// - Throws: `characterOutsideAlphabet`, `impossibleLength`, `unusedBitsNotZero`.
    public static func decode(_ text: Span<UInt8>) throws(BytesError) -> [UInt8] { try alphabet.decode(text) }

    /// Decodes the ASCII bytes of a text and appends what they encode; nothing is appended when it throws.
    ///
    /// - Throws: as `decode`.
    public static func decode(_ text: Span<UInt8>, appendingTo bytes: inout [UInt8]) throws(BytesError) {
        try alphabet.decode(text, appendingTo: &bytes)
    }
}
