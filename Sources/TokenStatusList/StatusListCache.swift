public import Rules

/// The status lists that were fetched and verified, and when the next are due: a value, without clock and network.
///
/// Source: Token Status List §13.7 (TSL-46), STA-01, STA-09.
public struct StatusListCache: Sendable {
    /// A list as one authority answers for it. What a list is worth depends on who may sign it, so that a credential of one
    /// issuer never decides what another issuer's credentials learn from the same address (TSL-13).
    public struct Key: Hashable, Sendable, Comparable {
        /// The address.
        public let uri: String
        /// Names the signers that are allowed: credentials with the same name have the same.
        public let authority: String

        /// Names a list.
        public init(uri: String, authority: String) { (self.uri, self.authority) = (uri, authority) }

        /// Orders by address.
        public static func < (left: Self, right: Self) -> Bool {
            (left.uri, left.authority) < (right.uri, right.authority)
        }
    }

    /// Why the last fetch gave nothing to use.
    public enum Failure: Sendable {
        /// Nothing could be had: this alone leaves a status unknown.
        case unavailable(why: String)
        /// A list was had, and is wrong: every look-up is refused until another is had (TSL-44).
        case refused(TokenStatusListError)
    }

    /// What is to be done for a list.
    public enum Plan: Sendable {
        /// Use the list that is held.
        case use(StatusListToken)
        /// Fetch the list; when that fails, fall back on what is held.
        case fetch(held: StatusListToken?)
        /// Do not fetch now, for that reason; fall back on what is held.
        case wait(held: StatusListToken?, Failure)
    }

    /// For how long lists are believed.
    public let freshness: StatusListFreshness
    /// The most lists that are remembered.
    public let limitLists: Int
    /// The most bytes of lists that are held.
    public let limitBytes: Int

    private var entries: [Key: Entry] = [:]

    private struct Entry {
        var token: StatusListToken?
        var fetchedAt = UnixTime(seconds: 0)
        var fetchingSince: UnixTime?
        var failure: (at: UnixTime, Failure)?
        var usedAt: UnixTime
    }

    /// Begins empty.
    public init(
        freshness: StatusListFreshness = StatusListFreshness(), limitLists: Int = 256, limitBytes: Int = 64 << 20
    ) {
        (self.freshness, self.limitLists, self.limitBytes) = (freshness, limitLists, limitBytes)
    }

    /// Says what to do for a list, and remembers that a fetch was begun.
    public mutating func plan(for key: Key, at now: UnixTime) -> Plan {
        var entry = entries[key] ?? Entry(usedAt: now)
        entry.usedAt = now
        defer {
            entries[key] = entry
            makeRoom(keeping: key)
        }
        // A clock that was set back makes everything due, never fresh for longer.
        if let token = entry.token, entry.fetchedAt <= now,
            now <= freshness.freshUntil(token, fetchedAt: entry.fetchedAt)
        {
            return .use(token)
        }
        if let (at, failure) = entry.failure, at <= now, now < at + freshness.retrySeconds {
            return .wait(held: entry.token, failure)
        }
        // Others are being served from the old list while one asks for the new one.
        if let token = entry.token, let since = entry.fetchingSince, since <= now,
            now < since + freshness.minimumSeconds, now <= freshness.usableUntil(token)
        {
            return .wait(held: token, .unavailable(why: "the list is being fetched"))
        }
        entry.fetchingSince = now
        return .fetch(held: entry.token)
    }

    /// Keeps a list that was fetched and verified.
    ///
    /// - Returns: the list to use: the one held when that was signed later, for then someone on the way has kept an old
    ///   one back.
    @discardableResult
    public mutating func store(
        _ token: StatusListToken, for key: Key, fetchedAt: UnixTime
    ) -> StatusListToken {
        var entry = entries[key] ?? Entry(usedAt: fetchedAt)
        (entry.fetchingSince, entry.failure) = (nil, nil)
        if let held = entry.token, held.issuedAt > token.issuedAt {
            entry.failure = (fetchedAt, .unavailable(why: "the server gave a list older than the one held"))
            entries[key] = entry
            return held
        }
        (entry.token, entry.fetchedAt) = (token, fetchedAt)
        entries[key] = entry
        makeRoom(keeping: key)
        return token
    }

    /// Remembers that a fetch gave nothing to use, so that the list is not asked for at once again.
    public mutating func record(_ failure: Failure, of key: Key, at now: UnixTime) {
        var entry = entries[key] ?? Entry(usedAt: now)
        (entry.fetchingSince, entry.failure) = (nil, (now, failure))
        entries[key] = entry
        makeRoom(keeping: key)
    }

    /// Whether anything is known of a list: itself, a failure, or that it is being fetched.
    public func remembers(_ key: Key) -> Bool { entries[key] != nil }

    /// Number of lists that are remembered.
    public var count: Int { entries.count }

    private mutating func makeRoom(keeping key: Key) {
        var bytes = entries.values.reduce(0) { $0 + ($1.token?.list.packed.count ?? 0) }
        while entries.count > max(1, limitLists) || bytes > limitBytes {
            let others = entries.filter { $0.key != key }
            guard let oldest = others.min(by: { ($0.value.usedAt, $0.key) < ($1.value.usedAt, $1.key) }) else { return }
            bytes -= oldest.value.token?.list.packed.count ?? 0
            entries[oldest.key] = nil
        }
    }
}
