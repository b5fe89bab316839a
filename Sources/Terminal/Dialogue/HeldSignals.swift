internal import Glibc

/// Holds back the signals that end a process, while its terminal is not as the person left it.
///
/// A signal that comes meanwhile stays pending; it ends the process as soon as it is let through again. One that the
/// process was told to ignore, as `nohup` does, is ignored here too.
struct HeldSignals: ~Copyable {
    private let held: [Int32]
    private var before = sigset_t()

    init() {
        held = [SIGTERM, SIGHUP, SIGQUIT].filter { !Self.isIgnored($0) }
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for signal in held { unsafe sigaddset(&set, signal) }
        unsafe pthread_sigmask(SIG_BLOCK, &set, &before)
    }

    /// Whether one of them has come.
    var isPending: Bool {
        var pending = sigset_t()
        guard unsafe sigpending(&pending) == 0 else { return false }
        return held.contains { unsafe sigismember(&pending, $0) == 1 }
    }

    deinit {
        var before = before
        unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
    }

    private static func isIgnored(_ signal: Int32) -> Bool {
        var action = sigaction()
        guard unsafe sigaction(signal, nil, &action) == 0 else { return false }
        let handler = unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        return unsafe handler == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
