public import CredentialModel

/// One way in which a credential satisfies a credential query.
public struct ClaimsAlternative: Sendable {
    /// A claim that was asked for, and what it selects in the credential.
    public struct Claim: Sendable {
        /// The claim as it was asked for, as a position in `CredentialQuery.claims`.
        public let position: Int
        /// What is to be disclosed for it; where `values` were asked for, only what has one of them (DSEL-05).
        public let selections: [ClaimSelection]
    }

    /// The claim set that is satisfied, as a position in `CredentialQuery.claimSets`; nil when there are none.
    public let claimSet: Int?
    /// The claims that are revealed.
    public let claims: [Claim]
    /// The Disclosures that reveal them.
    public let disclosures: DisclosureSet

    init(claimSet: Int?, claims: [Claim]) {
        (self.claimSet, self.claims) = (claimSet, claims)
        var disclosures = DisclosureSet()
        for claim in claims {
            for selection in claim.selections { disclosures.formUnion(selection.disclosures) }
        }
        self.disclosures = disclosures
    }

    /// The exact positions of everything that the claims select.
    var positions: [ClaimPath] { claims.flatMap { $0.selections.map(\.position) } }

    /// What it costs the holder: the number of Disclosures.
    public var cost: Int { disclosures.count }
}
