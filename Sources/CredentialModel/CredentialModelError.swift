public import JSON
public import Rules

/// Why a claims path pointer, or a description of a credential, was refused; components are counted from 0.
public enum CredentialModelError: RuleError {
    /// The path is no array.
    case pathNotArray(found: JSONKind)
    /// The path has no component.
    case pathEmpty
    /// The path has too many components.
    case pathTooLong(count: Int, limit: Int)
    /// A component that is none of string, null and integer.
    case pathComponent(position: Int, found: JSONKind)
    /// A number with a fraction, with an exponent, or beyond 2^53 - 1.
    case pathNumber(position: Int)
    /// A negative integer.
    case pathIndexNegative(position: Int)
    /// A path in the form for people that cannot be read from that byte on.
    case pathText(offset: Int)
    /// A description of a credential says that something is disclosable that it does not contain.
    case noSuchClaim(path: ClaimPath)
    /// A description of a credential lacks a member, or has one of another type.
    case facts(JSONMemberError)

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .pathNotArray(let found):
            Self.path("DCQL-04", "path_not_array", "the path is \(found.phrase)")
        case .pathEmpty:
            Self.path("DCQL-04", "path_empty", "the path is empty")
        case .pathTooLong(let count, let limit):
            Refusal(
                "DCQL-09", "path_too_long", "the path has \(count) components, the limit is \(limit)",
                hint: "name the claim by a shorter path")
        case .pathComponent(let position, let found):
            Self.path("PATH-05", "path_component", "component \(position) of the path is \(found.phrase)")
        case .pathNumber(let position):
            Self.path("DCQL-10", "path_number", "component \(position) of the path is no plain integer up to 2^53 - 1")
        case .pathIndexNegative(let position):
            Self.path("DCQL-04", "path_index_negative", "component \(position) of the path is negative")
        case .pathText(let offset):
            Refusal(
                "DCQL-04", "path_text", "the path cannot be read from byte \(offset) on",
                hint: "write a path like address.postcode, nationalities[1] or degrees[*].type")
        case .noSuchClaim(let path):
            Refusal(
                "PATH-07", "no_such_claim", "\(path) is called disclosable, the claims do not contain it",
                hint: "list only positions that exist in the claims")
        case .facts(let error):
            Refusal(
                "DSEL-01", "facts_member", "\(error)",
                hint: "describe a credential by id, format, type, holder_bound and claims")
        }
    }

    private static func path(_ rule: RuleID, _ code: String, _ problem: String) -> Refusal {
        Refusal(rule, code, problem, hint: "a path is a non-empty array of strings, nulls and integers from 0 on")
    }
}
