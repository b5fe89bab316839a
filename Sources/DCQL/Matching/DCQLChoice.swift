public import CredentialModel
public import JSON

/// What is to be answered to a query: it satisfies the query, and reveals nothing beyond it.
public struct DCQLChoice: Sendable {
    /// One presentation to make.
    public struct Answer: Sendable {
        /// The credential query that it answers.
        public let queryID: String
        /// The credential to present.
        public let credentialID: String
        /// The claims to reveal, and their Disclosures.
        public let alternative: ClaimsAlternative
        /// The exact positions of the claims that are disclosed.
        public let revealed: [ClaimPath]

        init(queryID: String, candidate: CandidateMatch, alternative: ClaimsAlternative) {
            (self.queryID, self.alternative) = (queryID, alternative)
            credentialID = candidate.credential.id
            revealed = candidate.revealed(by: alternative)
        }
    }

    /// The presentations, in the order of the query. The same credential may answer several queries; each gets a
    /// presentation of its own (DSEL-06).
    public let answers: [Answer]
    /// The option that is answered of each credential set, nil for one that is left out; empty without sets.
    public let options: [Int?]

    /// What it costs the holder: the number of Disclosures of all presentations.
    public var cost: Int { answers.reduce(0) { $0 + $1.alternative.cost } }

    /// `{"cost": 3, "answers": [{"query", "credential", "claim_set", "revealed": [paths]}]}`.
    public var json: JSONValue {
        let answers = answers.map { answer in
            var object: JSONObject = ["query": .string(answer.queryID), "credential": .string(answer.credentialID)]
            object["claim_set"] = answer.alternative.claimSet.map { .integer(Int64($0)) }
            object["revealed"] = .array(answer.revealed.map(\.json))
            return JSONValue.object(object)
        }
        return ["cost": .integer(Int64(cost)), "answers": .array(answers)]
    }
}
