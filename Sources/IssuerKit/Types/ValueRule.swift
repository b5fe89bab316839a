import Bytes
import CredentialModel
import JSON
import Rules

/// What values a claim may have, as the member `value` of a type file says.
///
/// ```json
/// {"type": "string", "max_characters": 64}      {"type": "array", "max_items": 8, "items": {"type": "country"}}
/// ```
public indirect enum ValueRule: Sendable, Hashable {
    /// Text of a length, or one of some values.
    case text(characters: ClosedRange<Int>, values: [String]?)
    /// A whole number.
    case integer(ClosedRange<Int64>)
    /// True or false.
    case boolean
    /// `YYYY-MM-DD`.
    case date
    /// `YYYY-MM-DDThh:mm:ssZ`.
    case time
    /// A decimal number as text, such as `-12.50`.
    case decimal
    /// Two capital letters, ISO 3166-1 alpha-2.
    case country
    /// A postal item number (PST-01).
    case item
    /// So many bytes as base64url.
    case base64url(bytes: Int)
    /// An object whose members are claims described by paths of their own.
    case object
    /// So many elements of one kind.
    case array(count: ClosedRange<Int>, elements: ValueRule)

    /// Reads the member `value` of a claim.
    ///
    /// - Returns: nil when the rule is not one of those above.
    init?(_ value: JSONValue) {
        func bound(_ name: String, _ otherwise: Int64) -> Int64 { value[name]?.integer ?? otherwise }
        func range(_ low: String, _ high: String, upTo limit: Int64) -> ClosedRange<Int>? {
            let (lower, upper) = (bound(low, 1), bound(high, limit))
            guard lower >= 0, lower <= upper, upper <= limit else { return nil }
            return Int(lower)...Int(upper)
        }
        switch value["type"]?.string {
        case "string":
            guard let range = range("min_characters", "max_characters", upTo: 262_144) else { return nil }
            let values = value["values"]?.array
            self = .text(characters: range, values: values.map { $0.compactMap(\.string) })
        case "integer":
            let (lower, upper) = (bound("minimum", .min), bound("maximum", .max))
            guard lower <= upper else { return nil }
            self = .integer(lower...upper)
        case "boolean": self = .boolean
        case "date": self = .date
        case "time": self = .time
        case "decimal": self = .decimal
        case "country": self = .country
        case "s10-item": self = .item
        case "base64url":
            guard let count = value["bytes"]?.integer, (1...4096).contains(count) else { return nil }
            self = .base64url(bytes: Int(count))
        case "object": self = .object
        case "array":
            guard let range = range("min_items", "max_items", upTo: 4096), let items = value["items"],
                let elements = ValueRule(items)
            else { return nil }
            self = .array(count: range, elements: elements)
        default: return nil
        }
    }

    /// What is wrong with a value that is neither object nor array; nil when nothing is.
    func fault(of value: JSONValue) -> String? {
        switch self {
        case .text(let characters, let values):
            guard let text = value.string else { return "is no text" }
            guard characters.contains(text.unicodeScalars.count) else {
                return
                    "has \(text.unicodeScalars.count) characters, expected \(characters.lowerBound) to \(characters.upperBound)"
            }
            guard let values, !values.contains(where: { $0.utf8.elementsEqual(text.utf8) }) else { return nil }
            return "is none of \(values.joined(separator: ", "))"
        case .integer(let range):
            guard let number = value.integer else { return "is no whole number" }
            return range.contains(number) ? nil : "is out of range"
        case .boolean: return value.bool == nil ? "is neither true nor false" : nil
        case .date:
            return Self.isMoment(value, characters: 10) ? nil : "is no date of the form YYYY-MM-DD"
        case .time:
            return Self.isMoment(value, characters: 20) ? nil : "is no time of the form YYYY-MM-DDThh:mm:ssZ"
        case .decimal:
            return value.string.map(Self.isDecimal) == true
                ? nil : "is no decimal number written as text, such as \"12.50\""
        case .country:
            let isCode = value.string.map { $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x41...0x5A).contains($0) } }
            return isCode == true ? nil : "is no country code of two capital letters"
        case .item:
            return value.string.flatMap(PostalItemIdentifier.init) == nil ? "is no postal item number (S10)" : nil
        case .base64url(let count):
            let bytes = value.string.flatMap { try? Base64URL.decode($0) }
            return bytes?.count == count ? nil : "is not the base64url text of \(count) bytes"
        case .object: return value.object == nil ? "is no object" : nil
        case .array(let count, _):
            guard let elements = value.array else { return "is no array" }
            guard count.contains(elements.count) else {
                return "has \(elements.count) elements, expected \(count.lowerBound) to \(count.upperBound)"
            }
            return nil
        }
    }

    private static func isMoment(_ value: JSONValue, characters: Int) -> Bool {
        guard let text = value.string, text.utf8.count == characters else { return false }
        return UnixTime(rfc3339: text) != nil
    }

    private static func isDecimal(_ text: String) -> Bool {
        let parts = (text.hasPrefix("-") ? text.dropFirst() : text[...]).split(
            separator: ".", omittingEmptySubsequences: false)
        return (1...2).contains(parts.count) && text.utf8.count <= 32
            && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }
}
