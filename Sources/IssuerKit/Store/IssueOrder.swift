public import Rules

/// What is to be issued in one transaction.
public struct IssueOrder: Sendable, Hashable {
    /// One copy of a credential.
    public struct Copy: Sendable, Hashable {
        /// The thumbprint of the key it will be bound to.
        public let key: [UInt8]?

        /// Names the key.
        public init(key: [UInt8]?) { self.key = key }
    }

    /// What must hold for the order to be carried out.
    public struct Authority: Sendable, Hashable {
        /// The hash of the access token.
        public let token: [UInt8]
        /// How many copies one token may fetch.
        public let copiesPerToken: Int
        /// How many of them may be of the order's type; nil for any number.
        public let copiesOfType: Int?
        /// The hash of the nonce that is used up; nil for a credential without proofs.
        public let nonce: [UInt8]?

        /// States the conditions.
        public init(token: [UInt8], copiesPerToken: Int, copiesOfType: Int? = nil, nonce: [UInt8]?) {
            (self.token, self.copiesPerToken, self.nonce) = (token, copiesPerToken, nonce)
            self.copiesOfType = copiesOfType
        }
    }

    /// The issuance it belongs to.
    public let issuance: String
    /// The type.
    public let type: String
    /// The copies.
    public let copies: [Copy]
    /// When they expire.
    public let expires: UnixTime
    /// Whether each gets an entry of a status list.
    public let hasStatus: Bool
    /// What must hold; nil when the operator issues directly.
    public let authority: Authority?
    /// Now.
    public let now: UnixTime

    /// Writes an order.
    public init(
        issuance: String, type: String, copies: [Copy], expires: UnixTime, hasStatus: Bool, authority: Authority?,
        now: UnixTime
    ) {
        (self.issuance, self.type, self.copies, self.expires) = (issuance, type, copies, expires)
        (self.hasStatus, self.authority, self.now) = (hasStatus, authority, now)
    }
}
