import Glibc
import Synchronization
import TestSupport
import Testing

@testable import SQLite

/// Writers that queue and share a commit.
@Suite struct WriterTests {
    private enum CallerError: WrapsSQLiteError, Equatable {
        case changedMind
        case sqlite(SQLiteError)
    }

    private let folder: TemporaryFolder
    private let database: Database

    init() throws {
        folder = try TemporaryFolder()
        database = try Samples.database(folder, busy: 5_000)
    }

    /// Writes; the first one holds the connection until all others queue.
    private func queue(
        _ bodies: [@Sendable (Connection) throws(CallerError) -> Void],
        after step: @escaping @Sendable (Int) -> Void = { _ in }
    ) -> [CallerError?] {
        let hasBegun = Gate()
        let workers = bodies.enumerated().map { number, body in
            Background { [database] () -> CallerError? in
                if number > 0 { hasBegun.enter() }
                do throws(CallerError) {
                    try database.write { (connection) throws(CallerError) in
                        if number == 0 {
                            hasBegun.open()
                            while database.writerUsers < bodies.count { usleep(1_000) }
                        }
                        try body(connection)
                    }
                    step(number)
                    return nil
                } catch { return error }
            }
        }
        return workers.map { $0.value() ?? nil }
    }

    private static func inserting(
        _ id: Int64, bytes: Int = 1, changingMind: Bool = false
    ) -> @Sendable (Connection) throws(CallerError) -> Void {
        { (connection) throws(CallerError) in
            try CallerError.wrapping { () throws(SQLiteError) in
                try connection.insert(id, "name \(id)", [UInt8](repeating: 7, count: bytes))
            }
            if changingMind { throw .changedMind }
        }
    }

    @Test func `SEC-33 writers that queue share a commit, and none is told of success before it`() throws {
        let returned = Atomic(0)
        let late: @Sendable (Connection) throws(CallerError) -> Void = { _ in
            // By commits of their own the first would have returned by now.
            usleep(20_000)
            #expect(returned.load(ordering: .relaxed) == 0)
        }
        let errors = queue([Self.inserting(1), late, late, late]) { _ in
            returned.wrappingAdd(1, ordering: .relaxed)
            #expect((try? database.names()) == ["name 1"], "what was acknowledged can be read")
        }
        #expect(errors == [nil, nil, nil, nil])
        #expect(returned.load(ordering: .relaxed) == 4)
    }

    @Test func `SEC-33 one that fails among writers that share a commit takes back its own changes alone`() throws {
        for failing in 0..<3 {
            let database = database
            try database.write { (connection) throws(SQLiteError) in try connection.run("DELETE FROM item") }
            let errors = queue((0..<3).map { Self.inserting(Int64($0), changingMind: $0 == failing) })
            #expect(errors == (0..<3).map { $0 == failing ? .changedMind : nil })
            #expect(try database.names() == (0..<3).filter { $0 != failing }.map { "name \($0)" })
        }
    }

    @Test func `SEC-33 when the disk fills up, each of the writers that share a commit is told what is true for it`()
        throws
    {
        try database.limitPages(to: 6)
        let errors = queue([Self.inserting(1), Self.inserting(2, bytes: 200_000), Self.inserting(3)])
        #expect(errors[1] == .sqlite(.full(file: database.file)))
        #expect(errors.allSatisfy { $0 == nil || $0 == errors[1] }, "and why")
        let kept = [1, 2, 3].filter { errors[$0 - 1] == nil }.map { "name \($0)" }
        #expect(try database.names() == kept)
        try database.limitPages(to: 1 << 20)
        try database.insert(4, "name 4")
        #expect(try database.names() == kept + ["name 4"])
    }

    @Test func `SEC-33 one that passes over a full disk is not told of success`() throws {
        try database.limitPages(to: 6)
        #expect(throws: SQLiteError.self) {
            try database.write { (connection) throws(SQLiteError) in
                try? connection.insert(1, "one", [UInt8](repeating: 7, count: 200_000))
            }
        }
        let other: @Sendable (Connection) throws(CallerError) -> Void = { (connection) throws(CallerError) in
            try? connection.insert(2, "two", [UInt8](repeating: 7, count: 200_000))
        }
        #expect(queue([other, Self.inserting(3), Self.inserting(4)]).map { $0 == nil } == [false, true, true])
        #expect(try database.names() == ["name 3", "name 4"])
    }

    @Test func `SEC-33 when their commit fails, all who share it are told`() throws {
        // A broken promise that is checked with the commit.
        let broken: @Sendable (Connection) throws(CallerError) -> Void = { (connection) throws(CallerError) in
            try CallerError.wrapping { () throws(SQLiteError) in
                try connection.run("PRAGMA defer_foreign_keys=ON")
                try connection.run("INSERT INTO child (id, parent) VALUES (1, 99)")
            }
        }
        try database.write { (connection) throws(SQLiteError) in
            try connection.execute("CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES item (id))")
        }
        let errors = queue([Self.inserting(1), broken, Self.inserting(2)])
        #expect(errors.allSatisfy { $0 == .sqlite(.constraint(file: database.file, kind: .foreignKey)) }, "\(errors)")
        #expect(try database.names() == [])
        try database.insert(3, "name 3")
        #expect(try database.names() == ["name 3"])
    }

    @Test func `SEC-33 maintenance between writers that share a commit finds no transaction open`() throws {
        let hasBegun = Gate()
        let first = Background { [database] in
            try? database.write { (connection) throws(SQLiteError) in
                try connection.insert(1, "one")
                hasBegun.open()
                while database.writerUsers < 2 { usleep(1_000) }
            }
        }
        hasBegun.enter()
        try database.vacuum()
        #expect(first.value() != nil)
        #expect(try database.names() == ["one"])
    }
}
