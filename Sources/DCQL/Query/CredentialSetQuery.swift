/// Which credential queries are wanted together or instead of each other.
///
/// Source: OpenID4VP §6.2 (DCQL-06).
public struct CredentialSetQuery: Sendable, Hashable {
    /// The alternatives, the most wanted first: each names credential queries that are to be answered together, as
    /// positions in `DCQLQuery.credentials`.
    public let options: [[Int]]
    /// Whether one of the options must be answered.
    public let isRequired: Bool
}
