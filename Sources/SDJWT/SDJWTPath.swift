import Bytes

/// Names claims inside the claims of an SD-JWT that is to be issued.
///
/// ```swift
/// let street: SDJWTPath = ["address", "street"]
/// let everyNationality: SDJWTPath = ["nationalities", .every]
/// ```
public struct SDJWTPath: Sendable, Hashable, ExpressibleByArrayLiteral, CustomStringConvertible {
    /// One step down.
    public enum Component: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
        /// The member of that name.
        case name(String)
        /// The element at that place, counted from 0.
        case index(Int)
        /// Each element of an array.
        case every

        /// Names a member.
        public init(stringLiteral value: String) { self = .name(value) }

        /// Names an element.
        public init(integerLiteral value: Int) { self = .index(value) }
    }

    /// The steps from the top; none names the whole.
    public let components: [Component]

    /// Names claims by steps from the top.
    public init(_ components: [Component]) { self.components = components }

    /// Names claims by steps from the top.
    public init(arrayLiteral elements: Component...) { components = elements }

    /// The path as JSON writes claim paths, such as `["nationalities", null]`.
    public var description: String {
        let steps = components.map { component in
            switch component {
            case .name(let name): "\"\(name)\""
            case .index(let index): "\(index)"
            case .every: "null"
            }
        }
        return "[\(steps.joined(separator: ", "))]"
    }

    /// Whether this path names the place that `place` spells without `every`.
    func matches(_ place: [Component]) -> Bool {
        guard components.count == place.count else { return false }
        return zip(components, place).allSatisfy { pattern, step in
            switch (pattern, step) {
            case (.every, .index), (.every, .every): true
            case (.name(let left), .name(let right)): haveSameBytes(left, right)
            case (.index(let left), .index(let right)): left == right
            default: false
            }
        }
    }
}
