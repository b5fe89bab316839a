import CredentialModel
public import Rules

extension DCQLQuery {
    /// Checks the shape of an answer before any presentation in it is looked at.
    ///
    /// - Parameter answers: the members of `vp_token` with the number of their presentations.
    /// - Throws: `answerNotAsked`, `answerTwice`, `answerEmpty`, `answerNotSingle`.
    ///
    /// Source: VFY-06, DSEL-09, DSEL-12.
    public func checkShape(of answers: [(queryID: String, count: Int)]) throws(DCQLError) {
        var seen: Set<String> = []
        for (queryID, count) in answers {
            guard let query = credential(queryID) else { throw .answerNotAsked(queryID: queryID) }
            guard seen.insert(queryID).inserted else { throw .answerTwice(queryID: queryID) }
            guard count > 0 else { throw .answerEmpty(queryID: queryID) }
            guard count == 1 || query.allowsMultiple else { throw .answerNotSingle(queryID: queryID, count: count) }
        }
    }

    /// Checks again, on what came, everything that the query asked for.
    ///
    /// A presentation that does not answer its query is discarded; the rest must satisfy the query. Trusted authorities
    /// are not checked: whether an issuer is trusted is decided elsewhere and by other means (DCQL-08).
    ///
    /// - Parameters:
    ///   - answers: presentations that were verified, in the order in which they came.
    ///   - policy: which types count, and how much work is allowed.
    ///   - log: receives a step for every check. A presentation that is discarded leaves a failed step although the
    ///     query may be satisfied by others, so the verdict of a report follows from this function, not from the log alone.
    /// - Throws: the errors of `checkShape(of:)`; `answerFormat`, `answerType`, `answerNotBound`, `answerClaims` of the
    ///   first presentation whose query is then not answered; `answersMissing`; `tooMuchWork`.
    ///
    /// Source: DSEL-07, DSEL-09, DSEL-11, DSEL-12, PATH-08.
    public func satisfaction(
        by answers: [DCQLPresented], policy: DCQLPolicy = DCQLPolicy(), log: inout StepLog
    ) throws(DCQLError) -> DCQLSatisfaction {
        let present = answers.filter { !$0.presentations.isEmpty }
        try log.check("DSEL-12", "shape of the answer", on: "\(present.count) of \(credentials.count) queries") {
            () throws(DCQLError) in try checkShape(of: present.map { ($0.queryID, $0.presentations.count) })
        }
        var steps = policy.steps
        var accepted: [DCQLSatisfaction.Accepted] = []
        var discarded: [DCQLSatisfaction.Discarded] = []
        for answer in present {
            guard let query = credential(answer.queryID) else { continue }
            let check = PresentationCheck(evaluation: QueryEvaluation(query: query, types: policy.types))
            for presentation in answer.presentations {
                log.subject = "presentation '\(query.id)'"
                do throws(DCQLError) {
                    accepted.append(try check.accepted(presentation, log: &log, steps: &steps))
                } catch {
                    if case .tooMuchWork = error { throw .tooMuchWork(steps: policy.steps) }
                    let id = presentation.id
                    discarded.append(.init(queryID: query.id, credentialID: id, reason: error))
                }
            }
        }
        log.subject = ""
        try log.check("DSEL-07", "required queries are answered") {
            () throws(DCQLError) in try checkCompleteness(Set(accepted.map(\.queryID)), discarded)
        }
        return DCQLSatisfaction(accepted: accepted, discarded: discarded)
    }

    private func checkCompleteness(
        _ answered: Set<String>, _ discarded: [DCQLSatisfaction.Discarded]
    ) throws(DCQLError) {
        let missing: [String]
        if let credentialSets {
            let open = credentialSets.first { set in
                set.isRequired && !set.options.contains { $0.allSatisfy { answered.contains(credentials[$0].id) } }
            }
            // Of a set that is not answered, the option that came furthest is the one that was meant.
            let nearest = open?.options.map { $0.map { credentials[$0].id }.filter { !answered.contains($0) } }
                .min { $0.count < $1.count }
            // Nothing may be required, but an answer without any presentation is none.
            missing = nearest ?? (answered.isEmpty ? credentials.map(\.id) : [])
        } else {
            missing = credentials.map(\.id).filter { !answered.contains($0) }
        }
        guard !missing.isEmpty else { return }
        throw discarded.first { missing.contains($0.queryID) }?.reason ?? .answersMissing(queryIDs: missing)
    }
}

/// Checks one presentation against its query.
private struct PresentationCheck {
    let evaluation: QueryEvaluation

    func accepted(
        _ presentation: CredentialFacts, log: inout StepLog, steps: inout Int
    ) throws(DCQLError) -> DCQLSatisfaction.Accepted {
        let query = evaluation.query
        try log.check("DSEL-11", "format", on: presentation.format.rawValue) { () throws(DCQLError) in
            guard presentation.format == query.format else {
                throw .answerFormat(queryID: query.id, found: presentation.format)
            }
        }
        try log.check("DSEL-11", "type", on: presentation.type) { () throws(DCQLError) in
            guard evaluation.hasType(presentation) else { throw .answerType(queryID: query.id) }
        }
        if query.requiresHolderBinding {
            try log.check("DSEL-11", "proof of possession") { () throws(DCQLError) in
                guard presentation.isHolderBound else { throw .answerNotBound(queryID: query.id) }
            }
        } else {
            log.skipped("DSEL-11", "proof of possession", why: "the query does not ask for it")
        }
        let alternative = try log.check("DSEL-11", "claims asked for", on: "\(query.claims?.count ?? 0) claims") {
            () throws(DCQLError) in
            switch try evaluation.claims(of: presentation, firstOnly: true, steps: &steps) {
            case .satisfied(let alternatives):
                guard let first = alternatives.first else { throw .answerClaims(queryID: query.id, paths: []) }
                return first
            case .lacking(let paths): throw .answerClaims(queryID: query.id, paths: paths)
            }
        }
        let surplus = presentation.claims.disclosures.subtracting(alternative.disclosures).count
        if surplus > 0 { log.passed("DSEL-12", "claims beyond the query are dropped", on: "\(surplus)") }
        var claims = presentation.claims.revealing(alternative.disclosures)
        if query.claims != nil { claims = claims.keeping(alternative.positions) }
        return DCQLSatisfaction.Accepted(
            queryID: query.id, credentialID: presentation.id, alternative: alternative, claims: claims.json,
            surplus: surplus)
    }
}
