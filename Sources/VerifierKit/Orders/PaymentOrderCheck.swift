import Bytes
public import CredentialModel
import JOSE
import JSON
import OpenID4VP
public import Rules

/// What a bank does before it pays, after the proof itself was verified: the order is what the payer confirmed, and the
/// authentication code was not used for it before.
///
/// Source: PSD2 RTS art. 5, EUDI TS12 (PAY-16, PAY-17).
public struct PaymentOrderCheck: Sendable {
    private static let words = (order: "the order is what was confirmed", once: "the code was not used before")

    /// The payment that is to be made.
    public let order: PaymentOrder
    /// Where payments are remembered; nil when the bank does so itself.
    public let executed: ExecutedPayments?

    /// Checks an order.
    public init(_ order: PaymentOrder, executed: ExecutedPayments?) { (self.order, self.executed) = (order, executed) }

    /// The report on a proof with what the check found; a proof that does not hold is left as it is.
    ///
    /// When everything holds the payment counts as made: it is remembered before this returns.
    ///
    /// - Parameters:
    ///   - report: what the verification of the package found.
    ///   - package: the package.
    ///   - now: the moment of the payment.
    /// - Throws: `sqlite`; whatever stands in the way of paying is in the report.
    public func report(
        _ report: Report, on package: ProofPackage, at now: UnixTime
    ) throws(VerifierKitError) -> Report {
        guard report.isAccepted else { return report }
        var log = StepLog(subject: "order")
        do throws(VerifierKitError) {
            let (entry, payment) = try log.check("PAY-17", Self.words.order) { () throws(VerifierKitError) in
                try confirmed(in: package, at: now)
            }
            if executed == nil, payment.series == nil {
                log.skipped("PAY-17", Self.words.once, why: "payments are not remembered here; --executed does so")
                return Self.appending(log, to: report)
            }
            try log.check("PAY-17", Self.words.once) { () throws(VerifierKitError) in
                guard let executed else { throw .order(.notCounted) }
                guard let code = Self.code(for: entry, in: package.token) else { throw .order(.noCode) }
                try executed.record(order.amount, code: code, at: now) { (before) throws(VerifierKitError) in
                    try requireUnused(payment, before)
                }
            }
        } catch .order {
            // The step says so.
        }
        return Self.appending(log, to: report)
    }

    /// The one confirmed payment that the order means, when it says the same (PAY-16).
    private func confirmed(
        in package: ProofPackage, at now: UnixTime
    ) throws(VerifierKitError) -> (TransactionData, ConfirmedPayment) {
        let found = package.expectation.transactionData.compactMap { entry -> (TransactionData, ConfirmedPayment)? in
            guard let payment = entry.content.payment,
                order.transactionID.map({ haveSameBytes($0, entry.content.transactionID) }) ?? true
            else { return nil }
            return (entry, payment)
        }
        guard let (entry, payment) = found.first, found.count == 1 else {
            throw .order(.noPayment(count: found.count))
        }
        guard haveSameBytes(payment.payeeID, order.payeeID) else { throw .order(.differs(member: "payee")) }
        guard payment.amount.currency == order.amount.currency else { throw .order(.differs(member: "currency")) }
        guard let series = payment.series else {
            guard payment.amount == order.amount else { throw .order(.differs(member: "amount")) }
            return (entry, payment)
        }
        // Some moment of the day, which has no time zone here, must lie between both ends.
        let day = order.day ?? UnixTime(seconds: now.seconds - now.seconds % 86_400)
        if let start = series.startsAt, day + 86_399 < start { throw .order(.outsideSeries(problem: "is too early")) }
        if let end = series.endsAt, end < day { throw .order(.outsideSeries(problem: "is too late")) }
        return (entry, payment)
    }

    /// What is left of what the payer confirmed.
    private func requireUnused(_ payment: ConfirmedPayment, _ before: ExecutedPayments.Sum) throws(VerifierKitError) {
        guard let series = payment.series else {
            guard before.count == 0 else { throw .order(.executed(count: before.count)) }
            return
        }
        if let count = series.count, before.count >= count { throw .order(.executed(count: before.count)) }
        if let initial = series.initial, before.count < series.initialCount ?? 1 {
            guard order.amount == initial else { throw .order(.differs(member: "amount")) }
        } else if series.isVariable {
            // Without a greatest amount the payer has agreed to no more than the one that was shown.
            guard order.amount.minorUnits <= (series.most ?? payment.amount).minorUnits,
                order.amount.minorUnits >= series.least?.minorUnits ?? 0
            else { throw .order(.outsideSeries(problem: "is not between the least and the greatest amount")) }
        } else {
            guard order.amount == payment.amount else { throw .order(.differs(member: "amount")) }
        }
        if let total = series.total {
            let (sum, isTooLarge) = before.minorUnits.addingReportingOverflow(order.amount.minorUnits)
            guard !isTooLarge, sum <= total.minorUnits else {
                throw .order(.outsideSeries(problem: "brings all payments above the total"))
            }
        }
    }

    /// The authentication code of the presentation that confirms an entry. Its signature was verified with the package.
    private static func code(for entry: TransactionData, in token: VPToken) -> String? {
        let hashes = entry.hashAlgorithms.map(entry.hash)
        for text in token.answers.flatMap(\.presentations) {
            guard let binding = text.split(separator: "~", omittingEmptySubsequences: false).last,
                let claims = try? CompactJWS(parsing: String(binding)).uncheckedPayload(),
                let confirmed = claims["transaction_data_hashes"]?.array?.compactMap(\.string),
                hashes.contains(where: { hash in confirmed.contains { haveSameBytes($0, hash) } })
            else { continue }
            return claims["jti"]?.string
        }
        return nil
    }

    /// Nothing of a payment that is not made is released.
    private static func appending(_ log: StepLog, to report: Report) -> Report {
        let steps = report.steps + log.steps
        guard let refusal = log.firstFailure else {
            return Report(
                verdict: .accepted, checkedAt: report.checkedAt, steps: steps, credentials: report.credentials,
                sources: report.sources)
        }
        return Report(
            verdict: .rejected(refusal), checkedAt: report.checkedAt, steps: steps,
            credentials: report.credentials.map(\.withoutClaims), sources: report.sources)
    }
}
