import Bytes
public import JSON

/// One step of a claims path pointer.
public enum ClaimPathComponent: Sendable {
    /// The member of that name.
    case name(String)
    /// The element at that position, counted from 0.
    case index(Int)
    /// All elements.
    case all

    /// The component as in JSON: string, integer or null.
    public var json: JSONValue {
        switch self {
        case .name(let name): .string(name)
        case .index(let index): .integer(Int64(index))
        case .all: .null
        }
    }
}

extension ClaimPathComponent: Hashable {
    /// Whether both say the same; names are compared by their bytes.
    public static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.name(let left), .name(let right)): haveSameBytes(left, right)
        case (.index(let left), .index(let right)): left == right
        case (.all, .all): true
        default: false
        }
    }

    /// Feeds what `==` compares.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .name(let name): hasher.combine(name)
        case .index(let index): hasher.combine(index)
        case .all: hasher.combine(-1)
        }
    }
}

extension ClaimPathComponent: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral {
    /// Names a member.
    public init(stringLiteral value: String) { self = .name(value) }

    /// Names a position.
    public init(integerLiteral value: Int) { self = .index(value) }

    /// Names all elements.
    public init(nilLiteral: ()) { self = .all }
}
