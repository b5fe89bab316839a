public import Rules

/// What a payer confirmed, for whoever carries the payment out (PAY-17).
public struct ConfirmedPayment: Sendable, Equatable {
    /// The bounds of payments that are repeated without asking the payer again.
    public struct Series: Sendable, Equatable {
        /// How often they come.
        public let frequency: PaymentFrequency
        /// No payment before the day of this moment.
        public let startsAt: UnixTime?
        /// No payment after the day of this moment.
        public let endsAt: UnixTime?
        /// How many payments there are at most.
        public let count: Int64?
        /// Whether the amount may differ from one payment to the next.
        public let isVariable: Bool
        /// The least amount.
        public let least: MonetaryAmount?
        /// The greatest amount.
        public let most: MonetaryAmount?
        /// What all payments together come to at most.
        public let total: MonetaryAmount?
        /// The amount of the first payments.
        public let initial: MonetaryAmount?
        /// How many first payments that is; one when nothing is said.
        public let initialCount: Int64?
    }

    /// The payee's account or number.
    public let payeeID: String
    /// The amount.
    public let amount: MonetaryAmount
    /// The beginning of the day on which it is to be paid, in UTC as its date is written; nil when none was confirmed.
    public let day: UnixTime?
    /// The bounds of a series; nil for a single payment.
    public let series: Series?
}
