public import Rules

/// Where fetched lists outlive a run of the program.
///
/// A list that comes back is verified anew, as if it had just been fetched; the store need not be trusted for more than
/// the moment of the fetch. Source: Token Status List §13.7 (TSL-46).
public protocol StatusListStore: Sendable {
    /// The list that was kept for an address; nil when there is none, or it cannot be read.
    func list(at uri: String) -> FetchedStatusList?
    /// Keeps a list in the place of the one before it. A list that cannot be kept is fetched again the next time.
    func keep(_ list: FetchedStatusList, at uri: String)
}

/// A status list token as it was fetched.
public struct FetchedStatusList: Sendable, Hashable {
    /// The body of the answer.
    public let body: [UInt8]
    /// When it was fetched.
    public let fetchedAt: UnixTime

    /// Puts the two together.
    public init(body: [UInt8], fetchedAt: UnixTime) { (self.body, self.fetchedAt) = (body, fetchedAt) }
}

/// When a list that a store has kept is used without asking for the next.
public enum StatusListReuse: Sendable, Hashable {
    /// As long as it is fresh (TSL-46).
    case whileFresh
    /// Never: each run asks anew, once for each list, and falls back on what was kept.
    case fallbackOnly
}
