public import Rules

/// The status lists that were fetched and verified, and when the next are due: a value, without clock and network.
///
/// Source: Token Status List §13.7 (TSL-46), STA-01, STA-09.
public struct StatusListCache: Sendable {
    /// What is to be done for a list.
    public enum Plan: Sendable {
        /// Use the list that is held.
        case use(StatusListToken)
        /// Fetch the list; when that fails, fall back on what is held.
        case fetch(held: StatusListToken?)
        /// Do not fetch now, for that reason; fall back on what is held.
        case wait(held: StatusListToken?, why: String)
    }

    /// For how long lists are believed.
    public let freshness: StatusListFreshness
    /// The most addresses that are remembered.
    public let limitLists: Int
    /// The most bytes of lists that are held.
    public let limitBytes: Int

    private var entries: [String: Entry] = [:]

    private struct Entry {
        var token: StatusListToken?
        var fetchedAt = UnixTime(seconds: 0)
        var fetchingSince: UnixTime?
        var failure: (at: UnixTime, why: String)?
        var usedAt: UnixTime
    }

    /// Begins empty.
    public init(
        freshness: StatusListFreshness = StatusListFreshness(), limitLists: Int = 256, limitBytes: Int = 64 << 20
    ) {
        (self.freshness, self.limitLists, self.limitBytes) = (freshness, limitLists, limitBytes)
    }

    /// Says what to do for a list, and remembers that a fetch was begun.
    public mutating func plan(for uri: String, at now: UnixTime) -> Plan {
        var entry = entries[uri] ?? Entry(usedAt: now)
        entry.usedAt = now
        defer {
            entries[uri] = entry
            makeRoom(keeping: uri)
        }
        // A clock that was set back makes everything due, never fresh for longer.
        if let token = entry.token, entry.fetchedAt <= now,
            now <= freshness.freshUntil(token, fetchedAt: entry.fetchedAt)
        {
            return .use(token)
        }
        if let failure = entry.failure, failure.at <= now, now < failure.at + freshness.retrySeconds {
            return .wait(held: entry.token, why: failure.why)
        }
        // Others are being served from the old list while one asks for the new one.
        if let token = entry.token, let since = entry.fetchingSince, since <= now,
            now < since + freshness.minimumSeconds, now <= freshness.usableUntil(token)
        {
            return .wait(held: token, why: "the list is being fetched")
        }
        entry.fetchingSince = now
        return .fetch(held: entry.token)
    }

    /// Keeps a list that was fetched and verified.
    ///
    /// - Returns: the list to use: the one held when that was signed later, for then someone on the way has kept an old
    ///   one back.
    @discardableResult
    public mutating func store(_ token: StatusListToken, fetchedAt: UnixTime) -> StatusListToken {
        var entry = entries[token.uri] ?? Entry(usedAt: fetchedAt)
        (entry.fetchingSince, entry.failure) = (nil, nil)
        if let held = entry.token, held.issuedAt > token.issuedAt {
            entry.failure = (fetchedAt, "the server gave a list older than the one held")
            entries[token.uri] = entry
            return held
        }
        (entry.token, entry.fetchedAt) = (token, fetchedAt)
        entries[token.uri] = entry
        makeRoom(keeping: token.uri)
        return token
    }

    /// Remembers that a list could not be fetched, so that it is not asked for at once again.
    public mutating func recordFailure(of uri: String, why: String, at now: UnixTime) {
        var entry = entries[uri] ?? Entry(usedAt: now)
        (entry.fetchingSince, entry.failure) = (nil, (now, why))
        entries[uri] = entry
        makeRoom(keeping: uri)
    }

    /// Whether anything is known of an address: a list, a failure, or that it is being fetched.
    public func remembers(_ uri: String) -> Bool { entries[uri] != nil }

    /// Number of addresses that are remembered.
    public var count: Int { entries.count }

    private mutating func makeRoom(keeping uri: String) {
        var bytes = entries.values.reduce(0) { $0 + ($1.token?.list.packed.count ?? 0) }
        while entries.count > max(1, limitLists) || bytes > limitBytes {
            let others = entries.filter { $0.key != uri }
            guard let oldest = others.min(by: { ($0.value.usedAt, $0.key) < ($1.value.usedAt, $1.key) }) else { return }
            bytes -= oldest.value.token?.list.packed.count ?? 0
            entries[oldest.key] = nil
        }
    }
}
