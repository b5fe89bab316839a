/// A fixed number of threads that take jobs from a queue of limited length.
final class WorkerPool: Sendable {
    private struct State {
        var jobs = JobQueue()
        var isClosed = false
    }

    private let monitor = Monitor(State())
    private let threads: Monitor<[Thread]> = Monitor([])
    private let limit: Int
    private static let stackBytes = 1_048_576

    /// Starts the threads.
    ///
    /// - Throws: `cannotStart`.
    init(workers: Int, queueLimit: Int) throws(HTTPServerError) {
        limit = queueLimit
        for _ in 0..<max(1, workers) {
            let monitor = monitor
            do {
                let thread = try Thread(stackBytes: Self.stackBytes) { Self.work(monitor) }
                threads.withLock { $0.append(thread) }
            } catch {
                finish()
                throw error
            }
        }
    }

    /// Whether a job would find room; only the thread that submits may rely on it.
    var hasRoom: Bool { monitor.withLock { $0.jobs.count < limit } }

    /// Queues a job.
    func submit(_ job: @escaping @Sendable () -> Void) { monitor.change { $0.jobs.append(job) } }

    /// Lets the threads do what is queued and ends them.
    func finish() {
        monitor.changeForAll { $0.isClosed = true }
        for thread in threads.withLock({ $0 }) { thread.join() }
        threads.withLock { $0 = [] }
    }

    private static func work(_ monitor: Monitor<State>) {
        while case .some(.some(let job)) = monitor.wait(for: { state in
            if let job = state.jobs.take() { return .some(.some(job)) }
            return state.isClosed ? .some(nil) : nil
        }) as ((@Sendable () -> Void)??) {
            job()
        }
    }
}
