/// What each event makes of a transaction, and what the caller is told: the one place that decides it.
///
/// The service asks this table before it does anything, and the store changes nothing that the table does not say. Each
/// change is conditional on the state that it starts from, so that of two callers exactly one wins (VFY-13).
/// Source: OpenID4VP 1.0 §13.3, §14.1, §14.2 (SES-02, SES-03, SES-08 … SES-10, RURI-07).
public enum TransactionTable {
    /// One entry: what comes next, and what the caller is told.
    public struct Step: Sendable, Hashable {
        /// Where the transaction stands afterwards.
        public let next: TransactionStage
        /// What the caller is told.
        public let told: TransactionAnswer

        init(_ next: TransactionStage, _ told: TransactionAnswer) { (self.next, self.told) = (next, told) }
    }

    /// How long a response code is good for.
    public static let codeSeconds: Int64 = 60
    /// Wrong response codes after which the answer counts for nothing (SES-10).
    public static let limitWrongCodes = 5
    /// How long ended transactions are kept, without claims.
    public static let retentionSeconds: Int64 = 86_400

    /// Looks an entry up.
    public static func step(from stage: TransactionStage, on event: TransactionEvent) -> Step {
        switch stage {
        case .absent: absent(event)
        case .open(let flow): open(flow, event)
        case .answered(let wrongCodes, let claims): answered(wrongCodes, claims, event)
        case .returned(let wrongCodes, let claims): returned(wrongCodes, claims, event)
        case .accepted(let flow, let claims): accepted(flow, claims, event)
        case .rejected, .walletError, .expired, .cancelled, .abandoned: ended(stage, event)
        case .forgotten: Step(.forgotten, event.isCall ? .unknown : .nothing)
        }
    }

    private static func absent(_ event: TransactionEvent) -> Step {
        guard case .created(let flow) = event else { return Step(.absent, event.isCall ? .unknown : .nothing) }
        return Step(.open(flow), .created)
    }

    /// Waiting for the wallet: only a well-formed response, time and the backend end it.
    private static func open(_ flow: TransactionStage.Flow, _ event: TransactionEvent) -> Step {
        let stays = TransactionStage.open(flow)
        return switch event {
        case .created, .cameBack: Step(stays, .unknown)
        // The page has the request since the beginning: there is nothing that a wallet could fetch.
        case .fetched: Step(stays, flow == .digitalCredentials ? .unknown : .request)
        case .malformed: Step(stays, .malformed)
        case .held where flow != .sameDevice: Step(.accepted(flow, .held), .received)
        case .held: Step(.answered(wrongCodes: 0, .held), .receivedWithCode)
        // A response that does not hold sends no browser anywhere, so nobody could ever bring its code back.
        case .failed: Step(.rejected, .notAccepted)
        case .refused: Step(.walletError, .received)
        case .read, .looked: Step(stays, .result)
        case .deleted: Step(.cancelled, .removed)
        case .timeOver: Step(.expired, .nothing)
        case .resultTimeOver, .retentionOver, .restarted: Step(stays, .nothing)
        }
    }

    /// Answered on one device: until the browser comes back with its code, nobody knows whose answer it is. The code that
    /// the wallet was given is for that browser; to the backend it is as good as any other.
    private static func answered(
        _ wrongCodes: Int, _ claims: TransactionStage.Claims, _ event: TransactionEvent
    ) -> Step {
        let stays = TransactionStage.answered(wrongCodes: wrongCodes, claims)
        return switch event {
        case .created, .fetched: Step(stays, .unknown)
        case .malformed, .held, .failed, .refused: Step(stays, .ended)
        case .cameBack(.rightBrowser): Step(.returned(wrongCodes: wrongCodes, claims), .sentOn)
        case .cameBack(.otherBrowser): Step(.abandoned, .otherBrowser)
        case .read(.missing), .looked(.missing): Step(stays, .codeNeeded)
        case .read, .looked, .cameBack(.wrongCode):
            wrongCodes + 1 < limitWrongCodes
                ? Step(.answered(wrongCodes: wrongCodes + 1, claims), .codeNeeded) : Step(.abandoned, .codeNeeded)
        case .deleted: Step(.cancelled, .removed)
        case .timeOver, .retentionOver: Step(stays, .nothing)
        case .resultTimeOver: Step(.abandoned, .nothing)
        case .restarted: Step(.answered(wrongCodes: wrongCodes, .gone), .nothing)
        }
    }

    /// The browser that began has come back: the backend gets the claims with the code that this browser was sent on with.
    private static func returned(
        _ wrongCodes: Int, _ claims: TransactionStage.Claims, _ event: TransactionEvent
    ) -> Step {
        let stays = TransactionStage.returned(wrongCodes: wrongCodes, claims)
        return switch event {
        case .created, .fetched: Step(stays, .unknown)
        case .malformed, .held, .failed, .refused, .cameBack: Step(stays, .ended)
        case .read(.right): Step(.accepted(.sameDevice, .gone), claims == .held ? .resultWithClaims : .result)
        case .looked(.right): Step(stays, .result)
        case .read(.missing), .looked(.missing): Step(stays, .codeNeeded)
        case .read(.wrong), .looked(.wrong):
            wrongCodes + 1 < limitWrongCodes
                ? Step(.returned(wrongCodes: wrongCodes + 1, claims), .codeNeeded) : Step(.abandoned, .codeNeeded)
        case .deleted: Step(.cancelled, .removed)
        case .timeOver, .retentionOver: Step(stays, .nothing)
        case .resultTimeOver: Step(.abandoned, .nothing)
        case .restarted: Step(.returned(wrongCodes: wrongCodes, .gone), .nothing)
        }
    }

    /// Accepted for good: the claims are handed out once.
    private static func accepted(
        _ flow: TransactionStage.Flow, _ claims: TransactionStage.Claims, _ event: TransactionEvent
    ) -> Step {
        let stays = TransactionStage.accepted(flow, claims)
        return switch event {
        case .read(let code), .looked(let code):
            if flow == .sameDevice, code != .right {
                Step(stays, .codeNeeded)
            } else if case .read = event, claims == .held {
                Step(.accepted(flow, .gone), .resultWithClaims)
            } else {
                Step(stays, .result)
            }
        case .resultTimeOver, .restarted: Step(.accepted(flow, .gone), .nothing)
        default: ended(stays, event)
        }
    }

    /// Over: what stands can be read and forgotten, and nothing else.
    private static func ended(_ stage: TransactionStage, _ event: TransactionEvent) -> Step {
        switch event {
        case .created, .fetched: Step(stage, .unknown)
        case .malformed, .held, .failed, .refused, .cameBack: Step(stage, .ended)
        case .read, .looked: Step(stage, .result)
        case .deleted: Step(.forgotten, .removed)
        case .retentionOver: Step(.forgotten, .nothing)
        case .timeOver, .resultTimeOver, .restarted: Step(stage, .nothing)
        }
    }
}

extension TransactionTable.Step {
    /// The step, when the caller may take it.
    ///
    /// - Throws: `noSuchTransaction`, `transactionEnded`, `wrongResponseCode`, `otherBrowser`.
    func permitted() throws(VerifierKitError) -> Self {
        switch told {
        case .unknown: throw .noSuchTransaction
        case .ended: throw .transactionEnded
        case .codeNeeded: throw .wrongResponseCode
        case .otherBrowser: throw .otherBrowser
        default: return self
        }
    }
}
