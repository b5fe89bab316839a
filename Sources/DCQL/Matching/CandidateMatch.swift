public import CredentialModel

/// A credential that can answer a credential query, with every way to do so.
public struct CandidateMatch: Sendable {
    /// The credential.
    public let credential: CredentialFacts
    /// Every claim set that it satisfies, in the verifier's order; at least one.
    public let alternatives: [ClaimsAlternative]
    /// The one that policy prefers.
    public let preferred: ClaimsAlternative

    /// - Returns: nil when there is no alternative.
    init?(credential: CredentialFacts, alternatives: [ClaimsAlternative], preference: DCQLPolicy.Preference) {
        guard var preferred = alternatives.first else { return nil }
        if preference == .leastDisclosure {
            for alternative in alternatives where alternative.cost < preferred.cost { preferred = alternative }
        }
        (self.credential, self.alternatives, self.preferred) = (credential, alternatives, preferred)
    }

    /// The exact positions of the claims that an alternative discloses; claims that are always visible are not listed.
    public func revealed(by alternative: ClaimsAlternative) -> [ClaimPath] {
        credential.claims.positions(of: alternative.disclosures)
    }

    /// Whether it stands before the other: fewer Disclosures, then newer, then by name (DSEL-13).
    func precedes(_ other: CandidateMatch) -> Bool {
        if preferred.cost != other.preferred.cost { return preferred.cost < other.preferred.cost }
        let (mine, theirs) = (credential.issuedAt, other.credential.issuedAt)
        if mine != theirs {
            guard let mine else { return false }
            guard let theirs else { return true }
            return mine > theirs
        }
        return credential.id.utf8.lexicographicallyPrecedes(other.credential.id.utf8)
    }
}
