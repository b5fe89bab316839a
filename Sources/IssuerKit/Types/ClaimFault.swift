/// What is wrong with a claim that was to be issued. Values are never repeated.
public enum ClaimFault: Sendable, Equatable {
    /// The type requires the claim.
    case missing
    /// The type does not know the claim.
    case undescribed
    /// The value is of another kind; the text begins with a verb.
    case value(String)

    var phrase: String {
        switch self {
        case .missing: "is missing"
        case .undescribed: "is not described by the type"
        case .value(let text): text
        }
    }

    var code: String {
        switch self {
        case .missing: "claim_missing"
        case .undescribed: "claim_undescribed"
        case .value: "claim_value"
        }
    }
}
