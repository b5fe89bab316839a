import CredentialModel
public import HTTP
import Rules

/// What is wrong with a link that should hold an offer.
public enum OfferLinkFault: Sendable, Equatable {
    /// More octets than are read.
    case tooLong(bytes: Int, limit: Int)
    /// Not a link at all.
    case unreadable(HTTPError)
    /// A link for something else.
    case scheme(found: String)
    /// Not exactly one of the two parameters, exactly once.
    case parameters(values: Int, references: Int)
    /// The address of the offer may not be fetched.
    case reference(HTTPError)

    var refusal: Refusal {
        switch self {
        case .tooLong(let bytes, let limit):
            Refusal(
                "OFFER-15", "offer_link_too_long", "the offer link has \(bytes) bytes, the limit is \(limit)",
                hint: "ask the issuer for an offer by reference")
        case .unreadable(let error):
            Refusal(
                "OFFER-02", "offer_link_unreadable", "the offer link cannot be read: \(error.refusal.problem)",
                hint: "check whether the link was cut or changed on its way")
        case .scheme(let found):
            Refusal(
                "OFFER-02", "offer_link_scheme",
                "a link of the scheme '\(DisplayText(found, limit: 32))' is no credential offer",
                hint: "use a link that begins with openid-credential-offer:// or haip-vci://")
        case .parameters(let values, let references):
            Refusal(
                "OFFER-01", "offer_link_parameters",
                "the link has credential_offer \(values) times and credential_offer_uri \(references) times",
                hint: "the issuer must send exactly one of the two, once")
        case .reference(let error):
            Refusal(
                "OFFER-03", "offer_reference", "the offer may not be fetched: \(error.refusal.problem)",
                hint: "the issuer must publish offers under a public https URL")
        }
    }
}
