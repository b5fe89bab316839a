public import OpenID4VCI
public import Rules

/// An access token as the store keeps it.
public struct StoredToken: Sendable, Hashable {
    /// The hash of the token.
    public let digest: [UInt8]
    /// The issuance it belongs to.
    public let issuance: String
    /// The configurations it covers.
    public let configurationIDs: [String]
    /// The identifiers that were handed out; nil when requests name the configuration.
    public let granted: [GrantedCredential]?
    /// Who redeemed the code; nil after anonymous access.
    public let clientID: String?
    /// The claims by configuration, sealed under the token.
    public let sealedClaims: [UInt8]
    /// How many copies may be fetched; nil for what the settings say.
    public let copyLimit: Int?
    /// The first moment at which the token is no longer good.
    public let expires: UnixTime

    /// Puts the parts together.
    public init(
        digest: [UInt8], issuance: String, configurationIDs: [String], granted: [GrantedCredential]?, clientID: String?,
        sealedClaims: [UInt8], copyLimit: Int?, expires: UnixTime
    ) {
        (self.digest, self.issuance, self.configurationIDs) = (digest, issuance, configurationIDs)
        (self.granted, self.clientID, self.sealedClaims) = (granted, clientID, sealedClaims)
        (self.copyLimit, self.expires) = (copyLimit, expires)
    }
}
