public import HTTP
public import JSON
import Rules

/// What an authorization server says about itself.
///
/// Source: RFC 8414 §2, OpenID4VCI 1.0 §12.3 (META-30…35).
public struct AuthorizationServerMetadata: Sendable, Hashable {
    /// Who this is.
    public let issuer: IssuerIdentifier
    /// Where tokens are fetched.
    public let tokenEndpoint: WebURL
    /// Where the person logs in; absent at a server that knows only pre-authorized codes (META-33).
    public let authorizationEndpoint: WebURL?
    /// The grants that the server knows.
    public let grantTypes: [GrantType]
    /// How clients may authenticate.
    public let authenticationMethods: [String]
    /// Whether a wallet without a client identifier may redeem a pre-authorized code (CLIENT-02).
    public let allowsAnonymousPreAuthorizedAccess: Bool

    /// Describes a server that knows only pre-authorized codes, on its own side.
    public init(issuer: IssuerIdentifier, tokenEndpoint: WebURL, allowsAnonymousPreAuthorizedAccess: Bool) {
        (self.issuer, self.tokenEndpoint, authorizationEndpoint) = (issuer, tokenEndpoint, nil)
        (grantTypes, authenticationMethods) = ([.preAuthorizedCode], [Self.noAuthentication])
        self.allowsAnonymousPreAuthorizedAccess = allowsAnonymousPreAuthorizedAccess
    }

    /// Reads the document.
    ///
    /// - Parameters:
    ///   - value: the parsed body.
    ///   - expected: the identifier that the URL was built from.
    ///   - hosts: which hosts may be named.
    /// - Throws: `notAnObject`, `member`, `value`.
    public init(_ value: JSONValue, expected: IssuerIdentifier, hosts: HostPolicy) throws(OpenID4VCIError) {
        guard let object = value.object else { throw .notAnObject(.serverMetadata, rule: "META-32", place: "") }
        let reader = DocumentReader(.serverMetadata, object, rule: "META-32")
        try expected.checkIdentical(
            try reader.string(Member.issuer.rawValue), in: .serverMetadata, rule: "META-30",
            member: Member.issuer.rawValue)
        issuer = expected
        guard let endpoint = try reader.endpointIfPresent(Member.tokenEndpoint.rawValue, hosts: hosts) else {
            throw .member(.serverMetadata, rule: "META-32", place: "", .missing(member: Member.tokenEndpoint.rawValue))
        }
        tokenEndpoint = endpoint
        authorizationEndpoint = try reader.endpointIfPresent(Member.authorizationEndpoint.rawValue, hosts: hosts)
        // RFC 8414 §2: without the member, the server knows the two grants of old.
        let grants = try reader.stringsIfPresent(Member.grantTypes.rawValue) ?? ["authorization_code", "implicit"]
        grantTypes = grants.map(GrantType.init(rawValue:))
        authenticationMethods = try reader.stringsIfPresent(Member.authenticationMethods.rawValue) ?? []
        allowsAnonymousPreAuthorizedAccess = try reader.boolIfPresent(Member.anonymousAccess.rawValue) ?? false
    }

    /// The document, on the server's side.
    public var json: JSONValue {
        var object = JSONObject([
            (Member.issuer.rawValue, .string(issuer.text)),
            (Member.tokenEndpoint.rawValue, .string(tokenEndpoint.text)),
        ])
        if let authorizationEndpoint {
            object[Member.authorizationEndpoint.rawValue] = .string(authorizationEndpoint.text)
        }
        object[Member.grantTypes.rawValue] = .array(grantTypes.map { .string($0.rawValue) })
        object[Member.authenticationMethods.rawValue] = .array(authenticationMethods.map(JSONValue.string))
        object[Member.anonymousAccess.rawValue] = .bool(allowsAnonymousPreAuthorizedAccess)
        return .object(object)
    }

    private static let noAuthentication = "none"

    private enum Member: String {
        case issuer
        case tokenEndpoint = "token_endpoint"
        case authorizationEndpoint = "authorization_endpoint"
        case grantTypes = "grant_types_supported"
        case authenticationMethods = "token_endpoint_auth_methods_supported"
        case anonymousAccess = "pre-authorized_grant_anonymous_access_supported"
    }
}
