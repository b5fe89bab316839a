import Bytes

/// What a verifier asks for, in the Digital Credentials Query Language.
///
/// ```swift
/// let query = try DCQLQuery(json: request["dcql_query"] ?? .null)
/// let match = try query.match(stored)
/// ```
///
/// Source: OpenID4VP §6 (DCQL-01 to DCQL-10).
public struct DCQLQuery: Sendable, Hashable {
    /// Who reads the query.
    public enum Reader: Sendable, Hashable {
        /// A wallet reads somebody's query: a claim that is asked for twice is ignored the second time.
        case wallet
        /// A verifier reads its own query before it sends it: a claim that is asked for twice is refused.
        case verifier
    }

    /// What is asked for, credential by credential; at least one.
    public let credentials: [CredentialQuery]
    /// Which of them are wanted together or instead of each other; nil when all are wanted.
    public let credentialSets: [CredentialSetQuery]?

    init(credentials: [CredentialQuery], credentialSets: [CredentialSetQuery]?) {
        (self.credentials, self.credentialSets) = (credentials, credentialSets)
    }

    /// The credential query of that identifier.
    public func credential(_ id: String) -> CredentialQuery? { credentials.first { haveSameBytes($0.id, id) } }
}
