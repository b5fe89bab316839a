/// An error of a module above that can carry a `SQLiteError`.
///
/// It lets `Database.read` and `Database.write` throw exactly what their closures throw. An enum conforms by having the
/// case `sqlite(SQLiteError)`.
public protocol WrapsSQLiteError: Error {
    /// Wraps an error of the database.
    static func sqlite(_ error: SQLiteError) -> Self
}

extension WrapsSQLiteError {
    /// Runs something that throws an error of the database, and throws that error wrapped.
    @discardableResult
    public static func wrapping<Result: ~Copyable>(
        _ body: () throws(SQLiteError) -> Result
    ) throws(Self) -> Result {
        do throws(SQLiteError) { return try body() } catch { throw .sqlite(error) }
    }
}

extension SQLiteError: WrapsSQLiteError {
    /// The error itself.
    public static func sqlite(_ error: SQLiteError) -> SQLiteError { error }
}
