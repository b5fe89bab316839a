import Bytes
import CredentialModel
import JSON

/// The questions that wallet and verifier ask alike about one credential and one credential query.
struct QueryEvaluation {
    let query: CredentialQuery
    let types: DCQLPolicy.Types
    /// Computed once for all credentials.
    private let alternatives: [(claimSet: Int?, claims: [Int])]

    init(query: CredentialQuery, types: DCQLPolicy.Types) {
        (self.query, self.types) = (query, types)
        alternatives = query.alternatives
    }

    func hasType(_ credential: CredentialFacts) -> Bool {
        switch query.meta.accepted {
        case .types(let accepted): accepted.contains { isType($0, of: credential) }
        case .doctype(let doctype): isType(doctype, of: credential)
        case .typeValues(let sets):
            // A W3C credential has several types of equal rank, so all of them count whatever policy says.
            sets.contains { set in
                set.allSatisfy { type in
                    ([credential.type] + credential.otherTypes).contains { haveSameBytes($0, type) }
                }
            }
        case .unknown: false
        }
    }

    private func isType(_ type: String, of credential: CredentialFacts) -> Bool {
        if haveSameBytes(type, credential.type) { return true }
        return types == .ownAndOther && credential.otherTypes.contains { haveSameBytes($0, type) }
    }

    func isFromTrustedAuthority(_ credential: CredentialFacts) -> Bool {
        guard let authorities = query.trustedAuthorities else { return true }
        return authorities.contains { authority in
            switch authority.kind {
            case .authorityKeyIdentifier:
                authority.keyIdentifiers.contains { credential.authorityKeyIdentifiers.contains($0) }
            case .trustedList: Self.haveCommon(authority.values, credential.trustedLists)
            case .federation: Self.haveCommon(authority.values, credential.federationEntities)
            default: false
            }
        }
    }

    private static func haveCommon(_ left: [String], _ right: [String]) -> Bool {
        left.contains { one in right.contains { haveSameBytes($0, one) } }
    }

    /// How the claims of a credential satisfy the query.
    enum Claims {
        /// Every alternative that is satisfied, at least one.
        case satisfied([ClaimsAlternative])
        /// None is; these paths of the first one select nothing.
        case lacking([ClaimPath])
    }

    /// - Parameter firstOnly: whether one satisfied alternative is enough.
    func claims(of credential: CredentialFacts, firstOnly: Bool, steps: inout Int) throws(DCQLError) -> Claims {
        let claims = query.claims ?? []
        var known = [[ClaimSelection]?](repeating: nil, count: claims.count)
        var satisfied: [ClaimsAlternative] = []
        var lacking: [ClaimPath] = []
        for (claimSet, positions) in alternatives {
            var selected: [ClaimsAlternative.Claim] = []
            for position in positions {
                let selections: [ClaimSelection]
                if let earlier = known[position] {
                    selections = earlier
                } else {
                    selections = try self.selections(of: claims[position], in: credential, steps: &steps)
                    known[position] = selections
                }
                if !selections.isEmpty {
                    selected.append(ClaimsAlternative.Claim(position: position, selections: selections))
                } else if claimSet ?? 0 == 0 {
                    lacking.append(claims[position].path)
                } else {
                    break
                }
            }
            guard selected.count == positions.count else { continue }
            satisfied.append(ClaimsAlternative(claimSet: claimSet, claims: selected))
            if firstOnly { break }
        }
        return satisfied.isEmpty ? .lacking(lacking) : .satisfied(satisfied)
    }

    /// What a claim selects; nothing when it is not available in this credential (PATH-06).
    private func selections(
        of claim: ClaimsQuery, in credential: CredentialFacts, steps: inout Int
    ) throws(DCQLError) -> [ClaimSelection] {
        if query.format == .mdoc {
            // PATH-09: an mdoc has name spaces and elements, and nothing to point at inside an element.
            guard claim.path.components.count == 2, case .name = claim.path.components[0],
                case .name = claim.path.components[1]
            else { return [] }
        }
        var selections: [ClaimSelection]
        do throws(ClaimSelectionError) {
            selections = try credential.claims.selections(of: claim.path, steps: &steps)
        } catch {
            guard error != .tooManySteps else { throw .tooMuchWork(steps: steps) }
            return []
        }
        guard let values = claim.values else { return selections }
        steps -= selections.count * values.count
        guard steps >= 0 else { throw .tooMuchWork(steps: steps) }
        selections.removeAll { selection in
            guard case .plain(let value) = selection.node.content else { return true }
            return !values.contains(value)
        }
        return selections
    }
}
