import Glibc

/// Holds those who enter until it is opened, and counts them.
@safe public final class Gate: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var isUnlocked = false
    private var entered = 0

    /// Begins closed.
    public init() {
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(condition, nil)
    }

    deinit {
        unsafe mutex.deallocate()
        unsafe condition.deallocate()
    }

    /// Waits until it is open.
    public func enter() {
        unsafe pthread_mutex_lock(mutex)
        entered += 1
        unsafe pthread_cond_broadcast(condition)
        while !isUnlocked { unsafe pthread_cond_wait(condition, mutex) }
        unsafe pthread_mutex_unlock(mutex)
    }

    /// Lets all in, now and later.
    public func open() {
        unsafe pthread_mutex_lock(mutex)
        isUnlocked = true
        unsafe pthread_cond_broadcast(condition)
        unsafe pthread_mutex_unlock(mutex)
    }

    /// Whether it is open.
    public var isOpen: Bool {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return isUnlocked
    }

    /// Waits until that many have entered.
    public func waitFor(_ count: Int) {
        unsafe pthread_mutex_lock(mutex)
        while entered < count { unsafe pthread_cond_wait(condition, mutex) }
        unsafe pthread_mutex_unlock(mutex)
    }
}
