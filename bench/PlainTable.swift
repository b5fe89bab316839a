import SQLite

/// A table with one index, as anybody would write it.
struct PlainTable: Sendable {
    private let database: Database

    init(_ path: String) throws(SQLiteError) {
        database = try Database(
            at: path, DatabaseConfiguration(.createNew),
            schema: DatabaseSchema(
                applicationID: 1,
                steps: ["CREATE TABLE records (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, value BLOB NOT NULL)"]
            ))
    }

    func insert(_ name: String, _ value: [UInt8]) throws(SQLiteError) {
        try database.write { (connection) throws(SQLiteError) in
            _ = try connection.run("INSERT INTO records (name, value) VALUES (?, ?)", [.text(name), .blob(value)])
        }
    }

    /// Commits so many times, as work of that many steps does at the least; each is on the disk when done.
    func commit(_ count: Int, _ value: [UInt8]) throws(SQLiteError) {
        let identifier = Int64.random(in: 1...Int64.max)
        for step in 0..<count {
            try database.write { (connection) throws(SQLiteError) in
                _ = try connection.run(
                    step == 0
                        ? "INSERT INTO records (value, id, name) VALUES (?1, ?2, ?2)"
                        : "UPDATE records SET value = ?1 WHERE id = ?2",
                    [.blob(value), .integer(identifier)])
            }
        }
    }

    func value(_ name: String) throws(SQLiteError) -> [UInt8]? {
        try database.read { (connection) throws(SQLiteError) in
            try connection.first("SELECT value FROM records WHERE name = ?", [.text(name)]) {
                (row) throws(SQLiteError) in
                try row.blob(0)
            }
        }
    }
}
