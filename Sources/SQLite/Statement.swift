internal import CSQLite

/// A prepared statement; `Connection` keeps it for the next use.
///
/// ```swift
/// let statement = try connection.statement("SELECT name FROM keys WHERE id = ?")
/// try statement.bind([.integer(7)])
/// while try statement.step() { names.append(try statement.text(0)) }
/// try statement.reset()
/// ```
/// `Connection.run`, `first` and `rows` do this and never forget the reset.
@safe public final class Statement {
    private let handle: OpaquePointer
    /// The path that errors name.
    let file: String
    /// Whether the statement stands between its first step and its reset.
    private(set) var isRunning = false

    init(_ sql: String, on database: OpaquePointer, file: String) throws(SQLiteError) {
        var sql = sql
        let (code, prepared) = sql.withUTF8 { text -> (Int32, OpaquePointer?) in
            unsafe text.withMemoryRebound(to: CChar.self) { text in
                var prepared: OpaquePointer?
                let flags = UInt32(SQLITE_PREPARE_PERSISTENT | SQLITE_PREPARE_NO_VTAB)
                let code = unsafe sqlite3_prepare_v3(
                    database, text.baseAddress, Int32(clamping: text.count), flags, &prepared, nil)
                return unsafe (code, prepared)
            }
        }
        guard let handle = unsafe prepared else {
            throw unsafe SQLiteError(code: code, database: database, file: file)
        }
        unsafe self.handle = handle
        self.file = file
    }

    deinit { unsafe sqlite3_finalize(handle) }

    /// Sets all parameters, the first one for `?1`.
    public func bind(_ values: [SQLiteValue]) throws(SQLiteError) {
        let expected = unsafe sqlite3_bind_parameter_count(handle)
        guard Int32(clamping: values.count) == expected else {
            throw .statementRefused(
                code: SQLITE_RANGE, message: "\(values.count) values for a statement with \(expected) parameters")
        }
        for (index, value) in values.enumerated() {
            let code = bind(value, at: Int32(index + 1))
            guard code == SQLITE_OK else { throw failure(code) }
        }
    }

    /// Runs on to the next row.
    ///
    /// - Returns: whether there is one.
    public func step() throws(SQLiteError) -> Bool {
        isRunning = true
        let code = unsafe sqlite3_step(handle)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw failure(code)
        }
    }

    /// Makes the statement ready for the next use and forgets its parameters.
    public func reset() {
        // The code that sqlite3_reset returns is the one that step already threw.
        unsafe sqlite3_reset(handle)
        unsafe sqlite3_clear_bindings(handle)
        isRunning = false
    }

    /// Number of columns of a row.
    public var columnCount: Int { Int(unsafe sqlite3_column_count(handle)) }

    /// A column as it is stored.
    public func value(_ column: Int) throws(SQLiteError) -> SQLiteValue {
        switch type(column) {
        case SQLITE_INTEGER: .integer(unsafe sqlite3_column_int64(handle, Int32(column)))
        case SQLITE_FLOAT: .real(unsafe sqlite3_column_double(handle, Int32(column)))
        case SQLITE_TEXT: .text(try text(column))
        case SQLITE_BLOB: .blob(bytes(at: column))
        default: .null
        }
    }

    /// A whole number.
    public func integer(_ column: Int) throws(SQLiteError) -> Int64 {
        try expect(SQLITE_INTEGER, "integer", column)
        return unsafe sqlite3_column_int64(handle, Int32(column))
    }

    /// A floating-point number.
    public func real(_ column: Int) throws(SQLiteError) -> Double {
        try expect(SQLITE_FLOAT, "real", column)
        return unsafe sqlite3_column_double(handle, Int32(column))
    }

    /// A text.
    public func text(_ column: Int) throws(SQLiteError) -> String {
        try expect(SQLITE_TEXT, "text", column)
        let text = unsafe withBytes(at: column) { unsafe String(validating: $0, as: UTF8.self) }
        guard let text else { throw .notUTF8(file: file, column: column) }
        return text
    }

    /// Bytes.
    public func blob(_ column: Int) throws(SQLiteError) -> [UInt8] {
        try expect(SQLITE_BLOB, "blob", column)
        return bytes(at: column)
    }

    /// Whether the column holds no value.
    public func isNull(_ column: Int) -> Bool { type(column) == SQLITE_NULL }

    private func type(_ column: Int) -> Int32 {
        // SQLite answers null for a column that does not exist, and for any column when there is no row.
        unsafe sqlite3_column_type(handle, Int32(clamping: column))
    }

    private func expect(_ expected: Int32, _ name: String, _ column: Int) throws(SQLiteError) {
        let found = type(column)
        guard found == expected else {
            let names = [
                SQLITE_INTEGER: "integer", SQLITE_FLOAT: "real", SQLITE_TEXT: "text", SQLITE_BLOB: "blob",
            ]
            throw .unexpectedType(file: file, column: column, expected: name, found: names[found] ?? "null")
        }
    }

    private func bytes(at column: Int) -> [UInt8] { unsafe withBytes(at: column) { unsafe [UInt8]($0) } }

    /// Lends what is in the column until the next step.
    private func withBytes<R>(at column: Int, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        // The pointer must be asked for before the count: the other order may convert the value in between.
        let base = unsafe sqlite3_column_blob(handle, Int32(column))
        let count = unsafe base == nil ? 0 : Int(sqlite3_column_bytes(handle, Int32(column)))
        return unsafe body(UnsafeRawBufferPointer(start: base, count: count))
    }

    private func bind(_ value: SQLiteValue, at index: Int32) -> Int32 {
        switch value {
        case .null: return unsafe sqlite3_bind_null(handle, index)
        case .integer(let integer): return unsafe sqlite3_bind_int64(handle, index, integer)
        case .real(let real): return unsafe sqlite3_bind_double(handle, index, real)
        case .text(var text):
            return text.withUTF8 { text in
                unsafe text.withMemoryRebound(to: CChar.self) { text in
                    // SQLite reads a null pointer as the value null, so an empty text lends the address of a constant.
                    guard let base = text.baseAddress else {
                        return unsafe carnet_sqlite3_bind_text(handle, index, "", 0)
                    }
                    return unsafe carnet_sqlite3_bind_text(handle, index, base, UInt64(text.count))
                }
            }
        case .blob(let bytes):
            return unsafe bytes.withUnsafeBytes { bytes in
                unsafe carnet_sqlite3_bind_blob(handle, index, bytes.baseAddress, UInt64(bytes.count))
            }
        }
    }

    private func failure(_ code: Int32) -> SQLiteError {
        unsafe SQLiteError(code: code, database: sqlite3_db_handle(handle), file: file)
    }
}
