/// What can happen to a transaction.
public enum TransactionEvent: Sendable, Hashable, CaseIterable {
    /// The response code that a backend passes on.
    public enum Code: Sendable, Hashable, CaseIterable {
        /// None came.
        case missing
        /// The one that the browser was given.
        case right
        /// Another one.
        case wrong
    }

    /// A browser that comes back from the wallet.
    public enum Return: Sendable, Hashable, CaseIterable {
        /// It brought the right code, and is the one that opened the page.
        case rightBrowser
        /// It brought the right code, and is another one: the person who answered is not the one who began.
        case otherBrowser
        /// It brought another code, or none.
        case wrongCode
    }

    /// A backend began it.
    case created(TransactionStage.Flow)
    /// A wallet fetched the request object.
    case fetched
    /// A wallet, or the page that asked, sent something that is no response to this request.
    case malformed
    /// A well-formed response came, and everything held.
    case held
    /// A well-formed response came, and something did not hold.
    case failed
    /// The wallet answered with an error, such as `access_denied`.
    case refused
    /// A browser came back from the wallet.
    case cameBack(Return)
    /// The backend read the result.
    case read(Code)
    /// The backend asked for the head of the result: what is handed out would be lost.
    case looked(Code)
    /// The backend removed it.
    case deleted
    /// The time for an answer is over.
    case timeOver
    /// The time for the claims is over.
    case resultTimeOver
    /// The time for which ended transactions are kept is over.
    case retentionOver
    /// The process ended, and another one began.
    case restarted

    /// Every event, each with all its values.
    public static var allCases: [TransactionEvent] {
        TransactionStage.Flow.allCases.map(TransactionEvent.created)
            + Code.allCases.flatMap { [.read($0), .looked($0)] }
            + Return.allCases.map(TransactionEvent.cameBack)
            + [.fetched, .malformed, .held, .failed, .refused, .deleted]
            + [.timeOver, .resultTimeOver, .retentionOver, .restarted]
    }

    /// Whether somebody called, and waits to be told.
    public var isCall: Bool {
        switch self {
        case .timeOver, .resultTimeOver, .retentionOver, .restarted: false
        default: true
        }
    }
}

/// What the caller is told.
public enum TransactionAnswer: Sendable, Hashable {
    /// Nobody called.
    case nothing
    /// There is a transaction.
    case created
    /// The signed request.
    case request
    /// What came is no response to this request; another one may follow.
    case malformed
    /// The response was taken.
    case received
    /// The response was taken, and the browser gets a fresh code.
    case receivedWithCode
    /// The response was taken and did not hold; without detail (RSP-10).
    case notAccepted
    /// The transaction has ended.
    case ended
    /// There is no such transaction.
    case unknown
    /// The response code is missing or wrong.
    case codeNeeded
    /// The browser goes on to the backend, with a fresh code.
    case sentOn
    /// The browser is not the one that began.
    case otherBrowser
    /// Where the transaction stands.
    case result
    /// Where the transaction stands, with the claims.
    case resultWithClaims
    /// It is removed.
    case removed
}
