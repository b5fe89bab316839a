import CredentialModel
import Rules

/// What a wallet talks to.
public enum Endpoint: String, Sendable, Hashable {
    /// The address of an offer by reference.
    case offer = "the offer's address"
    /// The issuer's metadata.
    case issuerMetadata = "the issuer's metadata address"
    /// The authorization server's metadata.
    case serverMetadata = "the authorization server's metadata address"
    /// Where tokens are given.
    case token = "the token endpoint"
    /// Where nonces are given.
    case nonce = "the nonce endpoint"
    /// Where credentials are given.
    case credential = "the credential endpoint"

    var rule: RuleID {
        switch self {
        case .offer: "OFFER-03"
        case .issuerMetadata: "META-02"
        case .serverMetadata: "META-30"
        case .token: "TOKEN-05"
        case .nonce: "NONCE-02"
        case .credential: "CRED-20"
        }
    }

    func refusal(_ body: OAuthErrorBody) -> Refusal {
        let hint =
            switch body.code {
            case .invalidGrant, .invalidTransactionCode:
                "the code is wrong, used or expired; ask the issuer for a new offer"
            case .credentialRequestDenied: "the issuer will not give this credential; ask it why"
            case .invalidNonce: "try again; the issuer refuses its own nonces"
            default: "ask the issuer, and name the error"
            }
        let said = body.text.map { " ('\($0)')" } ?? ""
        return Refusal(
            self == .token ? "TOKEN-23" : "CRED-34", "refused_by_issuer",
            "\(rawValue) answered '\(DisplayText(body.code.rawValue, limit: 64))'\(said)", hint: hint)
    }
}
