import Bytes
import Cryptography
import Rules

extension TransactionService {
    /// How often a call begins again when others change the transaction between its reading and its writing. Each time
    /// the transaction has moved on, and it cannot move on often.
    static let limitAttempts = 8

    /// What a backend learns of a transaction.
    ///
    /// The claims come with the first call after the answer and are then erased. In the same-device flow they need the
    /// response code with which the browser came back (SES-02, SES-03); how a transaction failed is told without one.
    ///
    /// - Throws: `noSuchTransaction`, `wrongResponseCode`.
    public func result(
        id: String, owner: Int64, responseCode: String?, claims: Claims = .taken
    ) throws(VerifierKitError) -> TransactionResult {
        for _ in 0..<Self.limitAttempts {
            guard let (transaction, outcome) = try store.transaction(id: id), transaction.owner == owner else {
                throw .noSuchTransaction
            }
            let now = clock.now
            var stage = TransactionStage(transaction, outcome, at: now)
            let opened = outcome?.sealedClaims.flatMap { seal.open($0, transaction: id) }
            // What an earlier process sealed is lost; it shows here first.
            if outcome?.sealedClaims != nil, opened == nil { stage.apply(.restarted) }
            let code = Self.code(responseCode, outcome)
            let step = TransactionTable.step(from: stage, on: claims == .taken ? .read(code) : .looked(code))
            try countWrongCode(step, from: stage, of: transaction)
            _ = try step.permitted()
            guard let state = step.next.state else { throw .noSuchTransaction }
            var result = TransactionResult(transaction, state: state)
            result.walletError = outcome?.walletError
            // To whom an answer belongs that was abandoned is not known, so nothing of it is told.
            if state != .abandoned { result.report = outcome?.report }
            guard step.next != stage else { return result }
            let until = (outcome?.endedAt ?? now) + configuration.resultSeconds
            guard try store.handOver(transaction.number, at: now, until: until) else { continue }
            if step.told == .resultWithClaims { result.claims = opened }
            if state != stage.state { tellWatchers(of: id) }
            return result
        }
        throw .transactionEnded
    }

    /// A transaction of that backend as it stands; in the same-device flow only with the right response code, and a wrong
    /// one counts.
    ///
    /// - Throws: `noSuchTransaction`, `wrongResponseCode`.
    func looked(
        id: String, owner: Int64, responseCode: String?
    ) throws(VerifierKitError) -> (Transaction, TransactionOutcome?) {
        guard let (transaction, outcome) = try store.transaction(id: id), transaction.owner == owner else {
            throw .noSuchTransaction
        }
        let stage = TransactionStage(transaction, outcome, at: clock.now)
        let step = TransactionTable.step(from: stage, on: .looked(Self.code(responseCode, outcome)))
        try countWrongCode(step, from: stage, of: transaction)
        _ = try step.permitted()
        return (transaction, outcome)
    }

    /// Writes down that a wrong code came, where the table counts it.
    func countWrongCode(
        _ step: TransactionTable.Step, from stage: TransactionStage, of transaction: Transaction
    ) throws(VerifierKitError) {
        guard step.told == .codeNeeded, step.next != stage else { return }
        try store.countWrongResponseCode(transaction.number, limit: TransactionTable.limitWrongCodes)
        tellWatchers(of: transaction.id)
    }

    /// Takes back a transaction that has no outcome yet; removes one that has.
    ///
    /// - Throws: `noSuchTransaction`.
    public func delete(id: String, owner: Int64) throws(VerifierKitError) {
        for _ in 0..<Self.limitAttempts {
            guard let (transaction, outcome) = try store.transaction(id: id), transaction.owner == owner else {
                throw .noSuchTransaction
            }
            let now = clock.now
            let stage = TransactionStage(transaction, outcome, at: now)
            let step = try TransactionTable.step(from: stage, on: .deleted).permitted()
            let number = transaction.number
            let isDone = try step.next == .cancelled ? store.cancel(number, at: now) : store.delete(number)
            if isDone {
                tellWatchers(of: id)
                return
            }
        }
        throw .transactionEnded
    }

    static func code(_ given: String?, _ outcome: TransactionOutcome?) -> TransactionEvent.Code {
        guard let given else { return .missing }
        guard let expected = outcome?.responseCodeHash else { return .wrong }
        return constantTimeEqual(HashAlgorithm.sha256.hash(Array(given.utf8)), expected) ? .right : .wrong
    }
}
