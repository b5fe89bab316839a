public import JSON

/// What of an answer satisfies the query; only `DCQLQuery` makes it.
public struct DCQLSatisfaction: Sendable {
    /// A presentation that answers its query.
    public struct Accepted: Sendable {
        /// The credential query.
        public let queryID: String
        /// The name that the presentation has in its facts.
        public let credentialID: String
        /// The claims that were asked for and came.
        public let alternative: ClaimsAlternative
        /// What the paths of the query select in the presentation, and nothing beside it, also of what the issuer made
        /// visible to everybody (DSEL-12, VFY-14); all that is visible when the query names no claims.
        public let claims: JSONValue
        /// How many Disclosures came beyond those.
        public let surplus: Int
    }

    /// A presentation that does not answer its query.
    public struct Discarded: Sendable, Equatable {
        /// The credential query.
        public let queryID: String
        /// The name that the presentation has in its facts.
        public let credentialID: String
        /// Why.
        public let reason: DCQLError
    }

    /// The presentations that answer, in the order in which they came.
    public let accepted: [Accepted]
    /// The presentations that do not, and without which the query is satisfied nevertheless.
    public let discarded: [Discarded]

    /// How many Disclosures came that nobody asked for; the only thing to log about them.
    public var surplus: Int { accepted.reduce(0) { $0 + $1.surplus } }
}
