import Glibc

/// Waits for the signals of a service: SIGTERM and SIGINT to stop, SIGHUP to read files again. A service makes one before
/// it starts any thread.
///
/// ```swift
/// let signals = ServiceSignals()
/// try server.start()
/// while let signal = signals.next(), signal == .reload { … }
/// server.stop()
/// ```
///
/// Making it blocks the signals for the calling thread and for those that it starts later, so that they arrive at
/// `next` and nowhere else, and ignores SIGPIPE.
public struct ServiceSignals: Sendable {
    /// What a signal asks for.
    public enum Signal: Sendable, Hashable {
        /// End, once what is under way is done: SIGTERM, SIGINT.
        case stop
        /// Read again what may have changed: SIGHUP.
        case reload
    }

    /// Blocks the signals.
    public init() {
        signal(SIGPIPE, SIG_IGN)
        var set = Self.signals
        unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Waits until one arrives or the time is over.
    ///
    /// - Returns: nil when the time is over.
    public func next(withinSeconds seconds: Int) -> Signal? {
        var set = Self.signals
        var time = timespec(tv_sec: seconds, tv_nsec: 0)
        switch unsafe sigtimedwait(&set, nil, &time) {
        case SIGTERM, SIGINT: return .stop
        case SIGHUP: return .reload
        default: return nil
        }
    }

    private static var signals: sigset_t {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for signal in [SIGTERM, SIGINT, SIGHUP] { unsafe sigaddset(&set, signal) }
        return set
    }
}
