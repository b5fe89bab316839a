/// Why a member of an object could not be read; the caller adds the rule that asks for the member.
public enum JSONMemberError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The member is not there.
    case missing(member: String)
    /// The member has another type.
    case wrongType(member: String, expected: Expected, found: JSONKind)

    /// What a member was expected to be.
    public enum Expected: String, Sendable, Hashable {
        /// Any string.
        case string = "a string"
        /// A number without fraction and exponent that fits into 64 bits.
        case integer = "an integer"
        /// Any number.
        case number = "a number"
        /// `true` or `false`.
        case boolean = "a boolean"
        /// Any object.
        case object = "an object"
        /// Any array.
        case array = "an array"
        /// An array of nothing but strings.
        case strings = "an array of strings"
    }

    /// The name of the member.
    public var member: String {
        switch self {
        case .missing(let member), .wrongType(let member, _, _): member
        }
    }

    /// What is wrong, such as "'exp' is a string, expected an integer".
    public var description: String {
        switch self {
        case .missing(let member): "'\(member)' is missing"
        case .wrongType(let member, let expected, let found):
            "'\(member)' is \(found.phrase), expected \(expected.rawValue)"
        }
    }
}
