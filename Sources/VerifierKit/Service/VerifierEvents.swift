public import Rules

/// Where the service writes down what happens: typed events, none of which can hold a token, a claim or a key (SEC-32).
public struct VerifierEvents: Sendable {
    /// What happened.
    public enum Event: Sendable, Hashable {
        /// A backend began a transaction.
        case created(transaction: String)
        /// A backend removed a transaction.
        case deleted(transaction: String)
        /// A backend fetched the proof package of a transaction.
        case proofFetched(transaction: String)
        /// The receiver of news did not take an event.
        case webhookFailed(event: Int64, status: Int?, attempts: Int)
        /// The operator logged in at the console.
        case operatorLoggedIn
        /// The operator logged out.
        case operatorLoggedOut
        /// A request was refused.
        case refused(refusal: Refusal)
    }

    /// Takes one event.
    public let record: @Sendable (Event) -> Void

    /// Hands events to a closure, such as a log.
    public init(_ record: @escaping @Sendable (Event) -> Void) { self.record = record }
}
