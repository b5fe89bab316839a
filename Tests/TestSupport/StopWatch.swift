public import Rules
import Synchronization

/// A clock that only goes on when a test says so.
public final class StopWatch: Sendable {
    private let state = Mutex(ContinuousClock.now)

    /// Stands still from now on.
    public init() {}

    /// What it shows.
    public var now: ContinuousClock.Instant { state.withLock { $0 } }

    /// Lets time pass.
    public func pass(seconds: Double) { state.withLock { $0 += .seconds(seconds) } }

    /// A budget that this clock measures.
    public func budget(seconds: Double) -> TimeBudget { TimeBudget(seconds: seconds) { self.now } }
}

extension TimeBudget {
    /// More than a test takes.
    public static var test: TimeBudget { TimeBudget(seconds: 600) }
}
