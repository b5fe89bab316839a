public import JSON
public import Rules

/// One change of a transaction that the backend's receiver is to learn of.
public struct WebhookEvent: Sendable, Equatable {
    /// Its number in the queue; the receiver knows by it what it has had before.
    public let number: Int64
    /// The transaction.
    public let transactionID: String
    /// The state that it changed to.
    public let state: String
    /// When the answer came, or the transaction ended.
    public let time: UnixTime
    /// How often it was sent in vain.
    public let attempts: Int

    /// Puts an event together.
    public init(number: Int64, transactionID: String, state: String, time: UnixTime, attempts: Int) {
        (self.number, self.transactionID, self.state) = (number, transactionID, state)
        (self.time, self.attempts) = (time, attempts)
    }

    /// What is sent: no claim, no report, nothing of the person (SEC-28).
    public var json: JSONValue {
        ["id": .string(transactionID), "state": .string(state), "time": .string(time.description)]
    }
}

/// How long an event is tried, and how many wait.
public enum WebhookLimits {
    /// Events that wait; further ones are lost.
    public static let queue: Int64 = 10_000
    /// Times that one event is sent before it is given up, which is after some eight hours.
    public static let attempts = 16
    /// Events that are sent in one go.
    public static let batch = 16
    /// How long one go may take; the sweep waits for it.
    public static let batchSeconds: Int64 = 4
    private static let firstPauseSeconds: Int64 = 5
    private static let longestPauseSeconds: Int64 = 3_600

    /// How long to wait after that many attempts in vain: twice as long each time.
    public static func pauseSeconds(afterAttempts attempts: Int) -> Int64 {
        min(longestPauseSeconds, firstPauseSeconds << Int64(max(0, min(attempts - 1, 12))))
    }
}
