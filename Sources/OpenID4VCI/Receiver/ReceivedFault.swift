import Rules

/// Why a received credential is not the one that was asked for.
public enum ReceivedFault: String, Sendable, Equatable {
    /// Not a compact SD-JWT that ends with a tilde.
    case form = "is no compact SD-JWT without key binding"
    /// Of another type than the configuration says.
    case type = "has another vct than the configuration"
    /// Bound to no key although proofs were sent.
    case unbound = "is bound to no key"
    /// Bound to a key that is not one of those in the proofs.
    case foreignKey = "is bound to a key that is not ours"
    /// Bound to the same key as another one of the batch.
    case repeatedKey = "is bound to the same key as another copy"

    func refusal(_ position: Int) -> Refusal {
        let rule: RuleID = self == .form ? "FMT-01" : "CRED-26"
        return Refusal(
            rule, code, "credential \(position) of the answer \(rawValue)",
            hint: "nothing was stored; the issuer gave something else than was asked for")
    }

    private var code: String {
        switch self {
        case .form: "credential_form"
        case .type: "credential_type"
        case .unbound: "credential_unbound"
        case .foreignKey: "credential_foreign_key"
        case .repeatedKey: "credential_repeated_key"
        }
    }
}
