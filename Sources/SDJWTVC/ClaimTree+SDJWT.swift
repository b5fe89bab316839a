public import CredentialModel
public import SDJWT

extension ClaimTree {
    /// The claims of a processed SD-JWT; the numbers of the disclosures are those of `ProcessedSDJWT.disclosures`.
    public init(_ content: ProcessedSDJWT) { self.init(root: Self.node(content.claims())) }

    private static func node(_ claim: DisclosedClaim) -> ClaimNode {
        switch claim.content {
        case .plain(let value): ClaimNode(.plain(value), disclosure: claim.disclosure)
        case .object(let members):
            ClaimNode(.object(members.map { ClaimMember($0.name, node($0.claim)) }), disclosure: claim.disclosure)
        case .array(let elements):
            ClaimNode(.array(elements.map { $0.map(node) }), disclosure: claim.disclosure)
        }
    }
}
