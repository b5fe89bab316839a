public import Rules

/// Why bytes were refused as CBOR, or an item as what it should be; `offset` counts bytes from 0 in the whole input.
public enum CBORError: RuleError {
    /// The whole input is larger than the limit.
    case inputTooLong(bytes: Int, limit: Int)
    /// Arrays, maps and tags are nested too deeply.
    case tooDeep(limit: Int, offset: Int)
    /// There are too many data items.
    case tooManyItems(limit: Int, offset: Int)
    /// Too many tags stand directly around one another.
    case tooManyTags(limit: Int, offset: Int)
    /// A string, array or map claims more than the bytes that are left could hold.
    case claimsTooMuch(claimed: UInt64, bytesLeft: Int, offset: Int)
    /// The input ends inside an item.
    case unexpectedEnd(offset: Int)
    /// Something follows the item.
    case trailingBytes(offset: Int)
    /// A number or length that has a shorter form.
    case notShortest(offset: Int)
    /// A string, array or map without its length.
    case indefiniteLength(offset: Int)
    /// Additional information that RFC 8949 reserves, or a break where none can stand.
    case reservedInformation(offset: Int)
    /// A simple value other than false, true and null.
    case unknownSimpleValue(offset: Int)
    /// A piece of a string of indefinite length that is no such string itself.
    case wrongChunk(offset: Int)
    /// The same key a second time in one map.
    case duplicateKey(offset: Int)
    /// A text string that is not UTF-8.
    case notUTF8(offset: Int)
    /// A tag where the structure has none.
    case tagNotAllowed(tag: UInt64, offset: Int)
    /// A floating-point number where the structure has none.
    case floatNotAllowed(offset: Int)
    /// An item that should be a tag 24 around a byte string is something else.
    case notEmbedded
    /// A text that is no date and time as CBR-10 asks, or an item that is no tag 0 around a text.
    case notDateTime
    /// A text that is no date, or an item that is no tag 1004 around a text.
    case notFullDate
    /// A moment outside the years 0000 to 9999.
    case yearOutOfRange(UnixTime)
    /// A map key that is no text, where JSON is to be made.
    case keyNotText
    /// An item that should be a bignum is something else.
    case notBignum

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .inputTooLong(let bytes, let limit):
            Self.limit("input_too_long", "the CBOR input has \(bytes) bytes, the limit is \(limit)")
        case .tooDeep(let limit, let offset):
            Self.limit("too_deep", "byte \(offset) opens more than \(limit) nested arrays, maps and tags")
        case .tooManyItems(let limit, let offset):
            Self.limit("too_many_items", "the item at byte \(offset) is one more than the limit of \(limit)")
        case .tooManyTags(let limit, let offset):
            Self.limit("too_many_tags", "the tag at byte \(offset) stands inside \(limit) others")
        case .claimsTooMuch(let claimed, let bytesLeft, let offset):
            Refusal(
                "CBR-06", "claims_too_much",
                "the item at byte \(offset) claims a length of \(claimed), and \(bytesLeft) bytes are left",
                hint: "check whether the input was cut")
        case .unexpectedEnd(let offset):
            Refusal(
                "CBR-05", "unexpected_end", "the CBOR input ends at byte \(offset), inside an item",
                hint: "check whether the input was cut")
        case .trailingBytes(let offset):
            Self.spelling("trailing_bytes", "something follows the CBOR item at byte \(offset)", "send one item alone")
        case .notShortest(let offset):
            Self.spelling(
                "not_shortest", "the number at byte \(offset) has a shorter form",
                "write each head in its shortest form")
        case .indefiniteLength(let offset):
            Self.spelling(
                "indefinite_length", "the item at byte \(offset) has an indefinite length",
                "write the length of every string, array and map")
        case .reservedInformation(let offset):
            Self.spelling(
                "reserved_information", "the head at byte \(offset) is reserved or a break out of place",
                "encode as RFC 8949 section 3 says")
        case .unknownSimpleValue(let offset):
            Self.spelling(
                "unknown_simple_value", "the simple value at byte \(offset) is none of false, true and null",
                "leave the member out instead of writing undefined")
        case .wrongChunk(let offset):
            Self.spelling(
                "wrong_chunk", "the piece of a string at byte \(offset) is no string of the same kind",
                "write the string in one piece")
        case .duplicateKey(let offset):
            Self.spelling(
                "duplicate_key", "the map key at byte \(offset) occurs a second time",
                "write each key once; readers disagree about which of two counts")
        case .notUTF8(let offset):
            Self.spelling("not_utf8", "the text at byte \(offset) is not UTF-8", "write other bytes as a byte string")
        case .tagNotAllowed(let tag, let offset):
            Self.spelling(
                "tag_not_allowed", "the structure has no tag \(tag) at byte \(offset)",
                "send the item without the tag")
        case .floatNotAllowed(let offset):
            Refusal(
                "CBR-11", "float_not_allowed", "the structure has no floating-point number at byte \(offset)",
                hint: "write an integer")
        case .notEmbedded:
            Refusal(
                "CBR-07", "not_embedded", "an item is no tag 24 around a byte string",
                hint: "wrap the encoded item into a byte string and that into tag 24")
        case .notDateTime:
            Refusal(
                "CBR-10", "not_date_time", "an item is no date and time of the form 2026-11-23T08:00:00Z under tag 0",
                hint: "write tag 0, UTC with a capital Z, no fraction of a second")
        case .notFullDate:
            Refusal(
                "CBR-09", "not_full_date", "an item is no date of the form 2026-11-23 under tag 1004",
                hint: "write tag 1004 and a date of the calendar")
        case .yearOutOfRange(let time):
            Refusal(
                "CBR-08", "year_out_of_range", "\(time) has no four digits for its year",
                hint: "choose a moment in the years 0000 to 9999")
        case .keyNotText:
            Refusal(
                "CBR-13", "key_not_text", "a map has a key that is no text, so it has no form in JSON",
                hint: "read this element as CBOR")
        case .notBignum:
            Refusal(
                "CBR-12", "not_bignum", "an item is no integer and no bignum without leading zero bytes",
                hint: "write an integer, or tag 2 or 3 around the shortest byte string")
        }
    }

    private static func limit(_ code: String, _ problem: String) -> Refusal {
        Refusal("CBR-06", code, problem, hint: "send less, or raise the limit where you configure this reader")
    }

    private static func spelling(_ code: String, _ problem: String, _ hint: String) -> Refusal {
        Refusal("CBR-05", code, problem, hint: hint)
    }
}
