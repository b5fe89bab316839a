/// The tables of one program's database, as the list of steps that made them.
///
/// ```swift
/// let schema = DatabaseSchema(applicationID: 0x43_56_31_00, steps: [
///     "CREATE TABLE keys (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;",
///     "ALTER TABLE keys ADD COLUMN used INTEGER NOT NULL DEFAULT 0;",   // version 2
/// ])
/// ```
///
/// Version n of the file (`user_version`) is what the first n steps make. A step that was published is never changed:
/// the text that it leaves in `sqlite_schema` is compared when a file is opened, so that tables, triggers and views of
/// anyone else are refused.
public struct DatabaseSchema: Sendable {
    /// The number by which the file says whose it is (`application_id`).
    public let applicationID: Int32
    /// Step n brings a file from version n to version n + 1; each is a script of SQL statements.
    public let steps: [String]

    /// Lists the steps, the oldest first.
    public init(applicationID: Int32, steps: [String]) { (self.applicationID, self.steps) = (applicationID, steps) }

    /// The version that this program writes.
    public var version: Int { steps.count }

    /// Checks whose file it is and what it holds, all of it in one state of the file.
    ///
    /// - Returns: the version that the file has, 0 for an empty one.
    func checkedVersion(
        of connection: Connection, _ access: DatabaseConfiguration.Access
    ) throws(SQLiteError) -> Int {
        try connection.transaction("BEGIN") { (connection) throws(SQLiteError) in try check(connection, access) }
    }

    /// Brings a file that was checked to the present version, in one transaction.
    ///
    /// - Parameter found: what `checkedVersion` said.
    func install(
        on connection: Connection, _ access: DatabaseConfiguration.Access, found: Int
    ) throws(SQLiteError) {
        guard found < version else { return }
        try connection.transaction("BEGIN IMMEDIATE") { (connection) throws(SQLiteError) in
            // Another process may have made, changed or upgraded the file since we looked.
            let now = try check(connection, access)
            for step in steps[now...] { try connection.execute(step) }
            try connection.execute("PRAGMA application_id=\(applicationID); PRAGMA user_version=\(version);")
        }
    }

    /// Within a transaction: version and objects must be of the same moment.
    private func check(
        _ connection: Connection, _ access: DatabaseConfiguration.Access
    ) throws(SQLiteError) -> Int {
        let found = try identifiedVersion(of: connection, access)
        guard access != .readOnly || found == version else { throw .readOnly(file: connection.file) }
        try requireKnownObjects(on: connection, version: found)
        return found
    }

    private func identifiedVersion(
        of connection: Connection, _ access: DatabaseConfiguration.Access
    ) throws(SQLiteError) -> Int {
        let (file, owner) = (connection.file, try connection.setting("application_id"))
        let found = try connection.setting("user_version")
        // A file whose first transaction never came to its end is empty; it is no one's.
        if owner == 0, found == 0, try connection.schemaObjects().isEmpty {
            guard access == .openOrCreate || access == .createNew else { throw .notADatabase(file: file) }
            return 0
        }
        guard access != .createNew else { throw .cannotOpen(file: file, why: .exists) }
        guard owner == Int(applicationID) else {
            throw .foreignDatabase(file: file, applicationID: Int32(truncatingIfNeeded: owner))
        }
        guard found <= version else { throw .newerVersion(file: file, found: found, known: version) }
        guard found > 0 else { throw .unknownSchema(file: file, object: "version \(found)") }
        return found
    }

    private func requireKnownObjects(on connection: Connection, version: Int) throws(SQLiteError) {
        let model = try Connection(.memory, DatabaseConfiguration(.createNew))
        for step in steps.prefix(version) { try model.execute(step) }
        let known = Set(try model.schemaObjects())
        let found = Set(try connection.schemaObjects())
        if let stranger = found.subtracting(known).union(known.subtracting(found)).map(\.name).min() {
            throw .unknownSchema(file: connection.file, object: stranger)
        }
    }
}

/// One row of `sqlite_schema` without its page number.
struct SchemaObject: Hashable {
    let type: String
    let name: String
    let table: String
    /// The statement that made it; nil for an index that a constraint implies.
    let sql: String?
}

extension Connection {
    /// All tables, indexes, triggers and views.
    func schemaObjects() throws(SQLiteError) -> [SchemaObject] {
        try rows("SELECT type, name, tbl_name, sql FROM sqlite_schema") { (row) throws(SQLiteError) in
            SchemaObject(
                type: try row.text(0), name: try row.text(1), table: try row.text(2),
                sql: row.isNull(3) ? nil : try row.text(3))
        }
    }
}
