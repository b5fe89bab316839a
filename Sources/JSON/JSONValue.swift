import Bytes

/// A JSON value: what the strict parser makes of a text, and what is written as text.
///
/// ```swift
/// let value = try JSONValue(parsing: bytes)
/// let name = value["address"]?["locality"]?.string
/// let answer: JSONValue = ["state": "done", "count": 3, "tags": ["a", .null]]
/// ```
///
/// Objects keep the order of their members, numbers their spelling. Two values are equal when they mean the same: the
/// order of members does not count, strings are compared by their bytes, numbers as `JSONNumber` says.
public enum JSONValue: Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number.
    case number(JSONNumber)
    /// A string.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object.
    case object(JSONObject)

    /// An integer.
    public static func integer(_ value: Int64) -> Self { .number(JSONNumber(value)) }

    /// The kind of the value.
    public var kind: JSONKind {
        switch self {
        case .null: .null
        case .bool: .boolean
        case .number: .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }

    /// The member of that name; nil when this is no object or has no such member.
    public subscript(_ name: String) -> JSONValue? {
        guard case .object(let object) = self else { return nil }
        return object[name]
    }

    /// The element at that position, counted from 0; nil when this is no array or has no such element.
    public subscript(_ index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// The string, nil for another kind.
    public var string: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    /// The boolean, nil for another kind.
    public var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// The number, nil for another kind.
    public var number: JSONNumber? {
        guard case .number(let value) = self else { return nil }
        return value
    }

    /// The integer; nil for another kind, and for a number with a fraction, an exponent or too many digits.
    public var integer: Int64? { number?.integer }

    /// The elements, nil for another kind.
    public var array: [JSONValue]? {
        guard case .array(let value) = self else { return nil }
        return value
    }

    /// The object, nil for another kind.
    public var object: JSONObject? {
        guard case .object(let value) = self else { return nil }
        return value
    }

    /// Whether this is `null`.
    public var isNull: Bool {
        guard case .null = self else { return false }
        return true
    }
}

extension JSONValue: Hashable {
    /// Compares by meaning; see the type.
    public static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): haveSameBytes(left, right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }

    /// Feeds what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        switch self {
        case .null: break
        case .bool(let value): hasher.combine(value)
        case .number(let value): hasher.combine(value)
        case .string(let value): hashBytes(of: value, into: &hasher)
        case .array(let value): hasher.combine(value)
        case .object(let value): hasher.combine(value)
        }
    }
}
