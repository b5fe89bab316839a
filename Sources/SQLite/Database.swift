internal import CSQLite
internal import Synchronization

/// A SQLite database: one connection for writing, a few for reading, in WAL mode.
///
/// ```swift
/// let database = try Database(at: path, DatabaseConfiguration(.openOrCreate), schema: schema)
/// try database.write { (connection) throws(SQLiteError) in
///     try connection.run("INSERT INTO keys (id, name) VALUES (?, ?)", [.integer(7), .text("first")])
/// }
/// let name = try database.read { (connection) throws(SQLiteError) in
///     try connection.first("SELECT name FROM keys WHERE id = ?", [.integer(7)]) { (row) throws(SQLiteError) in
///         try row.text(0)
///     }
/// }
/// ```
///
/// Any thread may call `read` and `write`; neither may be called from within the other's closure of the same database.
/// Source: SEC-33, SEC-34; `docs/vault-format.md` lists the settings and why.
public final class Database: Sendable {
    /// Name and version of the library that was loaded, for `--version --verbose`.
    public static var libraryVersion: String { unsafe "SQLite \(String(cString: sqlite3_libversion()))" }

    /// The absolute path, or `in memory`.
    public let file: String
    private let location: DatabaseLocation
    let configuration: DatabaseConfiguration
    let writer: Writer
    private let readers: [ConnectionSlot]
    private let turn = Atomic<Int>(0)

    /// Opens or makes a file; a new one has mode 0600, and so have its WAL and shared memory.
    ///
    /// From one that is there, and from the files beside it, the rights of group and others are taken away before
    /// anything is written; one of another user that others may read is refused. With `Access.readOnly` rights stay as
    /// they are. Nothing is changed in a file that is not this program's, or that a later version wrote.
    ///
    /// - Throws: `cannotOpen`, `folderNotPrivate`, `notADatabase`, `foreignDatabase`, `newerVersion`, `unknownSchema`,
    ///   `corrupt`, `busy`, `full`, `readOnly`, `inputOutput`.
    public convenience init(
        at path: String, _ configuration: DatabaseConfiguration, schema: DatabaseSchema
    ) throws(SQLiteError) {
        let path = try PrivateFile.resolved(path)
        if configuration.folder == .mustBePrivate { try PrivateFile.requirePrivateFolder(of: path) }
        switch (try PrivateFile.kind(of: path), configuration.access) {
        case (.symbolicLink, _): throw .cannotOpen(file: path, why: .symbolicLink)
        case (.other, _): throw .cannotOpen(file: path, why: .notAFile)
        case (.missing, .open), (.missing, .readOnly): throw .cannotOpen(file: path, why: .missing)
        case (.missing, .createNew): try PrivateFile.create(path)
        case (.missing, .openOrCreate): try PrivateFile.createUnlessThere(path)
        case (.file, .readOnly): break
        case (.file, _): try PrivateFile.requireOwn(path)
        }
        if configuration.sharing == .immutable { try Self.requireNoWAL(path, configuration) }
        do throws(SQLiteError) {
            try self.init(.file(path), configuration, schema)
        } catch .notADatabase where configuration.access == .createNew {
            throw .cannotOpen(file: path, why: .exists)
        }
    }

    /// Makes a database in memory, which is gone with the object; reading and writing then take turns.
    public static func inMemory(schema: DatabaseSchema) throws(SQLiteError) -> Database {
        try Database(.memory, DatabaseConfiguration(.createNew), schema)
    }

    private init(
        _ location: DatabaseLocation, _ configuration: DatabaseConfiguration, _ schema: DatabaseSchema
    ) throws(SQLiteError) {
        let connection = try Connection(location, configuration)
        let found = try schema.checkedVersion(of: connection, configuration.access)
        if configuration.access != .readOnly {
            if case .file(let path) = location {
                // Only now: a file that was named by mistake keeps its rights. What SQLite has put beside it until now
                // is empty, or was there before.
                try PrivateFile.makePrivate(database: path)
                try connection.useWAL(configuration)
            }
            try schema.install(on: connection, configuration.access, found: found)
        }
        self.location = location
        self.configuration = configuration
        file = location.name
        writer = Writer(connection)
        let hasReaders = location != .memory && configuration.sharing == .processes
        readers = hasReaders ? (0..<max(configuration.readers, 0)).map { _ in ConnectionSlot(nil) } : []
    }

    /// Runs queries on one consistent state; writers, here and in other processes, are not held up.
    ///
    /// - Parameter body: gets a connection for this call only.
    public func read<Result: Sendable & ~Copyable, Failure: WrapsSQLiteError>(
        _ body: (Connection) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withReader { (connection) throws(Failure) in
            try connection.transaction("BEGIN", body)
        }
    }

    /// The first row of one query, which is a consistent state by itself.
    ///
    /// - Parameter body: reads the row's columns; the statement must not be kept.
    /// - Returns: what `body` made of it, nil when there is no row.
    public func first<Result: Sendable, Failure: WrapsSQLiteError>(
        _ sql: String, _ values: [SQLiteValue] = [], _ body: (Statement) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        try withReader { (connection) throws(Failure) in try connection.first(sql, values, body) }
    }

    /// Runs changes in one transaction: all of them are kept, or none when `body` throws.
    ///
    /// The lock is taken at the start (`BEGIN IMMEDIATE`), so what `body` reads stays true until its changes are made.
    /// With `Durability.full` the changes are on the disk when this returns; callers at the same time share a commit.
    ///
    /// - Parameter body: gets the connection for this call only; it must not wait for a person or the network.
    @discardableResult
    public func write<Result: Sendable & ~Copyable, Failure: WrapsSQLiteError>(
        _ body: (Connection) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try writer.write(opening, body)
    }

    /// Runs statements outside a transaction; for maintenance of this module.
    @discardableResult
    func withWriter<Result: Sendable>(
        _ body: (Connection) throws(SQLiteError) -> Result
    ) throws(SQLiteError) -> Result {
        try writer.alone(opening, body)
    }

    /// An immutable file is read without its WAL, so what is in there would be missed.
    private static func requireNoWAL(_ path: String, _ configuration: DatabaseConfiguration) throws(SQLiteError) {
        guard configuration.access == .readOnly else {
            throw .statementRefused(code: 0, message: "an immutable database is for reading")
        }
        if case .file(_, let bytes) = try PrivateFile.kind(of: path + "-wal"), bytes > 0 { throw .readOnly(file: path) }
    }

    private func withReader<Result: Sendable & ~Copyable, Failure: WrapsSQLiteError>(
        _ body: (Connection) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard !readers.isEmpty else { return try writer.alone(opening, body) }
        let first = turn.wrappingAdd(1, ordering: .relaxed).oldValue & Int.max
        for step in 0..<readers.count {
            let slot = readers[(first % readers.count + step) % readers.count]
            if slot.isFree { return try slot.withConnection(opening, body) }
        }
        return try readers[first % readers.count].withConnection(opening, body)
    }

    private func opening() throws(SQLiteError) -> Connection {
        try Connection(location, configuration)
    }
}
