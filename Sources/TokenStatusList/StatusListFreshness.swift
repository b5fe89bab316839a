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
        var until = fetchedAt + maximumSeconds
        // Counted from the signing: a list that was signed long ago may have been kept back by someone on the way.
        if let seconds = token.timeToLiveSeconds { until = min(until, token.issuedAt + seconds) }
        until = max(until, fetchedAt + minimumSeconds)
        return token.expires.map { min(until, $0) } ?? until
    }

    /// The last moment at which the list is used when the next cannot be had.
    public func usableUntil(_ token: StatusListToken) -> UnixTime {
        token.expires ?? token.issuedAt + usableWithoutExpirySeconds
    }
}
