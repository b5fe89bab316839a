/// A value as SQLite stores it.
public enum SQLiteValue: Sendable, Hashable {
    /// No value.
    case null
    /// A whole number.
    case integer(Int64)
    /// A floating-point number.
    case real(Double)
    /// A text, stored as UTF-8.
    case text(String)
    /// Bytes.
    case blob([UInt8])

    /// The name of the storage class.
    public var kind: String {
        switch self {
        case .null: "null"
        case .integer: "integer"
        case .real: "real"
        case .text: "text"
        case .blob: "blob"
        }
    }

    /// A text, or null.
    public init(_ text: String?) { self = text.map { .text($0) } ?? .null }
    /// A whole number, or null.
    public init(_ integer: Int64?) { self = integer.map { .integer($0) } ?? .null }
    /// Bytes, or null.
    public init(_ bytes: [UInt8]?) { self = bytes.map { .blob($0) } ?? .null }
}

extension SQLiteValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral {
    /// A text.
    public init(stringLiteral value: String) { self = .text(value) }
    /// A whole number.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// Null.
    public init(nilLiteral: ()) { self = .null }
}
