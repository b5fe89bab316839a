import TestSupport
import Testing

@testable import SQLite

@Suite struct StatementTests {
    private let database: Database

    init() throws { database = try Database.inMemory(schema: Samples.firstVersion) }

    @discardableResult
    private func connection<Result: Sendable>(
        _ body: (Connection) throws(SQLiteError) -> Result
    ) throws(SQLiteError) -> Result { try database.withWriter(body) }

    @Test(
        arguments: [
            .null, .integer(0), .integer(.min), .integer(.max), .real(0.5), .real(-.infinity), .text(""), .text("a\0b"),
            .text("Zürich 🏔"), .blob([]), .blob([0]), .blob([UInt8](repeating: 0xFF, count: 70_000)),
        ] as [SQLiteValue])
    func `a value of each kind comes back as it was bound`(value: SQLiteValue) throws {
        try connection { (connection) throws(SQLiteError) in
            let found = try connection.first("SELECT ?", [value]) { (row) throws(SQLiteError) in try row.value(0) }
            #expect(found == value)
        }
    }

    @Test func `a column of another type is refused, not converted`() throws {
        try connection { (connection) throws(SQLiteError) in
            let error = SQLiteError.unexpectedType(file: "in memory", column: 0, expected: "integer", found: "text")
            #expect(throws: error) {
                try connection.first("SELECT '7'") { (row) throws(SQLiteError) in try row.integer(0) }
            }
            #expect(throws: SQLiteError.self) {
                try connection.first("SELECT 7") { (row) throws(SQLiteError) in try row.text(0) }
            }
            #expect(throws: SQLiteError.self) {
                try connection.first("SELECT NULL") { (row) throws(SQLiteError) in try row.blob(0) }
            }
            #expect(throws: SQLiteError.self) {
                try connection.first("SELECT 1") { (row) throws(SQLiteError) in try row.real(0) }
            }
            for column in [-1, 1, 9] {
                #expect(throws: SQLiteError.self, "a column that is not there") {
                    try connection.first("SELECT 1") { (row) throws(SQLiteError) in try row.integer(column) }
                }
            }
        }
    }

    @Test func `a text that is not UTF-8 is refused`() throws {
        try connection { (connection) throws(SQLiteError) in
            #expect(throws: SQLiteError.notUTF8(file: "in memory", column: 0)) {
                try connection.first("SELECT CAST(x'C328' AS TEXT)") { (row) throws(SQLiteError) in try row.text(0) }
            }
        }
    }

    @Test func `a wrong number of values is refused`() throws {
        try connection { (connection) throws(SQLiteError) in
            for values in [[], [.integer(1), .integer(2)]] as [[SQLiteValue]] {
                #expect(throws: SQLiteError.self) { try connection.run("SELECT ?", values) }
            }
        }
    }

    @Test func `a statement is prepared once, but a running one is not disturbed`() throws {
        try connection { (connection) throws(SQLiteError) in
            let sql = "SELECT id FROM item ORDER BY id"
            #expect(try connection.statement(sql) === connection.statement(sql))
            for id in 1...3 { try connection.insert(Int64(id), "\(id)") }
            let pairs = try connection.rows(sql) { (outer) throws(SQLiteError) in
                (try outer.integer(0), try connection.rows(sql) { (row) throws(SQLiteError) in try row.integer(0) })
            }
            #expect(pairs.map(\.0) == [1, 2, 3])
            #expect(pairs.allSatisfy { $0.1 == [1, 2, 3] })
        }
    }

    @Test func `a statement that outlives its closure reads nothing`() throws {
        var kept: Statement?
        try connection { (connection) throws(SQLiteError) in
            try connection.first("SELECT 1") { (row) throws(SQLiteError) in kept = row }
            #expect(throws: SQLiteError.self) { try kept?.integer(0) }
        }
    }

    @Test func `an error inside a walk leaves the statement ready for the next`() throws {
        try connection { (connection) throws(SQLiteError) in
            try connection.insert(1, "one")
            #expect(throws: SQLiteError.outOfMemory) {
                try connection.rows("SELECT id FROM item") { (_) throws(SQLiteError) in throw .outOfMemory }
            }
            #expect(try connection.names() == ["one"])
        }
    }

    @Test func `constraints are told apart`() throws {
        try connection { (connection) throws(SQLiteError) in
            try connection.execute(
                "CREATE TABLE child (id INTEGER REFERENCES item (id), n TEXT CHECK (n > 'a')) STRICT")
            let cases: [(String, SQLiteError.ConstraintKind)] = [
                ("INSERT INTO item (id, name) VALUES (1, NULL)", .notNull),
                ("INSERT INTO child VALUES (9, 'b')", .foreignKey), ("INSERT INTO child VALUES (NULL, 'a')", .check),
                ("INSERT INTO item (id, name) VALUES (1, 'a'), (1, 'b')", .unique),
                ("INSERT INTO item (id, name) VALUES (1, 'a'), (2, 'a')", .unique),
                ("INSERT INTO item (id, name, data) VALUES (1, 'a', 'text')", .check),
            ]
            for (sql, kind) in cases {
                #expect(throws: SQLiteError.constraint(file: "in memory", kind: kind)) { try connection.run(sql) }
            }
        }
    }

    @Test func `SEC-33 a value above the limit is refused, one at the limit is kept`() throws {
        let folder = try TemporaryFolder()
        var configuration = DatabaseConfiguration(.createNew)
        configuration.valueLimitBytes = 1_000
        let database = try Database(at: folder.file("a.db"), configuration, schema: Samples.firstVersion)
        #expect(throws: SQLiteError.tooLarge(file: database.file)) {
            try database.insert(1, "one", [UInt8](repeating: 0, count: 1_001))
        }
        try database.insert(1, "one", [UInt8](repeating: 0, count: 980))
        #expect(try database.names() == ["one"])
    }
}
