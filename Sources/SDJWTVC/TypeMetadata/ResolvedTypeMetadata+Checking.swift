public import CredentialModel

extension ResolvedTypeMetadata {
    /// How much of a credential its reader sees.
    public enum View: Sendable, Hashable {
        /// All of it: the issuer hid nothing that is not here.
        case whole
        /// A part: claims that are not here may be in Disclosures that were not sent.
        case part
    }

    /// Refuses a credential that is not made as its type describes.
    ///
    /// - Parameters:
    ///   - claims: what is seen of it.
    ///   - view: whether that is all; from a part alone nobody may conclude that a claim which can be kept back is
    ///     missing.
    /// - Throws: `pathMismatch`, `mandatoryMissing`, `notDisclosable`, `disclosable`. Source: SD-JWT VC §9 (VC-58, VC-61).
    public func check(_ claims: ClaimTree, view: View) throws(TypeMetadataError) {
        var steps = 1_000_000
        for claim in self.claims {
            let selections = try selections(of: claim, in: claims, steps: &steps)
            if selections.isEmpty, claim.isMandatory, isKnownToBeMissing(claim, in: claims, view) {
                throw .mandatoryMissing(claim.path)
            }
            for selection in selections {
                // Only a Disclosure of its own counts: inside of a disclosed object a claim comes along with the others.
                switch (claim.disclosure, selection.node.disclosure) {
                case (.always, nil): throw .notDisclosable(selection.position)
                case (.never, .some): throw .disclosable(selection.position)
                default: break
                }
            }
        }
    }

    /// Whether a claim that is not seen is not there. In a part that is so for one that has no Disclosure of its own, when
    /// what is around it is seen.
    private func isKnownToBeMissing(_ claim: TypeClaim, in claims: ClaimTree, _ view: View) -> Bool {
        guard view == .part else { return true }
        guard claim.disclosure == .never, case .name = claim.path.components.last else { return false }
        let around = ClaimPath(Array(claim.path.components.dropLast()))
        return (try? claims.selections(of: around))?.isEmpty == false
    }
}
