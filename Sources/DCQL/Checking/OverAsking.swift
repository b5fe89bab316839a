public import CredentialModel

/// A claim that a query asks for beyond what its verifier has registered.
public struct OverAsking: Sendable, Hashable {
    /// The credential query.
    public let queryID: String
    /// The claim; nil when the type of credential itself was not registered.
    public let path: ClaimPath?
    /// Whether it is on the list of claims that are never given without registration: refuse instead of warn.
    public let isForbidden: Bool

    /// Names a claim.
    public init(queryID: String, path: ClaimPath?, isForbidden: Bool) {
        (self.queryID, self.path, self.isForbidden) = (queryID, path, isForbidden)
    }
}
