import Rules
import TestSupport
import Testing

@testable import SQLite

@Suite struct LogSweeperTests {
    private let folder: TemporaryFolder
    private let database: Database
    private let now = UnixTime(seconds: 1000)

    init() throws {
        folder = try TemporaryFolder()
        database = try Database(at: folder.file("a.db"), DatabaseConfiguration(.createNew), schema: Self.schema)
    }

    private static let schema = DatabaseSchema(applicationID: 7, steps: ["CREATE TABLE t (text TEXT) STRICT"])

    private func change(_ sql: String) throws {
        try database.write { (connection) throws(SQLiteError) in _ = try connection.run(sql, []) }
    }

    private func isInFiles(_ text: String) -> Bool {
        !folder.files(with: Array(text.utf8)).isEmpty
    }

    @Test func `SEC-28 what was erased is in no file after a sweep`() throws {
        try change("INSERT INTO t VALUES ('canary-7d1e')")
        try change("DELETE FROM t")
        #expect(isInFiles("canary-7d1e"), "the row is gone, the WAL is not")
        try LogSweeper(database).sweep(at: now)
        #expect(!isInFiles("canary-7d1e"))
    }

    @Test func `SEC-28 a reader holds it up until the next sweep, and after a minute that is told`() throws {
        let sweeper = LogSweeper(database)
        let other = try Database(at: folder.file("a.db"), DatabaseConfiguration(.open), schema: Self.schema)
        try change("INSERT INTO t VALUES ('canary-7d1e')")
        let outcome = try other.read { (connection) throws(SQLiteError) in
            Result<Void, any Error> {
                _ = try connection.first("SELECT count(*) FROM t") { (row) throws(SQLiteError) in try row.integer(0) }
                try change("DELETE FROM t")
                for seconds in [0, 59] as [Int64] {
                    #expect(throws: Never.self) { try sweeper.sweep(at: now + seconds) }
                }
                #expect(throws: SQLiteError.busy(file: database.file)) { try sweeper.sweep(at: now + 60) }
                #expect(isInFiles("canary-7d1e"))
            }
        }
        try outcome.get()
        try sweeper.sweep(at: now + 61)
        #expect(!isInFiles("canary-7d1e"))
    }
}
