public import Rules
import Synchronization

/// Counts what somebody does in a minute, by a name such as the caller's address, so that nobody can do it too often
/// (SEC-29, SEC-30).
///
/// What is counted is up to the caller: failures, where a right key must be let through although a neighbour behind the same
/// address guesses, or everything.
public final class RateLimit: Sendable {
    /// Names that are remembered; when there are more, the oldest are forgotten.
    public static let limitNames = 10_000

    private static let windowSeconds: Int64 = 60

    private struct Window {
        var start: UnixTime
        var count: Int
    }

    /// What one name may do in one minute.
    public let limitPerMinute: Int
    private let windows = Mutex<[String: Window]>([:])

    /// Begins with nothing counted.
    public init(perMinute: Int) { limitPerMinute = perMinute }

    /// Counts once more.
    ///
    /// - Parameter name: whose; callers without an address count together. It is no longer than an address or an id.
    /// - Returns: nil while the name is within its limit, else the seconds until it may try again.
    public func record(_ name: String?, at now: UnixTime) -> Int64? {
        windows.withLock { windows in
            let name = name ?? ""
            var window = windows[name] ?? Window(start: now, count: 0)
            if Self.isOver(window, at: now) { window = Window(start: now, count: 0) }
            window.count = min(window.count + 1, limitPerMinute + 1)
            windows[name] = window
            if windows.count > Self.limitNames { Self.forgetOldest(in: &windows, at: now) }
            return window.count > limitPerMinute ? Self.seconds(left: window, at: now) : nil
        }
    }

    /// Looks without counting: for what must not even be tried any more.
    ///
    /// - Returns: the seconds until the name may try again; nil when it may now.
    public func isReached(_ name: String?, at now: UnixTime) -> Int64? {
        windows.withLock { windows in
            guard let window = windows[name ?? ""], !Self.isOver(window, at: now), window.count >= limitPerMinute
            else { return nil }
            return Self.seconds(left: window, at: now)
        }
    }

    /// Names that are remembered at present.
    var count: Int { windows.withLock { $0.count } }

    /// A clock that was set back must not prolong a window.
    private static func isOver(_ window: Window, at now: UnixTime) -> Bool {
        now < window.start || now >= window.start + windowSeconds
    }

    private static func seconds(left window: Window, at now: UnixTime) -> Int64 {
        max(1, (window.start + windowSeconds).seconds - now.seconds)
    }

    /// Drops the windows that are over, and half of the others when too many are left, the oldest first.
    private static func forgetOldest(in windows: inout [String: Window], at now: UnixTime) {
        windows = windows.filter { !isOver($0.value, at: now) }
        guard windows.count > limitNames else { return }
        let oldest = windows.sorted { $0.value.start < $1.value.start }.prefix(windows.count / 2)
        for (name, _) in oldest { windows[name] = nil }
    }
}
