import CredentialModel
public import JSON
import Rules

/// An access token and what it is good for.
///
/// Source: RFC 6749 §5.1, OpenID4VCI 1.0 §6.2 (TOKEN-05…09).
public struct TokenResponse: Sendable, Hashable {
    /// The token; a secret.
    public let accessToken: String
    /// For how long it is good, when the server says so.
    public let expiresInSeconds: Int64?
    /// The datasets per configuration; nil when requests are to name the configuration.
    public let granted: [GrantedCredential]?

    /// Grants a bearer token, on the server's side.
    public init(accessToken: String, expiresInSeconds: Int64, granted: [GrantedCredential]?) {
        (self.accessToken, self.expiresInSeconds, self.granted) = (accessToken, expiresInSeconds, granted)
    }

    /// Reads the answer to a request.
    ///
    /// Remains of old drafts, such as `c_nonce`, are ignored (TOKEN-09).
    /// - Parameters:
    ///   - value: the parsed body.
    ///   - usedDetails: whether the request carried `authorization_details`, which the answer must then repeat.
    /// - Throws: `notAnObject`, `member`, `value`, `tokenType`.
    public init(_ value: JSONValue, usedDetails: Bool) throws(OpenID4VCIError) {
        guard let object = value.object else { throw .notAnObject(.tokenResponse, rule: "TOKEN-05", place: "") }
        let reader = DocumentReader(.tokenResponse, object, rule: "TOKEN-05")
        let type = try reader.string(Member.type.rawValue)
        // DPoP-bound tokens come with DPoP; to use one as a bearer token is forbidden (TOKEN-08).
        guard type.lowercased() == Self.bearer.lowercased() else { throw .tokenType(DisplayText(type, limit: 32)) }
        accessToken = try reader.opaque(Member.token.rawValue)
        let lifetime = object[Member.lifetime.rawValue]?.integer
        expiresInSeconds = lifetime.flatMap { $0 > 0 ? $0 : nil }
        granted = try Self.granted(object, usedDetails: usedDetails)
    }

    /// The object on the wire.
    public var json: JSONValue {
        var object = JSONObject([
            (Member.token.rawValue, .string(accessToken)), (Member.type.rawValue, .string(Self.bearer)),
        ])
        if let expiresInSeconds { object[Member.lifetime.rawValue] = .integer(expiresInSeconds) }
        if let granted { object[Member.details.rawValue] = .array(granted.map(\.json)) }
        return .object(object)
    }

    private static func granted(
        _ object: JSONObject, usedDetails: Bool
    ) throws(OpenID4VCIError) -> [GrantedCredential]? {
        let reader = DocumentReader(.tokenResponse, object, rule: "TOKEN-06")
        guard let entries = try reader.arrayIfPresent(Member.details.rawValue) else {
            guard !usedDetails else {
                throw .member(.tokenResponse, rule: "TOKEN-06", place: "", .missing(member: Member.details.rawValue))
            }
            return nil
        }
        var granted: [GrantedCredential] = []
        for entry in entries {
            guard let detail = entry.object else {
                throw .notAnObject(.tokenResponse, rule: "TOKEN-06", place: Member.details.rawValue)
            }
            guard detail[AuthorizationDetail.Member.type.rawValue]?.string == AuthorizationDetail.typeName else {
                continue
            }
            granted.append(try GrantedCredential(detail))
        }
        guard !granted.isEmpty else { throw reader.refused(Member.details.rawValue, .empty) }
        try checkIdentifiers(of: granted)
        return granted
    }

    /// Each identifier is one dataset and costs its wallet a request, so their number is limited and none comes twice.
    private static func checkIdentifiers(of granted: [GrantedCredential]) throws(OpenID4VCIError) {
        let identifiers = granted.flatMap(\.identifiers)
        let fault: MemberFault
        if identifiers.count > limitIdentifiers {
            fault = .tooMany(count: identifiers.count, limit: limitIdentifiers)
        } else if Set(identifiers.map { Array($0.utf8) }).count < identifiers.count {
            fault = .repeated
        } else {
            return
        }
        let member = "\(Member.details.rawValue).\(AuthorizationDetail.Member.identifiers.rawValue)"
        throw .value(.tokenResponse, rule: "TOKEN-06", member: member, fault)
    }

    /// How many datasets one response may grant.
    public static let limitIdentifiers = 64

    static let bearer = "Bearer"

    private enum Member: String {
        case token = "access_token"
        case type = "token_type"
        case lifetime = "expires_in"
        case details = "authorization_details"
    }
}
