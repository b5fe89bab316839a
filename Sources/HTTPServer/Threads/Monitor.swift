import Glibc

/// A value that threads share under one lock, with a way to wait for its change.
///
/// `Synchronization.Mutex` has no condition; its waits here follow the monotonic clock, so that a changed wall clock
/// neither shortens nor prolongs a deadline.
@safe final class Monitor<Value>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var value: Value

    init(_ value: Value) {
        self.value = value
        unsafe mutex = .allocate(capacity: 1)
        unsafe condition = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        unsafe pthread_condattr_init(&attributes)
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        unsafe pthread_cond_init(condition, &attributes)
        unsafe pthread_condattr_destroy(&attributes)
    }

    deinit {
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    /// Works on the value alone.
    func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return body(&value)
    }

    /// Changes the value and wakes one who waits.
    func change(_ body: (inout Value) -> Void) {
        withLock(body)
        unsafe pthread_cond_signal(condition)
    }

    /// Changes the value and wakes all who wait.
    func changeForAll(_ body: (inout Value) -> Void) {
        withLock(body)
        unsafe pthread_cond_broadcast(condition)
    }

    /// Waits until the body returns something, asking it again after each change and, at the latest, at the deadline.
    ///
    /// - Returns: nil when the deadline passed first.
    func wait<Result>(until deadline: Moment = .never, for body: (inout Value) -> Result?) -> Result? {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        while true {
            if let result = body(&value) { return result }
            if deadline == .never {
                unsafe pthread_cond_wait(condition, mutex)
            } else {
                var end = deadline.timespec
                guard unsafe pthread_cond_timedwait(condition, mutex, &end) != ETIMEDOUT else { return body(&value) }
            }
        }
    }
}
