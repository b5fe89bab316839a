import SQLite
import TestSupport

/// A small schema in two versions.
enum Samples {
    static let applicationID: Int32 = 0x4341_5254
    static let firstVersion = DatabaseSchema(
        applicationID: applicationID,
        steps: ["CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, data BLOB) STRICT;"])
    static let secondVersion = DatabaseSchema(
        applicationID: applicationID,
        steps: firstVersion.steps + ["ALTER TABLE item ADD COLUMN used INTEGER NOT NULL DEFAULT 0;"])

    static func database(
        _ folder: TemporaryFolder, _ access: DatabaseConfiguration.Access = .openOrCreate, busy milliseconds: Int32 = 0
    ) throws(SQLiteError) -> Database {
        var configuration = DatabaseConfiguration(access)
        configuration.busyTimeoutMilliseconds = milliseconds
        return try Database(at: folder.file("a.db"), configuration, schema: firstVersion)
    }
}

extension Database {
    func insert(_ id: Int64, _ name: String, _ data: [UInt8]? = nil) throws(SQLiteError) {
        try write { (connection) throws(SQLiteError) in
            try connection.insert(id, name, data)
        }
    }

    func names() throws(SQLiteError) -> [String] {
        try read { (connection) throws(SQLiteError) in try connection.names() }
    }
}

extension Connection {
    func insert(_ id: Int64, _ name: String, _ data: [UInt8]? = nil) throws(SQLiteError) {
        try run("INSERT INTO item (id, name, data) VALUES (?, ?, ?)", [.integer(id), .text(name), SQLiteValue(data)])
    }

    func names() throws(SQLiteError) -> [String] {
        try rows("SELECT name FROM item ORDER BY id") { (row) throws(SQLiteError) in try row.text(0) }
    }
}
