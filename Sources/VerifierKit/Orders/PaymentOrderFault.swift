public import Rules

/// Why a payment is not carried out although its proof holds.
public enum PaymentOrderFault: RuleError {
    /// The order is none.
    case malformed(problem: String)
    /// The proof is not of exactly one payment that the order can mean.
    case noPayment(count: Int)
    /// The order says something else than the payer confirmed.
    case differs(member: String)
    /// The credential that confirms the payment does not say who the payer is.
    case payerNotShown(claim: String)
    /// Somebody else than the payer of the order confirmed the payment.
    case otherPayer(claim: String)
    /// A payment of a series is outside of what the payer confirmed.
    case outsideSeries(problem: String)
    /// The payment would be made before the day that the payer confirmed.
    case tooEarly(day: UnixTime)
    /// The confirmation is older than the limit, which is counted from it or from the end of the day that it is for.
    case tooOld(confirmedAt: UnixTime, countedFrom: UnixTime, limitSeconds: Int64)
    /// The credential that confirms the payment, or a certificate above it, was over long before the payment.
    case credentialOver(validUntil: UnixTime, limitSeconds: Int64)
    /// The confirmation is from the future.
    case fromFuture(confirmedAt: UnixTime)
    /// The authentication code was used for this payment before.
    case executed(count: Int64)
    /// Payments of a series can only be counted where they are remembered.
    case notCounted
    /// The presentation that confirms the payment has no authentication code.
    case noCode

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .malformed(let problem):
            Refusal(
                "PAY-17", "bad_payment_order", "the order \(problem)",
                hint: "'verifier check --help' tells its members")
        case .noPayment(let count):
            Refusal(
                "PAY-17", "no_such_payment",
                "the proof has \(count) payments that the order could be",
                hint: "do not pay; where several were confirmed, name one in 'transaction_id'")
        case .differs(let member):
            Refusal(
                "PAY-17", "order_differs", "the \(member) of the order is not the one that the payer confirmed",
                hint: "do not pay; have the payer confirm what is to be paid")
        case .payerNotShown(let claim):
            Refusal(
                "PAY-17", "payer_not_shown",
                "the credential that confirms the payment shows no '\(claim.prefix(64))', which the order names of its payer",
                hint: "do not pay; have it asked for in the query, or name a claim of the payer that is always shown")
        case .otherPayer(let claim):
            Refusal(
                "PAY-17", "other_payer",
                "the '\(claim.prefix(64))' of whoever confirmed the payment is not that of the order's payer",
                hint: "do not pay; have the payer confirm the payment")
        case .outsideSeries(let problem):
            Refusal(
                "PAY-17", "outside_series", "the payment \(problem)",
                hint: "do not pay; have the payer confirm a new series")
        case .tooEarly(let day):
            Refusal(
                "PAY-17", "payment_too_early",
                "the payer confirmed a payment on \(day.description.prefix(10)), not before",
                hint: "do not pay yet; an order that is carried out on that day says so in 'date'")
        case .tooOld(let confirmedAt, let start, let limitSeconds):
            Refusal(
                "PAY-17", "confirmation_too_old",
                "the payment was confirmed at \(confirmedAt), and its time to be made, \(limitSeconds / 3600) hours from "
                    + "\(start) on, is over",
                hint: "do not pay; have the payer confirm again")
        case .credentialOver(let end, let limitSeconds):
            Refusal(
                "PAY-17", "confirming_credential_over",
                "what the payment was confirmed with was valid until \(end), more than \(limitSeconds / 3600) hours before "
                    + "the payment",
                hint: "do not pay; have the payer confirm with a credential that is valid until the payment is made")
        case .fromFuture(let confirmedAt):
            Refusal(
                "PAY-17", "confirmation_from_future", "the proof says that the payment was confirmed at \(confirmedAt)",
                hint: "do not pay; set the clock of this machine, or get the proof from somebody whose clock is right")
        case .executed(let count):
            Refusal(
                "PAY-17", "already_executed",
                "this authentication code was used for \(count == 1 ? "this payment" : "\(count) payments") already",
                hint: "do not pay again; each code is good for what its payer confirmed, once")
        case .notCounted:
            Refusal(
                "PAY-17", "series_not_counted", "a payment of a series cannot be counted, since nothing is remembered",
                hint: "say with --executed where payments are remembered")
        case .noCode:
            Refusal(
                "PAY-17", "no_authentication_code", "no presentation with an authentication code confirms the payment",
                hint: "do not pay; the proof is of a type of transaction that has none")
        }
    }
}
