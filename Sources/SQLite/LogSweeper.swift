public import Rules
import Synchronization

/// Empties the WAL of a database after something was erased, as often as it is told to: what was erased is in none of the
/// files then.
///
/// Writers wait meanwhile, hence not for long; when somebody reads for longer, the next time tries again. Source: SEC-28,
/// SEC-33.
public final class LogSweeper: Sendable {
    /// For so long others may keep the WAL from being emptied before it is said.
    private static let limitHeldUpSeconds: Int64 = 60
    private static let waitMilliseconds: Int32 = 100

    private let database: Database
    private let heldUpSince = Mutex<UnixTime?>(nil)

    /// Sweeps after one database.
    public init(_ database: Database) { self.database = database }

    /// Moves everything into the file, unless somebody reads an older state.
    ///
    /// - Parameter time: now.
    /// - Throws: `busy` when others have read one state for a minute; what else stops a checkpoint.
    public func sweep(at time: UnixTime) throws(SQLiteError) {
        do throws(SQLiteError) {
            try database.checkpoint(waitMilliseconds: Self.waitMilliseconds)
            heldUpSince.withLock { $0 = nil }
        } catch .busy where !isHeldUpTooLong(at: time) {}
    }

    private func isHeldUpTooLong(at time: UnixTime) -> Bool {
        heldUpSince.withLock { since in
            let begin = since ?? time
            since = begin
            return time >= begin + Self.limitHeldUpSeconds
        }
    }
}
