public import DCQL
public import Rules

/// What a verifier asked for, and against which a response is checked.
public struct PresentationExpectation: Sendable {
    /// The full client identifier; presentations must name it as their audience.
    public let audience: String
    /// The nonce of the request.
    public let nonce: String
    /// What was asked for.
    public let query: DCQLQuery
    /// What was to be confirmed, as it was sent; empty when nothing was.
    public let transactionData: [TransactionData]
    /// How the answer was asked for; nil when that is not known where it is checked.
    public let responseMode: ResponseMode?
    /// When the request was made; no key binding may be older.
    public let requestedAt: UnixTime?

    /// Puts an expectation together.
    public init(
        audience: String, nonce: String, query: DCQLQuery, transactionData: [TransactionData] = [],
        responseMode: ResponseMode? = nil, requestedAt: UnixTime? = nil
    ) {
        (self.audience, self.nonce, self.query, self.requestedAt) = (audience, nonce, query, requestedAt)
        (self.transactionData, self.responseMode) = (transactionData, responseMode)
    }
}
