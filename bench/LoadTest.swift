import Glibc
import TestSupport

/// Transactions that begin by the clock, whatever became of those before: an open system, as a row of counters is.
///
/// A caller that waited for its answer before it asks again would hide that a service stands still for a while; here the
/// time of a transaction counts from the moment at which it was due.
struct LoadTest {
    /// How long transactions took, in milliseconds, in ascending order.
    struct Times {
        let sorted: [Double]

        /// The time that so many of a hundred transactions do not exceed.
        func percentile(_ percent: Double) -> Double {
            guard let last = sorted.indices.last else { return .nan }
            return sorted[min(last, Int(Double(sorted.count) * percent / 100))]
        }
    }

    let perSecond: Int
    let seconds: Int

    /// Callers that take turns; one that is still busy when its turn comes begins late, and that counts.
    private static let callers = 64

    /// Runs it against a service of its own.
    func run() throws -> Times {
        let service = try MeasuredService(mode: "direct_post.jwt")
        let person = try MeasuredPerson(of: service)
        try person.warmUp()
        let (count, interval, start) = (perSecond * seconds, Duration.seconds(1) / perSecond, ContinuousClock.now)
        let port = service.port
        let workers = (0..<Self.callers).map { caller in
            Background { () -> [Double]? in
                guard let connection = try? MeasuredPerson.Caller(port: port) else { return nil }
                var times: [Double] = []
                for number in stride(from: caller, to: count, by: Self.callers) {
                    let due = start + interval * number
                    let early = due - ContinuousClock.now
                    if early > .zero { usleep(UInt32(early.nanoseconds / 1_000)) }
                    do { try person.transaction(over: connection) } catch { return nil }
                    times.append((ContinuousClock.now - due).nanoseconds / 1e6)
                }
                return times
            }
        }
        let times = workers.map { $0.value() ?? nil }
        guard times.allSatisfy({ $0 != nil }) else {
            throw BenchError.broken(what: "a transaction with the service failed")
        }
        return Times(sorted: times.flatMap { $0 ?? [] }.sorted())
    }
}
