/// What the person's browser learns of a transaction: not how it ended, which is between the service and its backend.
public enum PageState: Sendable, Hashable {
    /// Waiting for the wallet.
    case waiting
    /// The wallet has answered, whatever came of it.
    case answered
    /// Nobody answered in time.
    case expired
    /// The backend took it back.
    case withdrawn
    /// Another browser began, or came back (SES-03).
    case otherBrowser
    /// There is none, or none any more.
    case unknown

    init(_ stage: TransactionStage) {
        self =
            switch stage {
            case .open: .waiting
            case .answered, .returned, .accepted, .rejected, .walletError, .abandoned: .answered
            case .expired: .expired
            case .cancelled: .withdrawn
            case .absent, .forgotten: .unknown
            }
    }
}
