import Synchronization
import TestSupport
import Testing

@testable import HTTPServer

@Suite struct WorkerPoolTests {
    private final class Body: Sendable {}

    private final class Numbers: Sendable {
        let list = Mutex<[Int]>([])
    }

    @Test func `SEC-29 what a job holds is freed when its work is done, also while others wait`() throws {
        let pool = try WorkerPool(workers: 1, queueLimit: 8)
        let gate = Gate()
        weak let kept = submitWithBody(to: pool)
        pool.submit { gate.enter() }
        pool.submit {}
        gate.waitFor(1)
        #expect(kept == nil)
        gate.open()
        pool.finish()
    }

    /// The body is held by the job alone, which waits behind none.
    private func submitWithBody(to pool: WorkerPool) -> Body? {
        let body = Body()
        pool.submit { [body] in withExtendedLifetime(body) {} }
        return body
    }

    @Test func `SEC-29 the queue does not grow while it is never empty, and keeps its order`() {
        let numbers = Numbers()
        var queue = JobQueue()
        var mostSlots = 0
        for number in 0..<10_000 {
            queue.append { numbers.list.withLock { $0.append(number) } }
            guard number >= 10 else { continue }
            queue.take()?()
            mostSlots = max(mostSlots, queue.slotCount)
        }
        #expect(queue.count == 10)
        #expect(mostSlots < 64)
        while let job = queue.take() { job() }
        #expect(numbers.list.withLock { $0 } == Array(0..<10_000))
    }
}
