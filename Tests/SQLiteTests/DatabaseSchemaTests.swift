import Rules
import TestSupport
import Testing

@testable import SQLite

@Suite struct DatabaseSchemaTests {
    private let folder: TemporaryFolder
    private var path: String { folder.file("a.db") }

    init() throws { folder = try TemporaryFolder() }

    @Test func `SEC-33 an older file is brought to the present version with its rows`() throws {
        try Samples.database(folder).insert(1, "one")
        let database = try Database(at: path, DatabaseConfiguration(.open), schema: Samples.secondVersion)
        let used = try database.read { (connection) throws(SQLiteError) in
            try connection.first("SELECT used FROM item") { (row) throws(SQLiteError) in try row.integer(0) }
        }
        #expect(used == 0)
        #expect(throws: Never.self, "and opens again") {
            try Database(at: path, DatabaseConfiguration(.open), schema: Samples.secondVersion)
        }
    }

    @Test func `SEC-33 a step that fails leaves the older file as it was`() throws {
        try Samples.database(folder).insert(1, "one")
        let broken = DatabaseSchema(
            applicationID: Samples.applicationID,
            steps: Samples.secondVersion.steps + ["CREATE TABLE other (id) STRICT, nonsense;"])
        #expect(throws: SQLiteError.self) { try Database(at: path, DatabaseConfiguration(.open), schema: broken) }
        #expect(try Samples.database(folder, .open).names() == ["one"])
    }

    @Test func `SEC-33 a newer file is refused and stays as it is`() throws {
        _ = try Database(at: path, DatabaseConfiguration(.createNew), schema: Samples.secondVersion)
        let before = folder.bytes(of: "a.db")
        #expect(throws: SQLiteError.newerVersion(file: path, found: 2, known: 1)) {
            try Database(at: path, DatabaseConfiguration(.openOrCreate), schema: Samples.firstVersion)
        }
        #expect(folder.bytes(of: "a.db") == before)
    }

    @Test func `SEC-33 a file of an older version is not read as if it were of the present one`() throws {
        _ = try Samples.database(folder)
        #expect(throws: SQLiteError.readOnly(file: path)) {
            try Database(at: path, DatabaseConfiguration(.readOnly), schema: Samples.secondVersion)
        }
    }

    @Test(arguments: [0, -1]) func `SEC-33 a file of a version that never was is refused`(number: Int) throws {
        do {
            let database = try Samples.database(folder)
            try database.withWriter { (connection) throws(SQLiteError) in
                try connection.execute("PRAGMA user_version=\(number)")
            }
        }
        #expect(throws: SQLiteError.unknownSchema(file: path, object: "version \(number)")) {
            try Samples.database(folder, .open)
        }
    }

    @Test func `SEC-33 who opens a file of the present version waits for no writer`() throws {
        let first = try Samples.database(folder)
        try first.write { (connection) throws(SQLiteError) in
            try connection.insert(1, "one")
            let second = try Samples.database(folder)
            #expect(try second.names() == [])
        }
    }

    @Test func `SEC-33 a database of another program is refused and stays as it is`() throws {
        let stranger = DatabaseSchema(applicationID: 7, steps: Samples.firstVersion.steps)
        _ = try Database(at: path, DatabaseConfiguration(.createNew), schema: stranger)
        let before = folder.bytes(of: "a.db")
        for access in [DatabaseConfiguration.Access.open, .openOrCreate, .readOnly] {
            #expect(throws: SQLiteError.foreignDatabase(file: path, applicationID: 7)) {
                try Database(at: path, DatabaseConfiguration(access), schema: Samples.firstVersion)
            }
        }
        #expect(folder.bytes(of: "a.db") == before)
    }

    @Test(arguments: [
        "CREATE TRIGGER bad AFTER INSERT ON item BEGIN DELETE FROM item; END",
        "CREATE VIEW bad AS SELECT 1", "CREATE TABLE bad (id)", "CREATE INDEX bad ON item (data)",
    ])
    func `SEC-33 a file with an object of someone else is refused`(sql: String) throws {
        do {
            let database = try Samples.database(folder)
            try database.withWriter { (connection) throws(SQLiteError) in try connection.execute(sql) }
        }
        #expect(throws: SQLiteError.unknownSchema(file: path, object: "bad")) { try Samples.database(folder, .open) }
    }

    @Test func `SEC-33 a file in which a table is missing or has changed is refused`() throws {
        do {
            let database = try Samples.database(folder)
            try database.withWriter { (connection) throws(SQLiteError) in
                try connection.execute("ALTER TABLE item RENAME COLUMN data TO date")
            }
        }
        #expect(throws: SQLiteError.unknownSchema(file: path, object: "item")) { try Samples.database(folder, .open) }
    }

    /// An open file, checked for a new version that adds to `firstVersion`; what happens next comes from elsewhere.
    private func checked(
        _ access: DatabaseConfiguration.Access = .openOrCreate
    ) throws(SQLiteError) -> (Connection, found: Int) {
        let connection = try Connection(.file(path), DatabaseConfiguration(access))
        return (connection, try Samples.secondVersion.checkedVersion(of: connection, access))
    }

    @Test func `SEC-33 what another program makes between the look and the upgrade is refused`() throws {
        let other = try Samples.database(folder)
        let (connection, found) = try checked()
        #expect(found == 1)
        try other.withWriter { (connection) throws(SQLiteError) in
            try connection.execute("CREATE TRIGGER bad AFTER INSERT ON item BEGIN DELETE FROM item; END")
        }
        #expect(throws: SQLiteError.unknownSchema(file: path, object: "bad")) {
            try Samples.secondVersion.install(on: connection, .open, found: found)
        }
    }

    @Test func `SEC-33 a file that another process has upgraded meanwhile is taken, or refused as newer`() throws {
        _ = try Samples.database(folder)
        let (connection, found) = try checked()
        let thirdVersion = DatabaseSchema(
            applicationID: Samples.applicationID,
            steps: Samples.secondVersion.steps + ["CREATE TABLE other (id INTEGER PRIMARY KEY) STRICT;"])
        _ = try Database(at: path, DatabaseConfiguration(.open), schema: Samples.secondVersion)
        try Samples.secondVersion.install(on: connection, .open, found: found)
        #expect(try connection.setting("user_version") == 2)
        _ = try Database(at: path, DatabaseConfiguration(.open), schema: thirdVersion)
        #expect(throws: SQLiteError.newerVersion(file: path, found: 3, known: 2)) {
            try Samples.secondVersion.install(on: connection, .open, found: found)
        }
    }

    @Test func `SEC-33 an empty file that another program has taken meanwhile is refused`() throws {
        try folder.write([], to: "a.db")
        let (connection, found) = try checked()
        let stranger = DatabaseSchema(applicationID: 7, steps: Samples.firstVersion.steps)
        _ = try Database(at: path, DatabaseConfiguration(.openOrCreate), schema: stranger)
        #expect(throws: SQLiteError.foreignDatabase(file: path, applicationID: 7)) {
            try Samples.secondVersion.install(on: connection, .openOrCreate, found: found)
        }
    }

    @Test func `SEC-33 of two who make the same new file one is told that it exists`() throws {
        try folder.write([], to: "a.db")
        let (connection, found) = try checked(.createNew)
        #expect(found == 0)
        _ = try Database(at: path, DatabaseConfiguration(.createNew), schema: Samples.secondVersion)
        #expect(throws: SQLiteError.cannotOpen(file: path, why: .exists)) {
            try Samples.secondVersion.install(on: connection, .createNew, found: found)
        }
    }

    @Test func `SEC-33 many who open a new file at the same moment all have it`() throws {
        for round in 0..<20 {
            let file = folder.file("\(round).db")
            let openers = (0..<6).map { _ in
                Background {
                    do throws(SQLiteError) {
                        _ = try Database(at: file, DatabaseConfiguration(.openOrCreate), schema: Samples.secondVersion)
                        return nil as SQLiteError?
                    } catch { return error }
                }
            }
            for opener in openers { #expect(opener.value() == .some(nil)) }
        }
    }

    @Test func `SEC-33 an empty file is a database only for those who may make one`() throws {
        try folder.write([], to: "a.db")
        for access in [DatabaseConfiguration.Access.open, .readOnly] {
            #expect(throws: SQLiteError.notADatabase(file: path)) { try Samples.database(folder, access) }
        }
        #expect(try Samples.database(folder, .createNew).names() == [], "a creation that was cut off is taken up")
        #expect(throws: SQLiteError.cannotOpen(file: path, why: .exists)) { try Samples.database(folder, .createNew) }
    }

    @Test func `SEC-33 a file that is no database is refused and stays as it is`() throws {
        let text = [UInt8](repeating: 0x41, count: 20_000)
        try folder.write(text, to: "a.db")
        for access in [DatabaseConfiguration.Access.open, .openOrCreate, .readOnly] {
            #expect(throws: SQLiteError.notADatabase(file: path)) { try Samples.database(folder, access) }
        }
        #expect(throws: SQLiteError.cannotOpen(file: path, why: .exists)) { try Samples.database(folder, .createNew) }
        #expect(folder.bytes(of: "a.db") == text)
    }

    @Test func `SEC-33 a file that was cut off is reported as damaged, never read wrong`() throws {
        do {
            let database = try Samples.database(folder)
            for id in 0..<20 { try database.insert(Int64(id), "item \(id)", [UInt8](repeating: 1, count: 5_000)) }
        }
        let whole = try #require(folder.bytes(of: "a.db"))
        for pages in 1..<whole.count / 8_192 {
            try folder.write(Array(whole[..<(pages * 8_192)]), to: "a.db")
            do throws(SQLiteError) {
                let names = try Samples.database(folder, .open).names()
                Issue.record("\(pages) pages were read as \(names.count) rows")
            } catch {
                #expect(error.refusal.code == "database_damaged")
            }
        }
    }
}
