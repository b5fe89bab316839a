public import Rules

/// When a list is asked for again.
///
/// After a success a day later, or earlier when the next update is near, but not within the hour. After a failure five
/// minutes later, and twice as long after each further one, up to six hours. Everything a tenth earlier or later by chance,
/// so that not all who read a list come at once. Source: LOT-11, §2.6.
public struct TrustRefreshSchedule: Sendable, Hashable {
    /// The longest time between two fetches.
    public static let longestSeconds: Int64 = 86_400
    /// The shortest time between two fetches, but after a failure.
    public static let shortestSeconds: Int64 = 3600
    /// The time after the first failure.
    public static let failureSeconds: Int64 = 300
    /// The longest time after a failure.
    public static let longestFailureSeconds: Int64 = 21_600

    /// How many fetches failed since the last success.
    public private(set) var failures = 0
    /// When the next fetch is due.
    public private(set) var due: UnixTime

    /// Begins with a list that is held.
    ///
    /// - Parameter chance: 0 ..< 1000, evenly spread.
    public init(_ origin: TrustListOrigin, at now: UnixTime, chance: Int64) {
        due = now
        due = Self.moment(after: Self.wait(origin, now), now, chance)
    }

    /// Sets the time after a success.
    public mutating func succeeded(_ origin: TrustListOrigin, at now: UnixTime, chance: Int64) {
        failures = 0
        due = Self.moment(after: Self.wait(origin, now), now, chance)
    }

    /// Sets the time after a failure.
    public mutating func failed(at now: UnixTime, chance: Int64) {
        let wait = min(Self.failureSeconds << Int64(min(failures, 16)), Self.longestFailureSeconds)
        failures = min(failures + 1, 1_000_000)
        due = Self.moment(after: wait, now, chance)
    }

    /// Four fifths of the time until the next update.
    private static func wait(_ origin: TrustListOrigin, _ now: UnixTime) -> Int64 {
        let left = max(0, min(origin.nextUpdate.seconds, now.seconds + 10 * longestSeconds) - now.seconds)
        return max(shortestSeconds, min(longestSeconds, left / 5 * 4))
    }

    private static func moment(after wait: Int64, _ now: UnixTime, _ chance: Int64) -> UnixTime {
        now + (wait * 9 / 10 + wait / 5 * max(0, min(999, chance)) / 1000)
    }
}
