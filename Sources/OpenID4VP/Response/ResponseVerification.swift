public import CredentialModel

/// What the verification of a response found, and what confirms its transaction data.
public struct ResponseVerification: Sendable {
    /// What was found.
    public let report: Report
    /// For each entry of the transaction data, in the order of the request, what confirms it; none when the response is
    /// rejected. A presentation that was discarded, or answers no query, has no part in it (TXD-05).
    public let confirmations: [TransactionConfirmation]
}
