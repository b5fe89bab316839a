/// Time that several steps share: each may use what those before it have left, however many they are.
///
/// ```swift
/// let budget = TimeBudget(seconds: 10)
/// for address in addresses { fetch(address, within: budget.part(seconds: 5).secondsLeft) }
/// ```
///
/// It is measured by a clock that nobody sets. Source: SEC-03, VC-38.
public struct TimeBudget: Sendable {
    private let now: @Sendable () -> ContinuousClock.Instant
    private let end: ContinuousClock.Instant

    /// Begins to run at once.
    ///
    /// - Parameters:
    ///   - seconds: how much there is.
    ///   - now: the clock.
    public init(seconds: Double, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.init(end: now() + .seconds(seconds), now: now)
    }

    private init(end: ContinuousClock.Instant, now: @escaping @Sendable () -> ContinuousClock.Instant) {
        (self.end, self.now) = (end, now)
    }

    /// What is left, in seconds; 0 when it is spent, never less.
    public var secondsLeft: Double { max(0, (end - now()) / .seconds(1)) }

    /// Whether nothing is left.
    public var isSpent: Bool { secondsLeft == 0 }

    /// A budget for one step: what is left of this one, and at most so much.
    public func part(seconds most: Double) -> TimeBudget {
        TimeBudget(end: min(end, now() + .seconds(most)), now: now)
    }
}
