import CredentialModel
public import HTTP
import Rules

/// What is wrong with the value of a member whose JSON type is right.
public enum MemberFault: Sendable, Equatable {
    /// An array or object that must hold something holds nothing.
    case empty
    /// More entries than are taken.
    case tooMany(count: Int, limit: Int)
    /// The same entry twice.
    case repeated
    /// Not 1 to 2048 octets of text without control characters.
    case notOpaqueText
    /// Not the URL that is asked for.
    case url(HTTPError)
    /// An issuer identifier with a part that identifiers do not have.
    case identifierHas(part: String)
    /// Another identifier than the one that was asked for.
    case notIdentical(to: String)
    /// A value that this program does not know.
    case unknown(value: String)
    /// A number outside the range.
    case outOfRange(Int64)
    /// The counterpart of this member is missing.
    case without(member: String)

    /// The end of the sentence that begins with the member's name.
    var phrase: String {
        switch self {
        case .empty: "is empty"
        case .tooMany(let count, let limit): "has \(count) entries, at most \(limit) are taken"
        case .repeated: "has an entry twice"
        case .notOpaqueText: "is not a text of 1 to 2048 octets without control characters"
        case .url(let error): "is no URL that may be used: \(error.refusal.problem)"
        case .identifierHas(let part): "has \(part), which an issuer identifier may not have"
        case .notIdentical(let text): "is not, character for character, \(text)"
        case .unknown(let value): "is '\(DisplayText(value, limit: 64))', which is not known here"
        case .outOfRange(let value): "is \(value), which is out of range"
        case .without(let member): "stands there without '\(member)'"
        }
    }
}
