internal import CSQLite

/// The one connection that changes a database, and who may use it when.
///
/// A commit waits for the disk, and the disk takes many changes in the time of one. So a writer that sees others queue
/// leaves its transaction open for them and waits; the last of them commits for all. Nobody is told of success before the
/// commit that holds his changes, each sees what those before him changed, and a writer that is alone commits at once.
///
///     writer 1   BEGIN, changes ··· waits ··········································┐
///     writer 2                      SAVEPOINT, changes ··· waits ···················┤ learn the outcome
///     writer 3                                             SAVEPOINT, changes, COMMIT
///
/// Sound as `Sendable`: `current` and `members` are reached with the connection in hand only.
final class Writer: @unchecked Sendable {
    /// The most writers that share a commit, so that the first does not wait for long.
    static let limitMembers = 64

    private let slot: ConnectionSlot
    /// Those whose changes stand in the transaction that is open.
    private var current: CommitGroup?
    private var members = 0

    init(_ connection: Connection) { slot = ConnectionSlot(connection) }

    /// How many use the connection or wait for it, for tests.
    var userCount: Int { slot.userCount }

    /// Makes changes: all that `body` does, or nothing when it throws.
    func write<Result: Sendable & ~Copyable, Failure: WrapsSQLiteError>(
        _ opening: () throws(SQLiteError) -> Connection, _ body: (Connection) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let changed = try slot.withConnection(opening) { (connection) throws(Failure) in
            try change(connection, body)
        }
        try Failure.wrapping { () throws(SQLiteError) in try changed.group?.wait() }
        return changed.result
    }

    /// Uses the connection outside of any transaction.
    func alone<Result: Sendable & ~Copyable, Failure: WrapsSQLiteError>(
        _ opening: () throws(SQLiteError) -> Connection, _ body: (Connection) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try slot.withConnection(opening) { (connection) throws(Failure) in
            // Those whose changes these are learn by themselves when this fails.
            if connection.isInTransaction { try? commit(connection) }
            return try body(connection)
        }
    }

    /// What a writer has done, and the group whose commit it waits for; nil when it has committed by itself.
    private struct Changed<Result: Sendable & ~Copyable>: ~Copyable, Sendable {
        let result: Result
        let group: CommitGroup?
    }

    private func change<Result: Sendable & ~Copyable, Failure: WrapsSQLiteError>(
        _ connection: Connection, _ body: (Connection) throws(Failure) -> Result
    ) throws(Failure) -> Changed<Result> {
        let isFirst = current == nil
        let result = try taking(back: isFirst, connection) { () throws(Failure) in
            try Failure.wrapping { () throws(SQLiteError) in
                try connection.run(isFirst ? "BEGIN IMMEDIATE" : "SAVEPOINT member")
            }
            let result = try body(connection)
            try Failure.wrapping { () throws(SQLiteError) in
                // A full disk ends the transaction: one that went on all the same must not be told of success.
                guard connection.isInTransaction else {
                    throw .statementRefused(code: SQLITE_ABORT, message: "the transaction has ended before its time")
                }
                if !isFirst { try connection.run("RELEASE member") }
            }
            return result
        }
        members += 1
        if slot.userCount > 1, members < Self.limitMembers {
            let group = current ?? CommitGroup()
            current = group
            return Changed(result: result, group: group)
        }
        try Failure.wrapping { () throws(SQLiteError) in try commit(connection) }
        return Changed(result: result, group: nil)
    }

    private func taking<Result: ~Copyable, Failure: Error>(
        back isFirst: Bool, _ connection: Connection, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        do throws(Failure) { return try body() } catch {
            takeBack(isFirst: isFirst, connection)
            throw error
        }
    }

    /// Takes back what a writer did that failed; what others did before stays, and is committed unless more will come.
    private func takeBack(isFirst: Bool, _ connection: Connection) {
        guard connection.isInTransaction else {
            // After a full disk or an I/O error SQLite has often taken everything back by itself.
            return fail(with: connection.lastError)
        }
        guard !isFirst, (try? connection.run("ROLLBACK TO member")) != nil,
            (try? connection.run("RELEASE member")) != nil
        else {
            let error = connection.lastError
            _ = try? connection.run("ROLLBACK")
            return fail(with: error)
        }
        // Counted too: those who wait must not wait for any number of others that fail.
        members += 1
        if slot.userCount == 1 || members >= Self.limitMembers { try? commit(connection) }
    }

    /// Commits the open transaction and tells all whose changes are in it.
    private func commit(_ connection: Connection) throws(SQLiteError) {
        do throws(SQLiteError) {
            try connection.run("COMMIT")
        } catch {
            if connection.isInTransaction { _ = try? connection.run("ROLLBACK") }
            fail(with: error)
            throw error
        }
        current?.end(with: .success(()))
        (current, members) = (nil, 0)
    }

    private func fail(with error: SQLiteError) {
        current?.end(with: .failure(error))
        (current, members) = (nil, 0)
    }
}
