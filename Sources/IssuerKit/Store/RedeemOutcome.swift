/// What became of an attempt to redeem a code.
public enum RedeemOutcome: Sendable, Hashable {
    /// The code is used up and the token stored.
    case granted
    /// The transaction code was wrong, and the attempt is counted.
    case wrongTransactionCode
    /// The code is unknown, used, expired, or locked.
    case notGood
}
