import Glibc

/// Waits for SIGTERM or SIGINT; a service makes one before it starts any thread.
///
/// ```swift
/// let termination = TerminationSignal()
/// try server.start()
/// termination.wait()
/// server.stop()
/// ```
///
/// Making it blocks both signals for the calling thread and for those that it starts later, so that they arrive at
/// `wait` and nowhere else, and ignores SIGPIPE.
public struct TerminationSignal: Sendable {
    /// Blocks the signals.
    public init() {
        signal(SIGPIPE, SIG_IGN)
        var set = Self.signals
        unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Waits until one arrives.
    public func wait() {
        var set = Self.signals
        var signal: Int32 = 0
        unsafe sigwait(&set, &signal)
    }

    /// Waits until one arrives or the time is over.
    ///
    /// - Returns: whether one arrived.
    public func wait(atMostSeconds seconds: Int) -> Bool {
        var set = Self.signals
        var time = timespec(tv_sec: seconds, tv_nsec: 0)
        return unsafe sigtimedwait(&set, nil, &time) > 0
    }

    private static var signals: sigset_t {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        unsafe sigaddset(&set, SIGTERM)
        unsafe sigaddset(&set, SIGINT)
        return set
    }
}
