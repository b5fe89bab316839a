public import CredentialModel

/// The presentations that came for one credential query and were verified.
public struct DCQLPresented: Sendable {
    /// The credential query.
    public let queryID: String
    /// The facts of each presentation, with the claims that came; presentations that did not verify are left out.
    public let presentations: [CredentialFacts]

    /// Puts them together.
    public init(queryID: String, presentations: [CredentialFacts]) {
        (self.queryID, self.presentations) = (queryID, presentations)
    }
}
