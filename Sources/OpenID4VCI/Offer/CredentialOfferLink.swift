import Bytes
public import HTTP
import JSON

/// A link with an offer in it, or with the address of one.
///
/// ```
/// openid-credential-offer://?credential_offer=%7B…%7D          by value
/// openid-credential-offer://?credential_offer_uri=https%3A…    by reference
/// ```
///
/// Source: OpenID4VCI 1.0 §4.1 (OFFER-01…03, OFFER-15).
public enum CredentialOfferLink: Sendable, Hashable {
    /// The offer itself.
    case value(CredentialOffer)
    /// Where the offer is fetched, after the person has agreed (OFFER-04).
    case reference(WebURL)

    /// Reads a link from a web page, a picture or a person.
    ///
    /// - Parameters:
    ///   - text: the link.
    ///   - claimed: https addresses, up to their path, that stand for the wallet by agreement.
    ///   - hosts: which hosts may be named.
    /// - Throws: `offerLink`, and whatever `CredentialOffer` throws.
    public init(
        parsing text: String, claimed: [WebURL] = [], hosts: HostPolicy = .publicHosts
    ) throws(OpenID4VCIError) {
        guard text.utf8.count <= Self.byteLimit else {
            throw .offerLink(.tooLong(bytes: text.utf8.count, limit: Self.byteLimit))
        }
        let link: AppLink
        do { link = try AppLink(parsing: text) } catch { throw .offerLink(.unreadable(error)) }
        guard Self.schemes.contains(link.scheme) || Self.isClaimed(link, by: claimed) else {
            throw .offerLink(.scheme(found: link.scheme))
        }
        let values = link.form.values(Parameter.value.rawValue)
        let references = link.form.values(Parameter.reference.rawValue)
        switch (values.count, references.count) {
        case (1, 0): self = .value(try CredentialOffer(parsing: Array(values[0].utf8), hosts: hosts))
        case (0, 1):
            do { self = .reference(try hosts.url(references[0])) } catch { throw .offerLink(.reference(error)) }
        case (let values, let references): throw .offerLink(.parameters(values: values, references: references))
        }
    }

    /// The link, on the issuer's side.
    ///
    /// - Throws: `offerLink` when the offer is too long for a link.
    public func text(scheme: String = "openid-credential-offer") throws(OpenID4VCIError) -> String {
        let field =
            switch self {
            case .value(let offer): FormField(Parameter.value.rawValue, offer.json.text)
            case .reference(let url): FormField(Parameter.reference.rawValue, url.text)
            }
        do { return try AppLink(scheme: scheme, [field]).text } catch { throw .offerLink(.unreadable(error)) }
    }

    /// The host that a fetch would go to, or that the offer names; what a person is asked about.
    public var host: String {
        switch self {
        case .value(let offer): offer.issuer.host
        case .reference(let url): url.hostText
        }
    }

    private static func isClaimed(_ link: AppLink, by claimed: [WebURL]) -> Bool {
        claimed.contains { haveSameBytes("\(link.scheme)://\(link.authority)\(link.path)", $0.text) }
    }

    private static let schemes = ["openid-credential-offer", "haip-vci"]
    private static let byteLimit = 16_384

    private enum Parameter: String {
        case value = "credential_offer"
        case reference = "credential_offer_uri"
    }
}
