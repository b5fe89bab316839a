import Bytes
import CredentialModel

extension DCQLMatch {
    /// Takes a person's picks instead of the recommendation.
    ///
    /// - Parameter picks: which credentials are to be presented; for a query that allows it, more than one.
    /// - Throws: `pickNotOffered`; `picksNotSatisfying` when a required query or set is not answered, a query is answered
    ///   more than once without being asked so (DSEL-09), or is no part of an option that is answered (DSEL-08).
    public func choice(_ picks: [DCQLPick]) throws(DCQLError) -> DCQLChoice {
        guard !picks.isEmpty else { throw .picksNotSatisfying(queryIDs: names(Array(queries.indices))) }
        var answers: [[DCQLChoice.Answer]] = Array(repeating: [], count: queries.count)
        for pick in picks {
            guard let index = queries.firstIndex(where: { $0.query.id == pick.queryID }),
                let candidate = queries[index].candidates.first(where: {
                    haveSameBytes($0.credential.id, pick.credentialID)
                }),
                let alternative = pick.claimSet == nil
                    ? candidate.preferred : candidate.alternatives.first(where: { $0.claimSet == pick.claimSet })
            else { throw .pickNotOffered(queryID: pick.queryID, credentialID: pick.credentialID) }
            guard !answers[index].contains(where: { haveSameBytes($0.credentialID, pick.credentialID) }) else {
                throw .picksNotSatisfying(queryIDs: [pick.queryID])
            }
            answers[index].append(
                DCQLChoice.Answer(queryID: pick.queryID, candidate: candidate, alternative: alternative))
        }
        let tooMany = queries.indices.filter { answers[$0].count > 1 && !queries[$0].query.allowsMultiple }
        guard tooMany.isEmpty else { throw .picksNotSatisfying(queryIDs: names(tooMany)) }
        let picked = queries.indices.filter { !answers[$0].isEmpty }
        return DCQLChoice(answers: answers.flatMap(\.self), options: try options(answeredBy: picked))
    }

    private func options(answeredBy picked: [Int]) throws(DCQLError) -> [Int?] {
        guard let sets else {
            let open = queries.indices.filter { !picked.contains($0) }
            guard open.isEmpty else { throw .picksNotSatisfying(queryIDs: names(open)) }
            return []
        }
        var options: [Int?] = []
        var wanted: Set<Int> = []
        for set in sets {
            let complete = set.options.indices.filter { set.options[$0].queries.allSatisfy(picked.contains) }
            guard !complete.isEmpty || !set.isRequired else {
                throw .picksNotSatisfying(queryIDs: names(set.options.first?.queries ?? []))
            }
            options.append(complete.first)
            for option in complete { wanted.formUnion(set.options[option].queries) }
        }
        let surplus = picked.filter { !wanted.contains($0) }
        guard surplus.isEmpty else { throw .picksNotSatisfying(queryIDs: names(surplus)) }
        return options
    }

    private func names(_ positions: [Int]) -> [String] { positions.map { queries[$0].query.id } }
}
