internal import CSQLite
internal import Glibc

/// One connection to a database, lent by `Database.read` and `Database.write` for the time of a closure.
@safe public final class Connection {
    private let handle: OpaquePointer
    /// The path that errors name.
    public let file: String
    private var statements: [String: Statement] = [:]

    /// Opens a file that exists, or memory, and makes it safe to use.
    init(_ location: DatabaseLocation, _ configuration: DatabaseConfiguration) throws(SQLiteError) {
        let isImmutable = configuration.sharing == .immutable
        var opened: OpaquePointer?
        var flags = SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_PRIVATECACHE
        flags |= configuration.access == .readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE
        if location == .memory { flags |= SQLITE_OPEN_CREATE }
        if isImmutable { flags |= SQLITE_OPEN_URI }
        let name = isImmutable ? location.immutableURI : location.fileName
        let code = unsafe sqlite3_open_v2(name, &opened, flags, nil)
        guard code == SQLITE_OK, let handle = unsafe opened else {
            let error = unsafe SQLiteError(code: code, database: opened, file: location.name)
            unsafe sqlite3_close_v2(opened)
            throw error
        }
        unsafe self.handle = handle
        file = location.name
        try harden(configuration)
        try set(configuration)
    }

    deinit {
        statements = [:]
        // Statements that a caller still holds keep the connection alive until they go; _v2 allows for that.
        unsafe sqlite3_close_v2(handle)
    }

    /// Prepares a statement, or takes the one that an earlier call prepared.
    ///
    /// - Parameter sql: one statement; values go into `bind`, never into the text.
    public func statement(_ sql: String) throws(SQLiteError) -> Statement {
        if let cached = statements[sql], !cached.isRunning { return cached }
        let statement = try unsafe Statement(sql, on: handle, file: file)
        // A second copy of a running statement is for this use only.
        if statements[sql] == nil { statements[sql] = statement }
        return statement
    }

    /// Runs a statement that returns no rows.
    ///
    /// - Returns: the number of rows that it changed.
    @discardableResult
    public func run(_ sql: String, _ values: [SQLiteValue] = []) throws(SQLiteError) -> Int {
        let statement = try statement(sql)
        defer { statement.reset() }
        try statement.bind(values)
        while try statement.step() {}
        return Int(unsafe sqlite3_changes(handle))
    }

    /// The first row of a query.
    ///
    /// - Parameter body: reads the row's columns; the statement must not be kept.
    /// - Returns: what `body` made of it, nil when there is no row.
    public func first<Result, Failure: WrapsSQLiteError>(
        _ sql: String, _ values: [SQLiteValue] = [], _ body: (Statement) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        var result: Result?
        try forEach(sql, values) { (row) throws(Failure) in
            result = try body(row)
            return .stop
        }
        return result
    }

    /// All rows of a query.
    ///
    /// - Parameter body: reads a row's columns; the statement must not be kept.
    public func rows<Result, Failure: WrapsSQLiteError>(
        _ sql: String, _ values: [SQLiteValue] = [], _ body: (Statement) throws(Failure) -> Result
    ) throws(Failure) -> [Result] {
        var results: [Result] = []
        try forEach(sql, values) { (row) throws(Failure) in
            results.append(try body(row))
            return .next
        }
        return results
    }

    /// Whether a walk through rows goes on.
    public enum Walk: Sendable {
        /// Go on with the next row.
        case next
        /// Leave out the rest.
        case stop
    }

    /// Walks through the rows of a query without keeping them.
    public func forEach<Failure: WrapsSQLiteError>(
        _ sql: String, _ values: [SQLiteValue] = [], _ body: (Statement) throws(Failure) -> Walk
    ) throws(Failure) {
        let statement = try Failure.wrapping { () throws(SQLiteError) in try self.statement(sql) }
        defer { statement.reset() }
        try Failure.wrapping { () throws(SQLiteError) in try statement.bind(values) }
        while try Failure.wrapping({ () throws(SQLiteError) in try statement.step() }), try body(statement) == .next {}
    }

    /// Whether a transaction is open.
    var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

    /// Why the last call failed.
    var lastError: SQLiteError {
        unsafe SQLiteError(code: sqlite3_extended_errcode(handle), database: handle, file: file)
    }

    /// Whether the file can only be read.
    var isReadOnly: Bool { unsafe sqlite3_db_readonly(handle, "main") == 1 }

    /// Runs several statements that return nothing; for schemas and settings of this module.
    func execute(_ script: String) throws(SQLiteError) {
        let code = unsafe sqlite3_exec(handle, script, nil, nil, nil)
        guard code == SQLITE_OK else { throw unsafe SQLiteError(code: code, database: handle, file: file) }
    }

    /// Does all that `body` does in one transaction, or nothing when it throws.
    func transaction<Result: ~Copyable, Failure: WrapsSQLiteError>(
        _ begin: String, _ body: (Connection) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try Failure.wrapping { () throws(SQLiteError) in try run(begin) }
        do throws(Failure) {
            let result = try body(self)
            try Failure.wrapping { () throws(SQLiteError) in try run("COMMIT") }
            return result
        } catch {
            // After a full disk or an I/O error SQLite has often rolled back by itself, and ROLLBACK would be refused.
            if isInTransaction { _ = try? run("ROLLBACK") }
            throw error
        }
    }

    /// The value of a setting that is a number.
    func setting(_ name: String) throws(SQLiteError) -> Int {
        let value = try first("PRAGMA \(name)") { (row) throws(SQLiteError) in try row.integer(0) }
        guard let value = value.flatMap({ Int(exactly: $0) }) else {
            throw .statementRefused(code: SQLITE_ERROR, message: "no setting \(name)")
        }
        return value
    }

    /// Sets how long is waited for a lock that another connection holds.
    func setBusyTimeout(milliseconds: Int32) throws(SQLiteError) {
        let code = unsafe sqlite3_busy_timeout(handle, milliseconds)
        guard code == SQLITE_OK else { throw unsafe SQLiteError(code: code, database: handle, file: file) }
    }

    /// Makes the file a WAL database; a file that is one stays as it is.
    ///
    /// SQLite does not wait for others here, since two that did would wait for each other; so this tries again.
    func useWAL(_ configuration: DatabaseConfiguration) throws(SQLiteError) {
        let end = ContinuousClock.now + .milliseconds(Int(configuration.busyTimeoutMilliseconds))
        while true {
            do throws(SQLiteError) { return try switchToWAL() } catch {
                guard case .busy = error, ContinuousClock.now < end else { throw error }
                usleep(5_000)
            }
        }
    }

    private func switchToWAL() throws(SQLiteError) {
        let mode = try first("PRAGMA journal_mode=WAL") { (row) throws(SQLiteError) in try row.text(0) }
        guard mode == "wal" else {
            throw isReadOnly ? .readOnly(file: file) : .statementRefused(code: SQLITE_ERROR, message: "no WAL mode")
        }
    }

    /// Switches off what a hostile file could make SQLite do.
    private func harden(_ configuration: DatabaseConfiguration) throws(SQLiteError) {
        let switches: [(Int32, Int32)] = [
            (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0), (SQLITE_DBCONFIG_ENABLE_TRIGGER, 0),
            (SQLITE_DBCONFIG_ENABLE_VIEW, 0), (SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0),
            (SQLITE_DBCONFIG_ENABLE_FKEY, 1), (SQLITE_DBCONFIG_DQS_DML, 0), (SQLITE_DBCONFIG_DQS_DDL, 0),
        ]
        for (option, value) in switches {
            let code = unsafe carnet_sqlite3_db_config(handle, option, value)
            guard code == SQLITE_OK else { throw unsafe SQLiteError(code: code, database: handle, file: file) }
        }
        unsafe sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, configuration.valueLimitBytes)
        try setBusyTimeout(milliseconds: configuration.busyTimeoutMilliseconds)
    }

    private func set(_ configuration: DatabaseConfiguration) throws(SQLiteError) {
        // The exclusive mode must be chosen before the first look at the file: then the WAL needs no shared memory.
        if configuration.sharing == .exclusive { try execute("PRAGMA locking_mode=EXCLUSIVE") }
        // The page size is taken over by an empty file only.
        try execute(
            """
            PRAGMA page_size=\(configuration.pageBytes);
            PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON;
            PRAGMA synchronous=\(configuration.durability == .full ? "FULL" : "NORMAL");
            """)
        // SQLite counts pages, and knows how large those of the file are only once it has looked.
        _ = try setting("page_count")
        let pageBytes = Int64(max(try setting("page_size"), 1))
        try execute(
            """
            PRAGMA max_page_count=\(max(configuration.limitBytes / pageBytes, 1));
            PRAGMA wal_autocheckpoint=\(max(configuration.checkpointBytes / pageBytes, 1));
            """)
    }
}
