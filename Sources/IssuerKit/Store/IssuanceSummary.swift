public import Rules

/// One line of `issuer list`.
public struct IssuanceSummary: Sendable, Hashable {
    /// Where an issuance stands.
    public enum State: String, Sendable, Hashable {
        /// Offered, and not yet redeemed.
        case open
        /// At least one copy was issued.
        case issued
        /// Offered, and never redeemed.
        case expired
        /// Redeemed or taken back, and nothing was issued.
        case closed
        /// Issued, and suspended for a time.
        case suspended
        /// Issued, then revoked.
        case revoked
    }

    /// The name of the issuance.
    public let issuance: String
    /// The type, or the types that are offered.
    public let type: String
    /// Where it stands.
    public let state: State
    /// How many copies were issued.
    public let copies: Int
    /// Until when the offer, or the credential, is good.
    public let expires: UnixTime

    /// Puts the parts together.
    public init(issuance: String, type: String, state: State, copies: Int, expires: UnixTime) {
        (self.issuance, self.type, self.state) = (issuance, type, state)
        (self.copies, self.expires) = (copies, expires)
    }
}
