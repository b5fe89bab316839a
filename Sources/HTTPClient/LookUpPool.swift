import Dispatch
import Glibc
import HTTP
import Synchronization

/// Look-ups of names, each on a thread of its own, of which so many may be under way.
///
/// Not Dispatch's shared threads: a few look-ups that hang would hold up all other work there.
final class LookUpPool: Sendable {
    private let lookUp: @Sendable (String) -> [IPAddress]
    private let limit: Int
    private let running = Mutex(0)

    init(limit: Int, _ lookUp: @escaping @Sendable (String) -> [IPAddress]) {
        (self.limit, self.lookUp) = (limit, lookUp)
    }

    /// Looks a name up; nil when the time has passed first. The look-up then goes on, and counts until it ends.
    ///
    /// - Throws: `tooManyAtOnce`.
    func addresses(of host: String, seconds: Double) throws(HTTPError) -> [IPAddress]? {
        let isAllowed = running.withLock { running in
            guard running < limit else { return false }
            running += 1
            return true
        }
        guard isAllowed else { throw .tooManyAtOnce(limit: limit) }
        let answer = Answer()
        let isStarted = startThread {
            let found = self.lookUp(host)
            // First given back: whoever has the answer may ask again at once.
            self.running.withLock { $0 -= 1 }
            answer.addresses.withLock { $0 = found }
            answer.isThere.signal()
        }
        guard isStarted else {
            running.withLock { $0 -= 1 }
            throw .tooManyAtOnce(limit: limit)
        }
        guard answer.isThere.wait(timeout: .now() + seconds) == .success else { return nil }
        return answer.addresses.withLock { $0 }
    }
}

private final class Answer: Sendable {
    let isThere = DispatchSemaphore(value: 0)
    let addresses = Mutex<[IPAddress]>([])
}

private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

/// Starts a thread that nobody waits for; false when the system has none left.
private func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    defer { unsafe pthread_attr_destroy(&attributes) }
    unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    let box = unsafe Unmanaged.passRetained(ThreadBody(body))
    var thread: pthread_t = 0
    guard unsafe pthread_create(&thread, &attributes, runThread, box.toOpaque()) == 0 else {
        unsafe box.release()
        return false
    }
    return true
}

private func runThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else { return nil }
    let body = unsafe Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue()
    body.run()
    return nil
}
