import Rules
import Synchronization

/// Whether something has been held up for too long.
final class HeldUp: Sendable {
    private let since = Mutex<UnixTime?>(nil)

    /// Notes that it is held up.
    ///
    /// - Returns: whether it has been for that many seconds by now.
    func lasts(seconds: Int64, at time: UnixTime) -> Bool {
        since.withLock { since in
            let begin = since ?? time
            since = begin
            return time >= begin + seconds
        }
    }

    /// Notes that it is not any more.
    func end() { since.withLock { $0 = nil } }
}
