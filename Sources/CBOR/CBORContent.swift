import Bytes

/// What a data item is.
///
/// Equality is by meaning: text by its bytes (SEC-05), maps in any order of their entries, numbers by value.
public enum CBORContent: Sendable {
    /// A natural number.
    case unsigned(UInt64)
    /// The negative number −1 − n; n is what is stored.
    case negative(UInt64)
    /// A byte string.
    case bytes([UInt8])
    /// A text string.
    case text(String)
    /// An array.
    case array([CBORValue])
    /// A map.
    case map(CBORMap)
    /// A tag around an item.
    indirect case tagged(UInt64, CBORValue)
    /// `true` or `false`.
    case bool(Bool)
    /// `null`.
    case null
    /// A floating-point number.
    case float(CBORFloat)
}

extension CBORContent: Hashable {
    /// Compares by meaning; see the type.
    public static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.unsigned(let left), .unsigned(let right)): left == right
        case (.negative(let left), .negative(let right)): left == right
        case (.bytes(let left), .bytes(let right)): left == right
        case (.text(let left), .text(let right)): haveSameBytes(left, right)
        case (.array(let left), .array(let right)): left == right
        case (.map(let left), .map(let right)): left == right
        case (.tagged(let left, let leftItem), .tagged(let right, let rightItem)):
            left == right && leftItem == rightItem
        case (.bool(let left), .bool(let right)): left == right
        case (.null, .null): true
        case (.float(let left), .float(let right)): left == right
        default: false
        }
    }

    /// Feeds what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(majorType)
        switch self {
        case .unsigned(let value), .negative(let value): hasher.combine(value)
        case .bytes(let value): hasher.combine(value)
        case .text(let value): for byte in value.utf8 { hasher.combine(byte) }
        case .array(let value): hasher.combine(value)
        case .map(let value): hasher.combine(value)
        case .tagged(let tag, let value):
            hasher.combine(tag)
            hasher.combine(value)
        case .bool(let value): hasher.combine(value)
        case .null: break
        case .float(let value): hasher.combine(value)
        }
    }

    /// The three bits at the beginning of the head.
    var majorType: UInt8 {
        switch self {
        case .unsigned: 0
        case .negative: 1
        case .bytes: 2
        case .text: 3
        case .array: 4
        case .map: 5
        case .tagged: 6
        case .bool, .null, .float: 7
        }
    }
}
