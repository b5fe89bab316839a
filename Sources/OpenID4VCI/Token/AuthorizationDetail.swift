public import JSON

/// One wish of a wallet: a credential of this configuration.
///
/// Source: RFC 9396, OpenID4VCI 1.0 §5.1.1, §6.1.1 (AUTHZ-03, TOKEN-03).
public struct AuthorizationDetail: Sendable, Hashable {
    /// Which configuration.
    public let configurationID: String
    /// The issuer that the wish is for; required when the issuer's metadata names authorization servers.
    public let locations: [String]?

    /// States a wish.
    public init(configurationID: String, locations: [String]? = nil) {
        (self.configurationID, self.locations) = (configurationID, locations)
    }

    /// Reads the form parameter.
    ///
    /// Unknown members never make an object wrong (AUTHZ-06).
    /// - Throws: `details`.
    static func list(_ text: String) throws(TokenEndpointError) -> [AuthorizationDetail] {
        guard let entries = (try? JSONValue(parsing: text))?.array, !entries.isEmpty, entries.count <= 64 else {
            throw .details(.notAnArray)
        }
        var details: [AuthorizationDetail] = []
        for entry in entries {
            guard entry[Member.type.rawValue]?.string == typeName else { throw .details(.otherType) }
            guard let id = entry[Member.configuration.rawValue]?.string else { throw .details(.noConfiguration) }
            let locations = entry[Member.locations.rawValue]
            let texts = locations?.array?.compactMap(\.string)
            guard locations == nil || (texts != nil && texts?.count == locations?.array?.count) else {
                throw .details(.foreignLocation)
            }
            details.append(AuthorizationDetail(configurationID: id, locations: texts))
        }
        return details
    }

    /// The object in a request.
    public var json: JSONValue {
        var object = JSONObject([
            (Member.type.rawValue, .string(Self.typeName)), (Member.configuration.rawValue, .string(configurationID)),
        ])
        if let locations { object[Member.locations.rawValue] = .array(locations.map(JSONValue.string)) }
        return .object(object)
    }

    static let typeName = "openid_credential"

    enum Member: String {
        case type, locations
        case configuration = "credential_configuration_id"
        case identifiers = "credential_identifiers"
    }
}
