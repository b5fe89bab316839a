public import CredentialModel

/// What a wallet has for one credential query.
public struct QueryMatch: Sendable {
    /// A credential of the format and type asked for that nevertheless cannot answer.
    public struct NearMiss: Sendable, Hashable {
        /// Why it cannot.
        public enum Reason: Sendable, Hashable {
            /// Its issuer is none of the trusted authorities of the query (DCQL-07).
            case otherAuthority
            /// It has no key whose possession its holder could prove (DSEL-01).
            case notBound
            /// It lacks these claims of the first alternative, or they have other values (DSEL-04, DSEL-05).
            case claims([ClaimPath])
        }

        /// The credential.
        public let credentialID: String
        /// Why it cannot answer; for the holder only, never for the verifier (DSEL-10).
        public let reason: Reason
    }

    /// The credential query.
    public let query: CredentialQuery
    /// The credentials that can answer it, the best first.
    public let candidates: [CandidateMatch]
    /// Credentials that come close, in the order in which they are stored.
    public let nearMisses: [NearMiss]
}
