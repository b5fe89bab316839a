public import Rules
import Synchronization

/// Counts API keys that failed, by the caller's address, so that nobody can try many (SEC-30).
///
/// A right key is always let through: callers behind one address must not be locked out by a neighbour who guesses.
public final class FailedKeys: Sendable {
    /// Failures of one address in one minute, after which more are refused with 429.
    public static let limitPerMinute = 20
    /// Addresses that are remembered; when there are more, the oldest are forgotten.
    public static let limitAddresses = 10_000

    private static let windowSeconds: Int64 = 60

    private struct Window {
        var start: UnixTime
        var failures: Int
    }

    private let windows = Mutex<[String: Window]>([:])

    /// Begins without failures.
    public init() {}

    /// Takes note of a key that failed.
    ///
    /// - Parameter address: of the caller; callers without one count together.
    /// - Returns: nil while the address is within its limit, else the seconds until it may try again.
    public func record(from address: String?, at now: UnixTime) -> Int64? {
        windows.withLock { windows in
            let address = address ?? ""
            var window = windows[address] ?? Window(start: now, failures: 0)
            // A clock that was set back must not prolong a window.
            if now < window.start || now >= window.start + Self.windowSeconds {
                window = Window(start: now, failures: 0)
            }
            window.failures = min(window.failures + 1, Self.limitPerMinute + 1)
            windows[address] = window
            if windows.count > Self.limitAddresses { Self.forgetOldest(in: &windows, at: now) }
            guard window.failures > Self.limitPerMinute else { return nil }
            return max(1, (window.start + Self.windowSeconds).seconds - now.seconds)
        }
    }

    /// Addresses that are remembered at present.
    var count: Int { windows.withLock { $0.count } }

    /// Drops the windows that are over, and half of the others when too many are left, the oldest first.
    private static func forgetOldest(in windows: inout [String: Window], at now: UnixTime) {
        windows = windows.filter { now < $0.value.start + windowSeconds }
        guard windows.count > limitAddresses else { return }
        let oldest = windows.sorted { $0.value.start < $1.value.start }.prefix(windows.count / 2)
        for (address, _) in oldest { windows[address] = nil }
    }
}
