public import Rules

/// What the decision about a query needs to know of one credential, whatever its format.
///
/// The wallet makes it from a credential that it holds, the verifier from a presentation that it verified.
public struct CredentialFacts: Sendable {
    /// The name under which the wallet keeps it, or one that the verifier gave to the presentation.
    public let id: String
    /// Its format.
    public let format: CredentialFormat
    /// Its type: `vct` or doctype.
    public let type: String
    /// Further types that it counts as: those that its type extends, and `aka_vcts`; used only when policy says so.
    public let otherTypes: [String]
    /// In the wallet: whether its holder can prove possession of a key. At the verifier: whether that was proven.
    public let isHolderBound: Bool
    /// The KeyIdentifier octets of the authority key identifiers of all certificates of its chain (DCQL-07, `aki`).
    public let authorityKeyIdentifiers: [[UInt8]]
    /// Identifiers of the trusted lists that vouch for its issuer (DCQL-07, `etsi_tl`).
    public let trustedLists: [String]
    /// Entity identifiers from which a trust chain to its issuer was built (DCQL-07, `openid_federation`).
    public let federationEntities: [String]
    /// When it was issued, for the choice between equals (DSEL-13).
    public let issuedAt: UnixTime?
    /// Its claims.
    public let claims: ClaimTree

    /// Puts the facts together.
    public init(
        id: String, format: CredentialFormat, type: String, otherTypes: [String] = [], isHolderBound: Bool,
        authorityKeyIdentifiers: [[UInt8]] = [], trustedLists: [String] = [], federationEntities: [String] = [],
        issuedAt: UnixTime? = nil, claims: ClaimTree
    ) {
        (self.id, self.format, self.type, self.otherTypes) = (id, format, type, otherTypes)
        (self.isHolderBound, self.issuedAt, self.claims) = (isHolderBound, issuedAt, claims)
        self.authorityKeyIdentifiers = authorityKeyIdentifiers
        (self.trustedLists, self.federationEntities) = (trustedLists, federationEntities)
    }
}
