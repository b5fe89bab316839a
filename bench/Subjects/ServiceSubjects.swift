import Cryptography
import Glibc
import JSON
import TestSupport

/// The verifier's service as a process, asked over HTTP by two callers at once.
enum ServiceSubjects {
    static let all = [
        Subject(
            name: "endpoint-transactions",
            work: "create, fetch the request, answer with a fresh presentation, read the result",
            limit: "its cryptography alone on the same cores", measure: transactions),
        Subject(
            name: "verifier-memory-64-connections", work: "highest memory of 'verifier serve' under 64 connections",
            limit: "64 MiB", measure: memory),
    ]

    /// Callers and cores.
    private static let threads = 2

    private static func transactions() throws -> Measurement {
        let service = try MeasuredService()
        let person = try MeasuredPerson(of: service)
        try person.warmUp()
        var rounds: [(ours: Double, limit: Double)] = []
        for _ in 0..<5 {
            let ours = try rate { try person.transaction(over: $0) }
            rounds.append((ours, try rate { _ in try person.bareCryptography() }))
        }
        let (rate, limit) = (median(rounds.map(\.ours)), median(rounds.map(\.limit)))
        return Measurement(
            rate: rate, limit: limit, ratio: median(rounds.map { $0.limit / $0.ours }), unit: "per second")
    }

    /// How often a piece of work is done in a second by all callers together.
    private static func rate(_ work: @escaping @Sendable (MeasuredPerson.Caller) throws -> Void) throws -> Double {
        let duration = Duration.seconds(1)
        let workers = (0..<threads).map { _ in
            Background { () -> Int? in
                guard let caller = try? MeasuredPerson.Caller() else { return nil }
                let (clock, start) = (ContinuousClock(), ContinuousClock.now)
                var count = 0
                while clock.now - start < duration {
                    do { try work(caller) } catch { return nil }
                    count += 1
                }
                return count
            }
        }
        let counts = workers.compactMap { $0.value() ?? nil }
        guard counts.count == threads else { throw BenchError.broken(what: "a transaction with the service failed") }
        return Double(counts.reduce(0, +)) / (duration.nanoseconds / 1e9)
    }

    private static func memory() throws -> Measurement {
        let service = try MeasuredService()
        let person = try MeasuredPerson(of: service)
        let connections = 64
        let port = service.port
        let workers = (0..<connections).map { _ in
            Background { () -> Bool in
                guard let caller = try? MeasuredPerson.Caller(port: port) else { return false }
                for _ in 0..<20 {
                    do { try person.transaction(over: caller) } catch { return false }
                }
                return true
            }
        }
        guard workers.allSatisfy({ $0.value() ?? false }) else {
            throw BenchError.broken(what: "a transaction with the service failed")
        }
        return Measurement(try service.highestMemoryMiB(), target: 64, unit: "MiB")
    }
}
