/// Everything a wallet could answer to a query, with a recommendation.
public struct DCQLMatch: Sendable {
    /// One option of a credential set.
    public struct Option: Sendable, Hashable {
        /// The queries that it answers, as positions in `queries`.
        public let queries: [Int]
        /// Its number of Disclosures with the best candidates; nil when it cannot be satisfied.
        public let cost: Int?
    }

    /// One credential set with all of its options.
    public struct CredentialSet: Sendable, Hashable {
        /// Whether one of the options must be answered.
        public let isRequired: Bool
        /// The options, in the verifier's order.
        public let options: [Option]

        /// Whether some option can be answered.
        public var isSatisfiable: Bool { options.contains { $0.cost != nil } }
    }

    /// What there is for each credential query, in the order of the query.
    public let queries: [QueryMatch]
    /// The credential sets; nil when the query has none, and all of `queries` must be answered.
    public let sets: [CredentialSet]?
    /// What policy recommends to answer; nil when the query cannot be satisfied, and nothing may be answered (DSEL-07).
    public let recommendation: DCQLChoice?

    /// The recommendation.
    ///
    /// - Throws: `notSatisfiable`. To the verifier this must look like a refusal by the person (DSEL-10).
    public func choice() throws(DCQLError) -> DCQLChoice {
        guard let recommendation else { throw .notSatisfiable }
        return recommendation
    }
}
