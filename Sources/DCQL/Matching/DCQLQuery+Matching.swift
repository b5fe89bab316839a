public import CredentialModel

extension DCQLQuery {
    /// Finds everything that a wallet could answer.
    ///
    /// - Parameters:
    ///   - credentials: what is stored, in any order; their names are unique.
    ///   - policy: how to choose where the query leaves a choice.
    /// - Returns: all candidates and alternatives with their cost, and a recommendation. The same credentials in another
    ///   order give the same recommendation (DSEL-13).
    /// - Throws: `tooMuchWork`.
    ///
    /// Source: OpenID4VP §6.4 (DSEL-01 to DSEL-08).
    public func match(
        _ credentials: [CredentialFacts], policy: DCQLPolicy = DCQLPolicy()
    ) throws(DCQLError) -> DCQLMatch {
        var steps = policy.steps
        do throws(DCQLError) {
            var queries: [QueryMatch] = []
            for query in self.credentials {
                queries.append(try Self.match(query, credentials, policy, steps: &steps))
            }
            let costs = queries.map { $0.candidates.first?.preferred.cost }
            return DCQLMatch(
                queries: queries, sets: credentialSets.map { $0.map { Self.set($0, costs: costs) } },
                recommendation: try recommendation(queries, costs: costs, policy, steps: &steps))
        } catch {
            guard case .tooMuchWork = error else { throw error }
            throw .tooMuchWork(steps: policy.steps)
        }
    }

    private static func match(
        _ query: CredentialQuery, _ credentials: [CredentialFacts], _ policy: DCQLPolicy, steps: inout Int
    ) throws(DCQLError) -> QueryMatch {
        let evaluation = QueryEvaluation(query: query, types: policy.types)
        var candidates: [CandidateMatch] = []
        var nearMisses: [QueryMatch.NearMiss] = []
        for credential in credentials where credential.format == query.format {
            steps -= 1
            guard steps >= 0 else { throw .tooMuchWork(steps: policy.steps) }
            guard evaluation.hasType(credential) else { continue }
            guard evaluation.isFromTrustedAuthority(credential) else {
                nearMisses.append(QueryMatch.NearMiss(credentialID: credential.id, reason: .otherAuthority))
                continue
            }
            guard credential.isHolderBound || !query.requiresHolderBinding else {
                nearMisses.append(QueryMatch.NearMiss(credentialID: credential.id, reason: .notBound))
                continue
            }
            switch try evaluation.claims(of: credential, firstOnly: false, steps: &steps) {
            case .lacking(let paths):
                nearMisses.append(QueryMatch.NearMiss(credentialID: credential.id, reason: .claims(paths)))
            case .satisfied(let alternatives):
                let candidate = CandidateMatch(
                    credential: credential, alternatives: alternatives, preference: policy.preference)
                if let candidate { candidates.append(candidate) }
            }
        }
        candidates.sort { $0.precedes($1) }
        return QueryMatch(query: query, candidates: candidates, nearMisses: nearMisses)
    }

    private static func set(_ set: CredentialSetQuery, costs: [Int?]) -> DCQLMatch.CredentialSet {
        let options = set.options.map { option in
            var cost: Int? = 0
            for query in Set(option) {
                guard let sum = cost, let one = costs[query] else {
                    cost = nil
                    break
                }
                cost = sum + one
            }
            return DCQLMatch.Option(queries: option, cost: cost)
        }
        return DCQLMatch.CredentialSet(isRequired: set.isRequired, options: options)
    }

    /// What is answered to a query that requires nothing: an answer without any presentation would be none.
    private static func cheapestOption(of sets: [CredentialSetQuery], costs: [Int?]) -> (set: Int, option: Int)? {
        var best: (set: Int, option: Int, cost: Int)?
        for (number, set) in sets.enumerated() {
            for (option, candidate) in Self.set(set, costs: costs).options.enumerated() {
                guard let cost = candidate.cost, cost < best?.cost ?? .max else { continue }
                best = (number, option, cost)
            }
        }
        return best.map { ($0.set, $0.option) }
    }

    private func recommendation(
        _ queries: [QueryMatch], costs: [Int?], _ policy: DCQLPolicy, steps: inout Int
    ) throws(DCQLError) -> DCQLChoice? {
        var options: [Int?] = []
        var answered = Set(queries.indices)
        if let credentialSets {
            var solver = OptionSolver(costs: costs, steps: steps)
            let solved =
                switch policy.preference {
                case .leastDisclosure: try solver.cheapest(credentialSets)
                case .verifierOrder: solver.first(credentialSets)
                }
            steps = solver.steps
            guard let solved else { return nil }
            options = solved
            if !credentialSets.contains(where: \.isRequired) {
                guard let (set, option) = Self.cheapestOption(of: credentialSets, costs: costs) else { return nil }
                options[set] = option
            }
            answered = []
            for case (let set, let option?) in zip(credentialSets, options) { answered.formUnion(set.options[option]) }
        }
        var answers: [DCQLChoice.Answer] = []
        for index in queries.indices where answered.contains(index) {
            guard let candidate = queries[index].candidates.first else { return nil }
            answers.append(
                DCQLChoice.Answer(
                    queryID: queries[index].query.id, candidate: candidate, alternative: candidate.preferred))
        }
        return DCQLChoice(answers: answers, options: options)
    }
}
