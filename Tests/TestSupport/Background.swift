import Glibc

/// Work on a thread of its own: blocking one of the test runner's few threads would stop other tests.
@safe public final class Background<Value: Sendable>: @unchecked Sendable {
    private let work: @Sendable () -> Value
    private var result: Value?
    private var thread: pthread_t = 0

    /// Begins the work.
    public init(_ work: @escaping @Sendable () -> Value) {
        self.work = work
        let box = unsafe Unmanaged.passRetained(Runner { self.result = self.work() })
        unsafe pthread_create(&thread, nil, runBackground, box.toOpaque())
    }

    /// Waits for the work and returns what it made; to be called once.
    public func value() -> Value? {
        pthread_join(thread, nil)
        return result
    }
}

private final class Runner {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
}

private func runBackground(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else { return nil }
    let runner = unsafe Unmanaged<Runner>.fromOpaque(context).takeRetainedValue()
    runner.run()
    return nil
}
