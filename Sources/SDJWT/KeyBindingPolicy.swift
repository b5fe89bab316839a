/// Whether a key binding must come; decided from policy and request, never from what came (KB-04).
public enum KeyBindingPolicy: Sendable {
    /// It must come and be right (KB-05).
    case required(KeyBindingExpectation)
    /// It may be absent; if it comes, it must be right (KB-09).
    case ifPresent(KeyBindingExpectation)
    /// It must not come: for a holder who receives a credential from its issuer (SDJWT-52).
    case refused

    /// The party for whom the presentation must be made; nil for a holder, who is nobody's audience.
    public var audience: String? {
        switch self {
        case .required(let expectation), .ifPresent(let expectation): expectation.audience
        case .refused: nil
        }
    }
}
