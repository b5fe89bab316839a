import Cryptography
import Glibc
import JSON
import TestSupport

/// The verifier's service as a process, asked over HTTP.
enum ServiceSubjects {
    static let all = [
        Subject(
            name: "endpoint-transactions",
            work: "create, fetch the request, answer with a fresh presentation, read the result; two callers",
            limit: "its cryptography alone on the same cores"
        ) { try rate(mode: "direct_post", callers: 2) },
        Subject(
            name: "endpoint-transactions-encrypted",
            work: "the same with an encrypted answer; 32 callers",
            limit: "its cryptography alone on the same cores"
        ) { try rate(mode: "direct_post.jwt", callers: 32) },
        Subject(
            name: "endpoint-latency-p99",
            work: "an encrypted transaction, 100 beginning every second for 10 seconds; the slowest of 100",
            limit: "25 ms", measure: latency),
        Subject(
            name: "verifier-memory-64-connections", work: "highest memory of 'verifier serve' under 64 connections",
            limit: "64 MiB", measure: memory),
        Subject(
            name: "verifier-memory-100000",
            work: "highest memory of 'verifier serve' after 100,000 encrypted transactions of 32 callers",
            limit: "64 MiB", isLong: true, measure: soak),
    ]

    /// How long one round of a measurement of rates takes.
    private static let round = Duration.seconds(1)

    private static let row = [UInt8](repeating: 0x61, count: 2_000)

    private static func rate(mode: String, callers: Int) throws -> Measurement {
        let service = try MeasuredService(mode: mode)
        let person = try MeasuredPerson(of: service)
        try person.warmUp()
        var rounds: [(ours: Double, limit: Double)] = []
        for _ in 0..<5 {
            let ours = try rate(callers) { try person.transaction(over: $0) }
            // By as many threads: on a machine that does other things, more threads get more of it.
            rounds.append((ours, try rate(callers) { _ in try person.bareCryptography() }))
        }
        let (rate, limit) = (median(rounds.map(\.ours)), median(rounds.map(\.limit)))
        var result = Measurement(
            rate: rate, limit: limit, ratio: median(rounds.map { $0.limit / $0.ours }), unit: "per second")
        let empty = try Self.rate(callers) { caller in
            for _ in 0..<4 { try person.emptyExchange(over: caller) }
            try person.bareCryptography()
        }
        let folder = try TemporaryFolder()
        let table = try PlainTable(folder.file("plain"))
        let committed = try Self.rate(callers) { caller in
            for _ in 0..<4 { try person.emptyExchange(over: caller) }
            try table.commit(3, row)
            try person.bareCryptography()
        }
        result.notes = [
            "the same cryptography and four requests that the service answers without doing anything: "
                + "\(RunCommand.digits(empty)) per second",
            "and three commits of 2 KB to a plain SQLite table, on the disk when done: "
                + "\(RunCommand.digits(committed)) per second",
        ]
        return result
    }

    /// How often a piece of work is done in a second by all callers together.
    private static func rate(
        _ callers: Int, _ work: @escaping @Sendable (MeasuredPerson.Caller) throws -> Void
    ) throws -> Double {
        let workers = (0..<callers).map { _ in
            Background { () -> Int? in
                guard let caller = try? MeasuredPerson.Caller() else { return nil }
                let (clock, start) = (ContinuousClock(), ContinuousClock.now)
                var count = 0
                while clock.now - start < round {
                    do { try work(caller) } catch { return nil }
                    count += 1
                }
                return count
            }
        }
        let counts = workers.compactMap { $0.value() ?? nil }
        guard counts.count == callers else { throw BenchError.broken(what: "a transaction with the service failed") }
        return Double(counts.reduce(0, +)) / (round.nanoseconds / 1e9)
    }

    private static func latency() throws -> Measurement {
        let times = try LoadTest(perSecond: 100, seconds: 10).run()
        var result = Measurement(times.percentile(99), target: 25, unit: "ms")
        let percentiles = [50, 90, 99, 99.9, 100].map { percent in
            "\(RunCommand.digits(percent, decimals: percent == 99.9 ? 1 : 0)) %: \(RunCommand.digits(times.percentile(percent))) ms"
        }
        result.notes = ["of \(times.sorted.count) transactions " + percentiles.joined(separator: ", ")]
        return result
    }

    /// Notes what the service has after each tenth: what grows would show.
    private static func soak() throws -> Measurement {
        let service = try MeasuredService(mode: "direct_post.jwt")
        let person = try MeasuredPerson(of: service)
        let (tenths, perTenth, callers, digits) = (10, 10_000, 32, { (value: Double) in RunCommand.digits(value) })
        let port = service.port
        var notes: [String] = []
        for tenth in 1...tenths {
            let workers = (0..<callers).map { caller in
                Background { () -> Bool in
                    guard let connection = try? MeasuredPerson.Caller(port: port) else { return false }
                    for _ in stride(from: caller, to: perTenth, by: callers) {
                        do { try person.transaction(over: connection) } catch { return false }
                    }
                    return true
                }
            }
            guard workers.allSatisfy({ $0.value() ?? false }) else {
                throw BenchError.broken(what: "a transaction with the service failed")
            }
            let (memory, files) = (digits(try service.memoryMiB()), digits(service.databaseMiB))
            notes.append("after \(tenth * perTenth) transactions: memory \(memory) MiB, database \(files) MiB")
        }
        var result = Measurement(try service.highestMemoryMiB(), target: 64, unit: "MiB")
        result.notes = notes
        return result
    }

    private static func memory() throws -> Measurement {
        let service = try MeasuredService(mode: "direct_post.jwt")
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
