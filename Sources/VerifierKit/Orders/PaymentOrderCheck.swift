import Bytes
public import CredentialModel
import JSON
import OpenID4VP
public import Rules
import SDJWT
public import SDJWTVC
public import Trust

/// What a bank does before it pays: it verifies the proof, the order is what the payer confirmed, not long ago, and the
/// confirmation was not used for it before.
///
/// Signatures and the freshness of the key binding are judged as of the package's time, which its maker chose. So that time
/// must be near to the payment's; where a day was confirmed, and it need not be, credential and certificates must still be
/// valid. Whether they were taken back, and whether the issuer is trusted, is judged as of the payment too, and what is not
/// known of that refuses. Source: PSD2 RTS art. 5, EUDI TS12 (PAY-16, PAY-17, STA-02, TRU-06).
public struct PaymentOrderCheck: Sendable {
    /// How long after its confirmation a payment is made, unless told otherwise: a day.
    public static let maxAgeSeconds: Int64 = 86_400
    /// How far the clock of whoever made the package may be ahead.
    static let skewSeconds: Int64 = 300
    private static let daySeconds: Int64 = 86_400

    /// What the steps about the order are about.
    public static let subject = "order"

    private static let words = (
        order: "the order is what was confirmed", payer: "its payer confirmed it",
        noPayer: "the order names no payer; see for yourself whose account it is", recent: "the confirmation is recent",
        past: "the confirmation is not from the future",
        once: "the code was not used before", series: "the series has this payment"
    )

    /// The payment that is to be made.
    public let order: PaymentOrder
    /// Where payments are remembered; nil when the bank does so itself.
    public let executed: ExecutedPayments?
    /// How long after its confirmation a payment is made; of a series, the first one. Where the payer confirmed a day, the
    /// time runs from the end of that day.
    public let maxAgeSeconds: Int64

    /// Checks an order.
    public init(
        _ order: PaymentOrder, executed: ExecutedPayments?, maxAgeSeconds: Int64 = PaymentOrderCheck.maxAgeSeconds
    ) {
        (self.order, self.executed, self.maxAgeSeconds) = (order, executed, maxAgeSeconds)
    }

    /// The report on a proof and, when it holds, on the order.
    ///
    /// When everything holds the payment counts as made: it is remembered before this returns.
    ///
    /// - Parameters:
    ///   - package: the package.
    ///   - trust: whom the bank trusts; revocation of which nothing is known refuses, whatever its policy.
    ///   - status: where statuses are learned; one that is not known refuses, whatever `policy` says.
    ///   - now: the moment of the payment.
    /// - Throws: `sqlite`; whatever stands in the way of paying is in the report.
    public func report(
        on package: ProofPackage, trust: TrustStore, status: any CredentialStatusSource,
        typeMetadata: (any TypeMetadataSource)? = nil, issuerKeys: (any IssuerKeySource)? = nil,
        policy: CredentialPolicy, at now: UnixTime
    ) throws(VerifierKitError) -> Report {
        var policy = policy
        policy.unknownStatus = .refused
        policy.absentStatus = .refused
        policy.statusMoment = now
        let revocation = trust.revocation ?? RevocationPolicy(source: KeptRevocationLists([]))
        let verification = package.verification(
            trust: trust.inForceAlso(at: now).asking(revocation.with(unknown: .refused, moment: now)),
            status: status, typeMetadata: typeMetadata, issuerKeys: issuerKeys, policy: policy, at: nil)
        let report = verification.report
        guard report.isAccepted else { return report }
        var log = StepLog(subject: Self.subject)
        do throws(VerifierKitError) {
            let (entry, payment, confirmation) = try log.check("PAY-17", Self.words.order) {
                () throws(VerifierKitError) in try confirmed(in: package, by: verification.confirmations, at: now)
            }
            if order.payer.isEmpty {
                log.skipped("PAY-17", Self.words.payer, why: Self.words.noPayer)
            } else {
                try log.check("PAY-17", Self.words.payer) { () throws(VerifierKitError) in
                    try requirePayer(confirmation.claims.json)
                }
            }
            let age = payment.series == nil ? Self.words.recent : Self.words.past
            try log.check("PAY-17", age, on: package.time.description) { () throws(VerifierKitError) in
                guard package.time <= now + Self.skewSeconds else {
                    throw .order(.fromFuture(confirmedAt: package.time))
                }
                // The payments of a series may go on for years; its first one is looked at where they are counted.
                if payment.series == nil {
                    try requireRecent(payment, confirmation, confirmedAt: package.time, at: now)
                }
            }
            if executed == nil, payment.series == nil {
                log.skipped("PAY-17", Self.words.once, why: "payments are not remembered here; --executed does so")
                return Self.appending(log, to: report)
            }
            let words = payment.series == nil ? Self.words.once : Self.words.series
            try log.check("PAY-17", words) { () throws(VerifierKitError) in
                guard let executed else { throw .order(.notCounted) }
                guard let code = confirmation.keyBinding.claims["jti"]?.string else { throw .order(.noCode) }
                let used = ExecutedPayments.Confirmation(code: code, entry: entry)
                try executed.record(order.amount, on: used, at: now) { (before) throws(VerifierKitError) in
                    if payment.series != nil, before.count == 0 {
                        try requireRecent(payment, confirmation, confirmedAt: package.time, at: now)
                    }
                    try requireUnused(payment, before, at: now)
                }
            }
        } catch .order {
            // The step says so.
        }
        return Self.appending(log, to: report)
    }

    private typealias Confirmed = (TransactionData, ConfirmedPayment, TransactionConfirmation)

    /// The one confirmed payment that the order means, when it says the same (PAY-16).
    private func confirmed(
        in package: ProofPackage, by confirmations: [TransactionConfirmation], at now: UnixTime
    ) throws(VerifierKitError) -> Confirmed {
        let entries = zip(package.expectation.transactionData, confirmations)
        let found = entries.compactMap { entry, confirmation -> Confirmed? in
            guard let payment = entry.content.payment,
                order.transactionID.map({ haveSameBytes($0, entry.content.transactionID) }) ?? true
            else { return nil }
            return (entry, payment, confirmation)
        }
        guard let (entry, payment, confirmation) = found.first, found.count == 1 else {
            throw .order(.noPayment(count: found.count))
        }
        guard haveSameBytes(payment.payeeID, order.payeeID) else { throw .order(.differs(member: "payee")) }
        guard payment.amount.currency == order.amount.currency else { throw .order(.differs(member: "currency")) }
        let today = UnixTime(seconds: now.seconds - now.seconds % Self.daySeconds)
        guard let series = payment.series else {
            guard payment.amount == order.amount else { throw .order(.differs(member: "amount")) }
            if let day = payment.day {
                guard order.day ?? day == day else { throw .order(.differs(member: "date")) }
                guard order.day != nil || day <= today else { throw .order(.tooEarly(day: day)) }
            } else {
                try requireToday(today)
            }
            return (entry, payment, confirmation)
        }
        try requireToday(today)
        // Some moment of the day, which has no time zone here, must lie between both ends.
        if let start = series.startsAt, today + (Self.daySeconds - 1) < start {
            throw .order(.outsideSeries(problem: "is too early"))
        }
        if let end = series.endsAt, end < today { throw .order(.outsideSeries(problem: "is too late")) }
        return (entry, payment, confirmation)
    }

    /// Everyone whom trust lets confirm payments can confirm one; the order says whose account it is (PAY-17).
    private func requirePayer(_ claims: JSONValue) throws(VerifierKitError) {
        for (name, value) in order.payer {
            guard let shown = claims[name] else { throw .order(.payerNotShown(claim: name)) }
            guard shown == value else { throw .order(.otherPayer(claim: name)) }
        }
    }

    /// Where nobody confirmed a day, it is the one on which it is paid.
    private func requireToday(_ today: UnixTime) throws(VerifierKitError) {
        guard order.day ?? today == today else { throw .order(.differs(member: "date")) }
    }

    /// A confirmation is not kept back for a day that suits whoever has it, nor made with what was over long before.
    private func requireRecent(
        _ payment: ConfirmedPayment, _ confirmation: TransactionConfirmation, confirmedAt: UnixTime, at now: UnixTime
    ) throws(VerifierKitError) {
        let day = payment.day ?? payment.series?.startsAt
        let start = max(confirmedAt, day.map { $0 + Self.daySeconds } ?? confirmedAt)
        guard now <= start + maxAgeSeconds else {
            throw .order(.tooOld(confirmedAt: confirmedAt, countedFrom: start, limitSeconds: maxAgeSeconds))
        }
        // A day that lies ahead lets whoever makes the package choose its time; the key may have been anybody's since.
        if let end = confirmation.validUntil, end < now - maxAgeSeconds {
            throw .order(.credentialOver(validUntil: end, limitSeconds: maxAgeSeconds))
        }
    }

    /// What is left of what the payer confirmed.
    private func requireUnused(
        _ payment: ConfirmedPayment, _ before: ExecutedPayments.Sum, at now: UnixTime
    ) throws(VerifierKitError) {
        guard let series = payment.series else {
            guard before.count == 0 else { throw .order(.executed(count: before.count)) }
            return
        }
        if let count = series.count, before.count >= count { throw .order(.executed(count: before.count)) }
        if let first = series.startsAt ?? before.firstAt,
            let due = series.frequency.paymentsDue(from: first, by: now), before.count >= due
        {
            throw .order(.outsideSeries(problem: "comes too soon: \(due) of the series are due by today"))
        }
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
