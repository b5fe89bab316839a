import CredentialModel
import DCQL
import JSON
import Rules
import TestSupport
import Testing

@Suite struct DCQLMatchPropertyTests {
    /// 80 × 125 = 10,000 random cases.
    @Test(arguments: 0..<80 as Range<UInt64>)
    func `DSEL-13 the recommendation costs exactly what trying everything finds`(block: UInt64) throws {
        var satisfiable = 0
        for seed in block * 125..<(block + 1) * 125 {
            let random = RandomCase(seed: seed)
            let facts = try random.stored.map { try CredentialFacts(json: $0.json) }
            let match = try DCQLQuery(json: random.query).match(facts)
            let expected = BruteForce(query: random.query, stored: random.stored).leastCost
            #expect(match.recommendation?.cost == expected, "seed \(seed)")
            if expected != nil { satisfiable += 1 }
        }
        // A generator that hardly ever makes a satisfiable query would prove nothing.
        #expect((15...100).contains(satisfiable))
    }

    @Test(arguments: 0..<40 as Range<UInt64>, [DCQLPolicy.Preference.leastDisclosure, .verifierOrder])
    func `DSEL-11 what is recommended satisfies the query, and nothing beyond it is sent`(
        block: UInt64, preference: DCQLPolicy.Preference
    ) throws {
        for seed in block * 25..<(block + 1) * 25 {
            let random = RandomCase(seed: seed)
            let query = try DCQLQuery(json: random.query)
            let facts = try random.stored.map { try CredentialFacts(json: $0.json) }
            let match = try query.match(facts, policy: DCQLPolicy(preference: preference))
            guard let choice = match.recommendation else { continue }
            let answers = choice.answers.map { answer in
                DCQLPresented(
                    queryID: answer.queryID,
                    presentations: facts.filter { $0.id == answer.credentialID }.map { $0.presenting(answer) })
            }
            var log = StepLog()
            let satisfaction = try query.satisfaction(by: answers, log: &log)
            #expect(satisfaction.discarded.isEmpty, "seed \(seed)")
            #expect(satisfaction.accepted.map(\.queryID) == choice.answers.map(\.queryID), "seed \(seed)")
            #expect(satisfaction.surplus == 0, "seed \(seed)")
            #expect(log.isSound, "seed \(seed)")
            for answer in choice.answers {
                let set = answer.alternative.disclosures
                #expect(Set(answer.revealed).count == set.count, "seed \(seed)")
            }
        }
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `DSEL-13 the order in which credentials are stored changes nothing`(seed: UInt64) throws {
        let random = RandomCase(seed: seed)
        let query = try DCQLQuery(json: random.query)
        var facts = try random.stored.map { try CredentialFacts(json: $0.json) }
        let before = try query.match(facts).recommendation?.json
        var generator = SeededGenerator(seed: seed)
        facts.shuffle(using: &generator)
        #expect(try query.match(facts).recommendation?.json == before, "seed \(seed)")
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `DCQL-01 a query is written and read again`(seed: UInt64) throws {
        let query = try DCQLQuery(json: RandomCase(seed: seed).query)
        #expect(try DCQLQuery(json: query.json) == query, "seed \(seed)")
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `DCQL-09 mutated queries never crash, and those that are read are written and read again`(seed: UInt64) throws
    {
        var random = SeededGenerator(seed: seed)
        let facts = try RandomCase(seed: seed).stored.map { try CredentialFacts(json: $0.json) }
        for _ in 0..<50 {
            var bytes = RandomCase(seed: random.next() % 1000).query.serialized()
            for _ in 0..<3 {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                let other = Int.random(in: 0..<bytes.count, using: &random)
                bytes.replaceSubrange(
                    place..<min(place + 8, bytes.count), with: bytes[other..<min(other + 8, bytes.count)])
            }
            guard let query = try? DCQLQuery(parsing: bytes) else { continue }
            #expect(try DCQLQuery(json: query.json) == query, "seed \(seed)")
            _ = try? query.match(facts)
        }
    }
}

extension CredentialFacts {
    /// The facts that a verifier learns from an answer.
    func presenting(_ answer: DCQLChoice.Answer) -> CredentialFacts {
        CredentialFacts(
            id: id, format: format, type: type, isHolderBound: isHolderBound,
            claims: claims.revealing(answer.alternative.disclosures))
    }
}
