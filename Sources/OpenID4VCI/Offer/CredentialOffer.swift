import Bytes
import HTTP
public import JSON
import Rules

/// What an issuer offers to a wallet. Nothing in it is trusted: it may come from anyone (OFFER-13).
///
/// ```json
/// {"credential_issuer":"https://post.example","credential_configuration_ids":["address-proof"],
///  "grants":{"urn:ietf:params:oauth:grant-type:pre-authorized_code":{"pre-authorized_code":"…","tx_code":{"length":6}}}}
/// ```
///
/// Source: OpenID4VCI 1.0 §4.1.1 (OFFER-06…15).
public struct CredentialOffer: Sendable, Hashable {
    /// Who offers.
    public let issuer: IssuerIdentifier
    /// What is offered, as keys of the issuer's metadata.
    public let configurationIDs: [String]
    /// The grants that the offer names and this program knows; nil when the offer names none at all, so that the
    /// authorization server's metadata decides (OFFER-07).
    public let grants: Grants?

    /// The grants of an offer.
    public struct Grants: Sendable, Hashable {
        /// For wallets that redeem a code at once.
        public let preAuthorized: PreAuthorizedGrant?
        /// For wallets that let the person log in.
        public let authorizationCode: AuthorizationCodeGrant?

        /// Puts grants together, on the issuer's side.
        public init(preAuthorized: PreAuthorizedGrant? = nil, authorizationCode: AuthorizationCodeGrant? = nil) {
            (self.preAuthorized, self.authorizationCode) = (preAuthorized, authorizationCode)
        }
    }

    /// Makes an offer, on the issuer's side.
    public init(issuer: IssuerIdentifier, configurationIDs: [String], grants: Grants?) {
        (self.issuer, self.configurationIDs, self.grants) = (issuer, configurationIDs, grants)
    }

    /// Reads an offer.
    ///
    /// - Parameters:
    ///   - bytes: the JSON, from the link or from the URL it names.
    ///   - hosts: which hosts may be named.
    /// - Throws: `json`, `notAnObject`, `member`, `value`, `noUsableGrant`.
    public init(parsing bytes: [UInt8], hosts: HostPolicy) throws(OpenID4VCIError) {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes, limits: JSONLimits(totalBytes: Self.byteLimit, depth: 16))
        } catch {
            throw .json(.offer, error)
        }
        guard let object = value.object else { throw .notAnObject(.offer, rule: "OFFER-06", place: "") }
        let reader = DocumentReader(.offer, object, rule: "OFFER-06")
        issuer = try IssuerIdentifier(
            try reader.string(Member.issuer.rawValue), hosts: hosts, in: .offer, rule: "IDENT-02",
            member: Member.issuer.rawValue)
        configurationIDs = try Self.configurationIDs(reader)
        grants = try Self.grants(reader)
    }

    /// The object as it is sent.
    public var json: JSONValue {
        var object = JSONObject([
            (Member.issuer.rawValue, .string(issuer.text)),
            (Member.configurations.rawValue, .array(configurationIDs.map(JSONValue.string))),
        ])
        if let grants {
            var entries = JSONObject()
            if let grant = grants.preAuthorized { entries[GrantType.preAuthorizedCode.rawValue] = grant.json }
            if let grant = grants.authorizationCode { entries[GrantType.authorizationCode.rawValue] = grant.json }
            object[Member.grants.rawValue] = .object(entries)
        }
        return .object(object)
    }

    private static func configurationIDs(_ reader: DocumentReader) throws(OpenID4VCIError) -> [String] {
        let ids = try reader.strings(Member.configurations.rawValue)
        guard ids.count <= idLimit else {
            throw OpenID4VCIError.value(
                .offer, rule: "OFFER-15", member: Member.configurations.rawValue,
                .tooMany(count: ids.count, limit: idLimit))
        }
        guard Set(ids.map { Array($0.utf8) }).count == ids.count else {
            throw reader.refused(Member.configurations.rawValue, .repeated)
        }
        return ids
    }

    private static func grants(_ reader: DocumentReader) throws(OpenID4VCIError) -> Grants? {
        guard let object = try reader.objectIfPresent(Member.grants.rawValue), !object.isEmpty else { return nil }
        let known = DocumentReader(.offer, object, rule: "OFFER-07", at: Member.grants.rawValue)
        let preAuthorized = try known.objectIfPresent(GrantType.preAuthorizedCode.rawValue)
        let authorizationCode = try known.objectIfPresent(GrantType.authorizationCode.rawValue)
        guard preAuthorized != nil || authorizationCode != nil else { throw .noUsableGrant(.noneKnown) }
        return Grants(
            preAuthorized: try preAuthorized.map { object throws(OpenID4VCIError) in try PreAuthorizedGrant(object) },
            authorizationCode: try authorizationCode.map { object throws(OpenID4VCIError) in
                try AuthorizationCodeGrant(object)
            })
    }

    private static let byteLimit = 65_536
    private static let idLimit = 64

    private enum Member: String {
        case issuer = "credential_issuer"
        case configurations = "credential_configuration_ids"
        case grants
    }
}
