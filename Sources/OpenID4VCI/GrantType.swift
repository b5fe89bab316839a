/// A way to get an access token, by the name that offers, metadata and token requests use.
///
/// Source: RFC 6749 §4, OpenID4VCI 1.0 §4.1.1 (OFFER-07…09).
public struct GrantType: RawRepresentable, Hashable, Sendable {
    /// The name on the wire.
    public let rawValue: String

    /// Takes any name; unknown ones survive.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The issuer has agreed to the issuance before the wallet appears.
    public static let preAuthorizedCode = GrantType(rawValue: "urn:ietf:params:oauth:grant-type:pre-authorized_code")
    /// The person logs in and agrees in a browser.
    public static let authorizationCode = GrantType(rawValue: "authorization_code")
}
