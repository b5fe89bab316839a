public import JSON
import Rules

/// What a token is good for: a configuration, and the datasets that may be fetched with it.
///
/// Source: OpenID4VCI 1.0 §6.2 (TOKEN-06, TOKEN-07).
public struct GrantedCredential: Sendable, Hashable {
    /// Which configuration.
    public let configurationID: String
    /// One identifier per dataset; requests use these and not the configuration.
    public let identifiers: [String]

    /// States what is granted, on the server's side.
    public init(configurationID: String, identifiers: [String]) {
        (self.configurationID, self.identifiers) = (configurationID, identifiers)
    }

    init(_ object: JSONObject) throws(OpenID4VCIError) {
        let reader = DocumentReader(.tokenResponse, object, rule: "TOKEN-06", at: "authorization_details")
        configurationID = try reader.string(AuthorizationDetail.Member.configuration.rawValue)
        identifiers = try reader.strings(AuthorizationDetail.Member.identifiers.rawValue)
        for identifier in identifiers where !OpaqueText.isAcceptable(identifier) {
            throw reader.refused(AuthorizationDetail.Member.identifiers.rawValue, .notOpaqueText)
        }
    }

    /// The object in a response.
    public var json: JSONValue {
        [
            AuthorizationDetail.Member.type.rawValue: .string(AuthorizationDetail.typeName),
            AuthorizationDetail.Member.configuration.rawValue: .string(configurationID),
            AuthorizationDetail.Member.identifiers.rawValue: .array(identifiers.map(JSONValue.string)),
        ]
    }
}
