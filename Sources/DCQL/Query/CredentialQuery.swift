public import CredentialModel

/// One credential that a verifier asks for.
///
/// Source: OpenID4VP §6.1 (DCQL-02 to DCQL-05).
public struct CredentialQuery: Sendable, Hashable {
    /// Its name within the query: letters, digits, `_` and `-`.
    public let id: String
    /// The format asked for.
    public let format: CredentialFormat
    /// The types asked for.
    public let meta: CredentialMeta
    /// Whether more than one presentation may be sent.
    public let allowsMultiple: Bool
    /// Whose credentials are wanted; nil when anybody's.
    public let trustedAuthorities: [TrustedAuthority]?
    /// Whether the holder must prove possession of the key in the credential.
    public let requiresHolderBinding: Bool
    /// The claims asked for; nil when only what is always visible is wanted.
    public let claims: [ClaimsQuery]?
    /// Which claims are wanted together, as positions in `claims`; each set is an alternative to the others, the most
    /// wanted first. Nil when all are wanted.
    public let claimSets: [[Int]]?

    /// The alternatives as positions in `claims`, also when there are no claim sets; the number of the claim set is nil
    /// then. A claim that occurs twice in one alternative is ignored the second time (DCQL-04).
    var alternatives: [(claimSet: Int?, claims: [Int])] {
        guard let claims else { return [(nil, [])] }
        guard let claimSets else { return [(nil, Self.withoutRepetition(Array(claims.indices), claims))] }
        return claimSets.enumerated().map { ($0.offset, Self.withoutRepetition($0.element, claims)) }
    }

    private static func withoutRepetition(_ positions: [Int], _ claims: [ClaimsQuery]) -> [Int] {
        var seen: Set<ClaimPath> = []
        return positions.filter { seen.insert(claims[$0].path).inserted }
    }
}
