public import Rules

/// Why a text encoding of bytes was refused.
public enum BytesError: RuleError {
    /// A character that the alphabet does not have; `position` counts bytes from 0.
    case characterOutsideAlphabet(encoding: String, position: Int)
    /// A number of characters that no byte string encodes to.
    case impossibleLength(encoding: String, count: Int)
    /// The last character carries bits that belong to no byte, so the bytes would have a second spelling.
    case unusedBitsNotZero(encoding: String)
    /// Padding that is missing, too long, or not at the end.
    case wrongPadding(encoding: String)

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .characterOutsideAlphabet(let encoding, let position):
            Refusal(
                "JOSE-01", "character_outside_alphabet", "character \(position) is not in the \(encoding) alphabet",
                hint: "send \(encoding) without white space, line breaks or characters of another alphabet")
        case .impossibleLength(let encoding, let count):
            Refusal(
                "JOSE-02", "impossible_length", "\(count) \(encoding) characters encode no whole number of bytes",
                hint: "check whether the text was cut")
        case .unusedBitsNotZero(let encoding):
            Refusal(
                "JOSE-02", "unused_bits_not_zero", "the last \(encoding) character has unused bits that are not zero",
                hint: "encode again; one byte string has one accepted spelling")
        case .wrongPadding(let encoding):
            Refusal(
                "JOSE-02", "wrong_padding", "the \(encoding) text is padded wrongly",
                hint: "standard base64 is padded with = to a multiple of four characters, base64url is not padded")
        }
    }
}
