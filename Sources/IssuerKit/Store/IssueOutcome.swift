/// What became of an order; only `recorded` changed anything.
public enum IssueOutcome: Sendable, Hashable {
    /// The nonce is used up, and of the order's copies the first ones are on record, as many as the token may still
    /// fetch; an entry of a status list for each, or nil without status.
    case recorded([StatusEntry?])
    /// The token has expired or was revoked meanwhile.
    case tokenNotGood
    /// The nonce is unknown, expired or used.
    case nonceNotGood
    /// A key is bound to a credential of another issuance that is still valid.
    case keyInUse
    /// The token has fetched as many copies as it may, and gets none.
    case limitReached
}

/// A place in one of the issuer's status lists.
public struct StatusEntry: Sendable, Hashable {
    /// The number of the list, from 1.
    public let list: Int
    /// The index in it.
    public let index: Int

    /// Names a place.
    public init(list: Int, index: Int) { (self.list, self.index) = (list, index) }
}
