import Synchronization

/// A number that closures of a test can count up from any thread.
public final class Counter: Sendable {
    private let count = Mutex(0)

    /// Begins at 0.
    public init() {}

    /// Counts one up.
    public func increment() { count.withLock { $0 += 1 } }

    /// The number.
    public var value: Int { count.withLock { $0 } }
}
