/// What a person picked for one credential query.
public struct DCQLPick: Sendable, Hashable {
    /// The credential query.
    public let queryID: String
    /// The credential.
    public let credentialID: String
    /// The claim set; nil for the one that policy prefers.
    public let claimSet: Int?

    /// Names a pick.
    public init(queryID: String, credentialID: String, claimSet: Int? = nil) {
        (self.queryID, self.credentialID, self.claimSet) = (queryID, credentialID, claimSet)
    }
}
