public import Rules

/// For how long a status list is believed: a pure function of its times.
///
///     signed          fetched               fresh until              usable until
///     ──┼────────────────┼──────────────────────┼────────────────────────┼──────────▶
///      iat         used without asking       asked for again,       only "revoked" is
///                                            used when that fails    believed any longer
///
/// Source: Token Status List §13.7 (TSL-46), STA-01.
public struct StatusListFreshness: Sendable, Hashable {
    /// No list is asked for more often than this.
    public var minimumSeconds: Int64 = 10
    /// Every list is asked for at least this often.
    public var maximumSeconds: Int64 = 86_400
    /// For how long after its signing a list without `exp` can be used when the next cannot be had.
    public var usableWithoutExpirySeconds: Int64 = 86_400
    /// For how long a failed fetch is not repeated (STA-09).
    public var retrySeconds: Int64 = 60

    /// Begins with the values of the house.
    public init() {}

    /// The last moment at which the list is used without asking for the next.
    public func freshUntil(_ token: StatusListToken, fetchedAt: UnixTime) -> UnixTime {
        freshUntil(token.times, fetchedAt: fetchedAt)
    }

    /// The last moment at which a list with these times is used without asking for the next.
    public func freshUntil(_ times: StatusListTimes, fetchedAt: UnixTime) -> UnixTime {
        var until = fetchedAt + maximumSeconds
        // Counted from the signing: a list that was signed long ago may have been kept back by someone on the way.
        if let seconds = times.timeToLiveSeconds { until = min(until, times.issuedAt + seconds) }
        // One that says nothing of its end was signed long before it was fetched, perhaps: it is over all the same.
        until = max(min(until, usableUntil(times)), fetchedAt + minimumSeconds)
        return times.expires.map { min(until, $0) } ?? until
    }

    /// The last moment at which the list is used when the next cannot be had.
    public func usableUntil(_ token: StatusListToken) -> UnixTime { usableUntil(token.times) }

    /// The last moment at which a list with these times is used when the next cannot be had.
    public func usableUntil(_ times: StatusListTimes) -> UnixTime {
        times.expires ?? times.issuedAt + usableWithoutExpirySeconds
    }
}
