import Glibc
import Synchronization
import TestSupport
import Testing

@testable import SQLite

/// An error of a caller, to see that it comes through.
private enum CallerError: WrapsSQLiteError, Equatable {
    case changedMind
    case sqlite(SQLiteError)
}

@Suite struct DatabaseTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `SEC-33 what was written is read back, also by the next process`() throws {
        try Samples.database(folder).insert(1, "one", [1, 2])
        let database = try Samples.database(folder, .open)
        #expect(try database.names() == ["one"])
        #expect(try database.integrityFindings() == [])
    }

    @Test func `SEC-33 a transaction that throws leaves nothing behind, and its error comes through unchanged`() throws
    {
        let database = try Samples.database(folder)
        try database.insert(1, "one")
        #expect(throws: CallerError.changedMind) {
            try database.write { (connection) throws(CallerError) in
                try CallerError.wrapping { () throws(SQLiteError) in try connection.insert(2, "two") }
                throw .changedMind
            }
        }
        #expect(throws: CallerError.sqlite(.constraint(file: database.file, kind: .unique))) {
            try database.write { (connection) throws(CallerError) in
                try CallerError.wrapping { () throws(SQLiteError) in
                    try connection.insert(3, "three")
                    try connection.insert(1, "again")
                }
            }
        }
        #expect(try database.names() == ["one"])
        try database.insert(2, "two")
        #expect(try database.names() == ["one", "two"])
    }

    @Test func `SEC-33 a second writer waits for its turn and then says who is in the way`() throws {
        let (first, second) = (try Samples.database(folder), try Samples.database(folder))
        try first.write { (connection) throws(SQLiteError) in
            try connection.insert(1, "one")
            #expect(throws: SQLiteError.busy(file: second.file)) { try second.insert(2, "two") }
            #expect(try second.names() == [], "a reader is not held up, and sees no half of a transaction")
        }
        try second.insert(2, "two")
        #expect(try first.names() == ["one", "two"])
    }

    @Test func `SEC-33 a reader keeps its state while others write`() throws {
        let database = try Samples.database(folder)
        try database.insert(1, "one")
        try database.read { (connection) throws(SQLiteError) in
            #expect(try connection.names() == ["one"])
            try database.insert(2, "two")
            #expect(try connection.names() == ["one"])
        }
        #expect(try database.names() == ["one", "two"])
    }

    @Test func `SEC-33 eight threads lose no update`() async throws {
        let database = try Samples.database(folder, busy: 5_000)
        try database.insert(1, "counter", [0, 0])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<25 {
                        try database.write { (connection) throws(SQLiteError) in
                            let data = try connection.first("SELECT data FROM item WHERE id = 1") {
                                (row) throws(SQLiteError) in try row.blob(0)
                            }
                            let count = Int(data?[0] ?? 0) << 8 + Int(data?[1] ?? 0) + 1
                            let bytes = [UInt8(count >> 8), UInt8(count & 255)]
                            try connection.run("UPDATE item SET data = ? WHERE id = 1", [.blob(bytes)])
                        }
                        _ = try database.names()
                    }
                }
            }
            try await group.waitForAll()
        }
        let data = try database.read { (connection) throws(SQLiteError) in
            try connection.first("SELECT data FROM item") { (row) throws(SQLiteError) in try row.blob(0) }
        }
        #expect(data == [0, 200])
    }

    @Test func `SEC-33 a full disk changes nothing, and room makes it work again`() throws {
        let database = try Samples.database(folder)
        try database.insert(1, "one")
        try database.limitPages(to: 4)
        #expect(throws: SQLiteError.full(file: database.file)) {
            try database.insert(2, "two", [UInt8](repeating: 7, count: 100_000))
        }
        #expect(try database.names() == ["one"])
        #expect(try database.integrityFindings() == [])
        try database.limitPages(to: 1 << 20)
        try database.insert(2, "two", [UInt8](repeating: 7, count: 100_000))
        #expect(try database.names() == ["one", "two"])
    }

    @Test func `SEC-33 a database opened for reading cannot be changed`() throws {
        let writer = try Samples.database(folder)
        try writer.insert(1, "one")
        let reader = try Samples.database(folder, .readOnly)
        #expect(try reader.names() == ["one"])
        #expect(throws: SQLiteError.readOnly(file: reader.file)) { try reader.insert(2, "two") }
        #expect(try writer.names() == ["one"])
    }

    @Test func `SEC-33 deleted content is in neither file after a checkpoint`() throws {
        let canary = [UInt8]("a canary that nobody wrote before".utf8)
        let database = try Samples.database(folder)
        try database.insert(1, "one", canary)
        #expect(folder.bytes(of: "a.db-wal")?.firstRange(of: canary) != nil)
        try database.write { (connection) throws(SQLiteError) in try connection.run("DELETE FROM item") }
        try database.checkpoint()
        #expect(folder.files(with: canary).isEmpty)
        #expect(folder.bytes(of: "a.db-wal") == [])
    }

    @Test func `SEC-33 a checkpoint that a reader holds up says so, and nothing is lost`() throws {
        let (first, second) = (try Samples.database(folder), try Samples.database(folder))
        try first.insert(1, "one")
        try first.read { (connection) throws(SQLiteError) in
            #expect(try connection.names() == ["one"])
            try second.insert(2, "two")
            #expect(throws: SQLiteError.busy(file: second.file)) { try second.checkpoint() }
        }
        try second.checkpoint()
        #expect(try first.names() == ["one", "two"])
    }

    @Test func `SEC-33 a checkpoint waits for readers as long as it is told, for locks as before`() throws {
        let first = try Samples.database(folder)
        let second = try Samples.database(folder, busy: 60_000)
        try first.insert(1, "one")
        func timeout() throws(SQLiteError) -> Int {
            try second.withWriter { (connection) throws(SQLiteError) in try connection.setting("busy_timeout") }
        }
        try first.read { (connection) throws(SQLiteError) in
            #expect(try connection.names() == ["one"])
            try second.insert(2, "two")
            let start = ContinuousClock.now
            #expect(throws: SQLiteError.busy(file: second.file)) { try second.checkpoint(waitMilliseconds: 50) }
            #expect(ContinuousClock.now - start < .seconds(30))
            #expect(try timeout() == 60_000)
        }
        try second.checkpoint(waitMilliseconds: 0)
        #expect(try timeout() == 60_000)
        #expect(folder.bytes(of: "a.db-wal") == [])
    }

    @Test func `SEC-33 who finds the file locked while it becomes a WAL database waits, and not without end`() throws {
        let path = folder.file("a.db")
        try folder.write([], to: "a.db")
        let configuration = DatabaseConfiguration(.openOrCreate)
        let (first, second) = (
            try Connection(.file(path), configuration), try Connection(.file(path), configuration)
        )
        try first.execute("BEGIN EXCLUSIVE")
        var hurried = configuration
        hurried.busyTimeoutMilliseconds = 20
        #expect(throws: SQLiteError.busy(file: path)) { try second.useWAL(hurried) }
        try first.execute("COMMIT")
        try second.useWAL(hurried)
    }

    @Test func `SEC-33 a database that has no WAL is not taken for one that has`() throws {
        let configuration = DatabaseConfiguration(.createNew)
        let memory = try Connection(.memory, configuration)
        #expect(throws: SQLiteError.statementRefused(code: 1, message: "no WAL mode")) {
            try memory.useWAL(configuration)
        }
    }

    @Test func `a file that is gone since it was looked at is not opened`() throws {
        let path = folder.file("a.db")
        #expect(throws: SQLiteError.cannotOpen(file: path, why: .missing)) {
            try Connection(.file(path), DatabaseConfiguration(.open))
        }
    }

    @Test func `SEC-33 an exclusive database needs no shared memory`() throws {
        try Samples.database(folder).insert(1, "one")
        var configuration = DatabaseConfiguration(.open)
        configuration.sharing = .exclusive
        let database = try Database(at: folder.file("a.db"), configuration, schema: Samples.firstVersion)
        #expect(try database.names() == ["one"])
        try database.insert(2, "two")
        #expect(!folder.names.contains("a.db-shm"))
        #expect(throws: SQLiteError.busy(file: database.file)) { try Samples.database(folder) }
    }

    @Test func `SEC-33 an immutable database makes no file, and is refused while its WAL holds something`() throws {
        let path = folder.file("a b?#%é.db")
        var configuration = DatabaseConfiguration(.readOnly)
        configuration.sharing = .immutable
        do {
            let writer = try Database(at: path, DatabaseConfiguration(.createNew), schema: Samples.firstVersion)
            try writer.insert(1, "one")
            #expect(throws: SQLiteError.readOnly(file: path)) {
                try Database(at: path, configuration, schema: Samples.firstVersion)
            }
        }
        let before = folder.names
        let reader = try Database(at: path, configuration, schema: Samples.firstVersion)
        #expect(try reader.names() == ["one"])
        #expect(throws: SQLiteError.readOnly(file: path)) { try reader.insert(2, "two") }
        #expect(folder.names == before)
        configuration.access = .open
        let refused = SQLiteError.statementRefused(code: 0, message: "an immutable database is for reading")
        #expect(throws: refused, "it cannot be written") {
            try Database(at: path, configuration, schema: Samples.firstVersion)
        }
    }

    @Test func `a database in memory reads what it wrote`() throws {
        let database = try Database.inMemory(schema: Samples.firstVersion)
        try database.insert(1, "one")
        #expect(try database.names() == ["one"])
    }

    @Test(arguments: [(Int32(4_096), Int32(8_192)), (8_192, 4_096)])
    func `a file has the pages that were asked for and keeps them, and limits count bytes`(
        made: Int32, asked: Int32
    ) throws {
        let path = folder.file("\(made).db")
        var configuration = DatabaseConfiguration(.createNew)
        (configuration.limitBytes, configuration.checkpointBytes) = (1 << 20, 64 << 10)
        configuration.pageBytes = made
        func settings(_ database: Database) throws(SQLiteError) -> [[Int]] {
            func all(_ connection: Connection) throws(SQLiteError) -> [Int] {
                [
                    try connection.setting("page_size"), try connection.setting("max_page_count"),
                    try connection.setting("wal_autocheckpoint"),
                ]
            }
            return [try database.withWriter(all), try database.read(all)]
        }
        let expected = [Int(made), (1 << 20) / Int(made), (64 << 10) / Int(made)]
        do {
            let database = try Database(at: path, configuration, schema: Samples.firstVersion)
            try database.insert(1, "one")
            #expect(try settings(database) == [expected, expected])
        }
        (configuration.access, configuration.pageBytes) = (.open, asked)
        let database = try Database(at: path, configuration, schema: Samples.firstVersion)
        try database.insert(2, "two", [UInt8](repeating: 7, count: 1_000_000))
        #expect(try settings(database) == [expected, expected])
        #expect(throws: SQLiteError.full(file: path)) {
            try database.insert(3, "three", [UInt8](repeating: 7, count: 50_000))
        }
        configuration.limitBytes = 1
        let smaller = try Database(at: path, configuration, schema: Samples.firstVersion)
        #expect(try smaller.names() == ["one", "two"], "what has grown beyond a limit can be read")
        #expect(throws: SQLiteError.full(file: path)) {
            try smaller.insert(3, "three", [UInt8](repeating: 7, count: 50_000))
        }
    }

    @Test func `a first row comes alone, or not at all`() throws {
        let database = try Samples.database(folder)
        try database.insert(1, "one")
        try database.insert(2, "two")
        func name(_ id: Int64) throws -> String? {
            try database.first("SELECT name FROM item WHERE id >= ? ORDER BY id", [.integer(id)]) {
                (row) throws(SQLiteError) in try row.text(0)
            }
        }
        #expect(try name(1) == "one")
        #expect(try name(2) == "two")
        #expect(try name(3) == nil)
        #expect(throws: SQLiteError.self) {
            try database.first("SELECT nothing FROM item") { (row) throws(SQLiteError) in try row.text(0) }
        }
        #expect(try name(1) == "one", "a failure leaves the connection as it was")
    }

    @Test func `SEC-33 the settings are those that the format asks for`() throws {
        let database = try Samples.database(folder)
        let expected = [
            "page_size": 8_192, "synchronous": 2, "secure_delete": 1, "trusted_schema": 0, "cell_size_check": 1,
            "temp_store": 2, "foreign_keys": 1, "busy_timeout": 0, "max_page_count": 1 << 20,
            "wal_autocheckpoint": 1_024,
        ]
        for (name, value) in expected {
            let written = try database.withWriter { (connection) throws(SQLiteError) in try connection.setting(name) }
            let read = try database.read { (connection) throws(SQLiteError) in try connection.setting(name) }
            #expect(written == value, "\(name) for writing")
            #expect(read == value, "\(name) for reading")
        }
        #expect(try database.withWriter { (connection) throws(SQLiteError) in try connection.mapping() } == nil)
        let mode = try database.read { (connection) throws(SQLiteError) in
            try connection.first("PRAGMA journal_mode") { (row) throws(SQLiteError) in try row.text(0) }
        }
        #expect(mode == "wal")
        #expect(throws: SQLiteError.self, "defensive mode") {
            try database.write { (connection) throws(SQLiteError) in
                try connection.execute("PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql = ''")
            }
        }
    }
}

extension Connection {
    /// The bytes that may be mapped into memory; no row or 0 mean none.
    fileprivate func mapping() throws(SQLiteError) -> Int64? {
        let bytes = try first("PRAGMA mmap_size") { (row) throws(SQLiteError) in try row.integer(0) }
        return bytes == 0 ? nil : bytes
    }
}
