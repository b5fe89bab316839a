internal import CSQLite
internal import Glibc

extension SQLiteError {
    /// Puts a result code of SQLite into the words of this module.
    ///
    /// - Parameters:
    ///   - code: what the function returned; with extended codes switched on.
    ///   - database: the connection, whose message and system error belong to the code; nil when there is none.
    ///   - file: the path that the error names.
    init(code: Int32, database: OpaquePointer?, file: String) {
        let systemError = unsafe database.map { unsafe sqlite3_system_errno($0) } ?? 0
        let message = unsafe database.flatMap { unsafe sqlite3_errmsg($0) }.map { unsafe String(cString: $0) } ?? ""
        self =
            switch code & 0xFF {
            case SQLITE_BUSY, SQLITE_LOCKED: .busy(file: file)
            case SQLITE_FULL: .full(file: file)
            case SQLITE_IOERR where [ENOSPC, EDQUOT, EFBIG].contains(systemError): .full(file: file)
            case SQLITE_IOERR: .inputOutput(file: file, code: code, systemError: systemError)
            case SQLITE_READONLY: .readOnly(file: file)
            case SQLITE_CORRUPT: .corrupt(file: file, detail: message)
            case SQLITE_NOTADB: .notADatabase(file: file)
            case SQLITE_CANTOPEN, SQLITE_PERM: Self.cannotOpen(code: code, systemError: systemError, file: file)
            case SQLITE_CONSTRAINT: .constraint(file: file, kind: ConstraintKind(code: code))
            case SQLITE_TOOBIG: .tooLarge(file: file)
            case SQLITE_NOMEM: .outOfMemory
            default: .statementRefused(code: code, message: message)
            }
    }

    private static func cannotOpen(code: Int32, systemError: Int32, file: String) -> SQLiteError {
        // The extended code of a refused link: SQLITE_CANTOPEN | 6 << 8.
        if code == SQLITE_CANTOPEN | 6 << 8 { return .cannotOpen(file: file, why: .symbolicLink) }
        switch PrivateFile.failure(systemError, file: file) {
        case .inputOutput: return .cannotOpen(file: file, why: .other)
        case let known: return known
        }
    }
}

extension SQLiteError.ConstraintKind {
    fileprivate init(code: Int32) {
        // The extended codes are macros with a shift, which Swift does not import.
        self =
            switch code >> 8 {
            case 3: .foreignKey
            case 5: .notNull
            case 6, 8, 10: .unique
            default: .check
            }
    }
}
