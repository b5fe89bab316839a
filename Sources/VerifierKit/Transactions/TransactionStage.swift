import Rules

/// Where a transaction stands, as far as that decides what may happen next.
///
/// It is `Transaction.State` together with what the state alone does not say: the flow, what became of the claims, and how
/// many wrong response codes came. `TransactionTable` says what each event makes of it.
public enum TransactionStage: Sendable, Hashable {
    /// By which way the wallet is asked, and its answer comes back.
    public enum Flow: Sendable, Hashable, CaseIterable {
        /// The request is scanned with another device; nothing binds the answer to a browser (SES-04).
        case crossDevice
        /// The browser comes back with a response code (SES-02).
        case sameDevice
        /// The browser asks through the Digital Credentials API, which binds the answer to the page (DP-05).
        case digitalCredentials
    }

    /// What became of the claims.
    public enum Claims: Sendable, Hashable {
        /// They are there for the backend.
        case held
        /// They were handed out, or their time is over, or the process that could read them has ended.
        case gone
    }

    /// It was not made yet.
    case absent
    /// Waiting for the wallet.
    case open(Flow)
    /// The answer held, and the browser that began must bring the response code; that many wrong ones came.
    case answered(wrongCodes: Int, Claims)
    /// It came back, and was sent on to the backend with a code of its own.
    case returned(wrongCodes: Int, Claims)
    /// The answer held.
    case accepted(Flow, Claims)
    /// The answer did not hold.
    case rejected
    /// The wallet answered with an error.
    case walletError
    /// Nobody answered in time.
    case expired
    /// The backend took it back before it came to an end.
    case cancelled
    /// The answer held, but the right response code never came (SES-03, SES-10).
    case abandoned
    /// Nothing is known of it any more.
    case forgotten

    /// What the backend reads; nil when there is nothing to read.
    public var state: Transaction.State? {
        switch self {
        case .absent, .forgotten: nil
        case .open: .open
        case .answered, .returned: .answered
        case .accepted: .accepted
        case .rejected: .rejected
        case .walletError: .walletError
        case .expired: .expired
        case .cancelled: .cancelled
        case .abandoned: .abandoned
        }
    }

    /// Whether the outcome stands: whatever happens, it stays the same or is forgotten.
    public var isFinal: Bool {
        switch self {
        case .absent, .open, .answered, .returned: false
        case .accepted, .rejected, .walletError, .expired, .cancelled, .abandoned, .forgotten: true
        }
    }
}

extension TransactionStage {
    /// The stage of a transaction that is stored, after all times that are over by now.
    ///
    /// The sweep writes the same down later; until then nobody may notice that it was not there yet.
    init(_ transaction: Transaction, _ outcome: TransactionOutcome?, at now: UnixTime) {
        let flow = transaction.flow
        let claims: Claims = outcome?.sealedClaims == nil ? .gone : .held
        switch outcome?.state ?? .open {
        case .open: self = .open(flow)
        case .answered where outcome?.hasReturned == true:
            self = .returned(wrongCodes: outcome?.wrongCodes ?? 0, claims)
        case .answered: self = .answered(wrongCodes: outcome?.wrongCodes ?? 0, claims)
        // A transaction of one device needs its code to the end, others never had one.
        case .accepted:
            let open: Flow = flow == .digitalCredentials ? flow : .crossDevice
            self = .accepted(outcome?.responseCodeHash == nil ? open : .sameDevice, claims)
        case .rejected: self = .rejected
        case .walletError: self = .walletError
        case .expired: self = .expired
        case .cancelled: self = .cancelled
        case .abandoned: self = .abandoned
        }
        if now >= transaction.expiresAt { apply(.timeOver) }
        if let outcome, now >= outcome.resultExpiresAt { apply(.resultTimeOver) }
        let endedAt = outcome?.endedAt ?? transaction.expiresAt
        if now >= endedAt + TransactionTable.retentionSeconds { apply(.retentionOver) }
    }

    /// Moves on.
    mutating func apply(_ event: TransactionEvent) { self = TransactionTable.step(from: self, on: event).next }
}
