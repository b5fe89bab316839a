public import Rules

/// When a status list was signed and how long it says that it may be used: all that its freshness depends on (TSL-46).
public struct StatusListTimes: Sendable, Hashable {
    /// When the list was signed.
    public let issuedAt: UnixTime
    /// When it loses its meaning.
    public let expires: UnixTime?
    /// For how long it may be kept before the next is asked for.
    public let timeToLiveSeconds: Int64?

    /// Puts the three together.
    public init(issuedAt: UnixTime, expires: UnixTime?, timeToLiveSeconds: Int64?) {
        (self.issuedAt, self.expires, self.timeToLiveSeconds) = (issuedAt, expires, timeToLiveSeconds)
    }

    /// Refuses a list that does not speak about a moment of the past.
    ///
    /// For answers to a question with `?time=`; without `exp` the list speaks about nothing after its signing.
    /// - Throws: `outsideRequestedTime`. Source: Token Status List §8.4 (TSL-61).
    public func requireCovering(_ time: UnixTime) throws(TokenStatusListError) {
        guard issuedAt <= time, time <= expires ?? issuedAt else { throw .outsideRequestedTime(time) }
    }
}

extension StatusListToken {
    /// The times of the list.
    public var times: StatusListTimes {
        StatusListTimes(issuedAt: issuedAt, expires: expires, timeToLiveSeconds: timeToLiveSeconds)
    }
}
