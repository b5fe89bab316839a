public import Rules

/// Why a text was refused as JSON; `offset` counts bytes from 0.
public enum JSONError: RuleError {
    /// The whole text is larger than the limit.
    case textTooLong(bytes: Int, limit: Int)
    /// Arrays and objects are nested too deeply.
    case tooDeep(limit: Int, offset: Int)
    /// A string or a member name is too long.
    case stringTooLong(limitBytes: Int, offset: Int)
    /// An array has too many elements.
    case tooManyElements(limit: Int, offset: Int)
    /// An object has too many members.
    case tooManyMembers(limit: Int, offset: Int)
    /// A number has too many characters.
    case numberTooLong(limit: Int, offset: Int)
    /// A number is too large for a double.
    case numberOutOfRange(offset: Int)
    /// The same name a second time in one object; escapes are replaced before the comparison.
    case duplicateName(name: String, offset: Int)
    /// The text begins with a byte order mark.
    case byteOrderMark
    /// Bytes that are not UTF-8.
    case notUTF8(offset: Int)
    /// An escape for half of a surrogate pair.
    case loneSurrogate(offset: Int)
    /// A backslash that no escape of JSON follows.
    case unknownEscape(offset: Int)
    /// A control character in a string, which JSON wants escaped.
    case controlCharacter(offset: Int)
    /// A number that JSON does not spell so.
    case malformedNumber(offset: Int)
    /// Another character than those that may stand there.
    case unexpectedCharacter(expected: String, offset: Int)
    /// The text ends too early.
    case unexpectedEnd(expected: String, offset: Int)
    /// Something follows the value.
    case trailingCharacters(offset: Int)

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .textTooLong(let bytes, let limit):
            Self.limit("text_too_long", "the JSON text has \(bytes) bytes, the limit is \(limit)")
        case .tooDeep(let limit, let offset):
            Self.limit("too_deep", "byte \(offset) opens more than \(limit) nested arrays and objects")
        case .stringTooLong(let limit, let offset):
            Self.limit("string_too_long", "the string at byte \(offset) has more than \(limit) bytes")
        case .tooManyElements(let limit, let offset):
            Self.limit(
                "too_many_elements", "an array has more than \(limit) elements, the first of them at byte \(offset)")
        case .tooManyMembers(let limit, let offset):
            Self.limit(
                "too_many_members", "an object has more than \(limit) members, the first of them at byte \(offset)")
        case .numberTooLong(let limit, let offset):
            Self.limit("number_too_long", "the number at byte \(offset) has more than \(limit) characters")
        case .numberOutOfRange(let offset):
            Self.limit("number_out_of_range", "the number at byte \(offset) is too large for a double")
        case .duplicateName(let name, let offset):
            Refusal(
                "JOSE-03", "duplicate_name", "the member '\(name.prefix(64))' occurs again at byte \(offset)",
                hint: "send each member of an object once; readers disagree about which of two counts")
        case .byteOrderMark:
            Self.encoding("byte_order_mark", "the JSON text begins with a byte order mark")
        case .notUTF8(let offset):
            Self.encoding("not_utf8", "byte \(offset) of the JSON text is not UTF-8")
        case .loneSurrogate(let offset):
            Self.encoding("lone_surrogate", "the escape at byte \(offset) is half of a surrogate pair")
        case .unknownEscape(let offset):
            Self.syntax("unknown_escape", "the escape at byte \(offset) is none of JSON's")
        case .controlCharacter(let offset):
            Self.syntax("control_character", "a string has an unescaped control character at byte \(offset)")
        case .malformedNumber(let offset):
            Self.syntax("malformed_number", "the number at byte \(offset) is not spelled as JSON asks")
        case .unexpectedCharacter(let expected, let offset):
            Self.syntax("unexpected_character", "byte \(offset) of the JSON text is not \(expected)")
        case .unexpectedEnd(let expected, let offset):
            Self.syntax("unexpected_end", "the JSON text ends at byte \(offset) before \(expected)")
        case .trailingCharacters(let offset):
            Self.syntax("trailing_characters", "something follows the JSON value at byte \(offset)")
        }
    }

    private static func limit(_ code: String, _ problem: String) -> Refusal {
        Refusal("JOSE-04", code, problem, hint: "send less, or raise the limit where you configure this reader")
    }

    private static func encoding(_ code: String, _ problem: String) -> Refusal {
        Refusal("JOSE-04", code, problem, hint: "encode JSON as UTF-8 without a byte order mark")
    }

    private static func syntax(_ code: String, _ problem: String) -> Refusal {
        Refusal("JOSE-04", code, problem, hint: "send JSON as RFC 8259 defines it, without extensions")
    }
}
