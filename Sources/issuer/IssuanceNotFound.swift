import Rules

/// That nothing was issued under a name.
enum IssuanceNotFound: RuleError {
    case unknown(id: String)

    var refusal: Refusal {
        switch self {
        case .unknown(let id):
            Refusal(
                "TSL-05", "unknown_issuance", "nothing was issued under '\(id)' that could be taken back",
                hint: "'issuer list' shows what was issued, and what was only offered")
        }
    }
}
