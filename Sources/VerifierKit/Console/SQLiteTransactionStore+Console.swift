public import Rules
import SQLite

/// A transaction as a line of the operator's list; it holds nothing that opens it.
public struct ListedTransaction: Sendable, Equatable {
    /// Its number in the store: those of a later second have higher ones.
    public let number: Int64
    /// The beginning of its id, as the log has it.
    public let shortID: String
    /// The name of the API key that began it.
    public let keyName: String
    /// The template that asks it; nil for a question of the backend's own.
    public let template: String?
    /// Where it stands.
    public let state: Transaction.State
    /// When it was made.
    public let createdAt: UnixTime
    /// When it ended; nil while it has not.
    public let endedAt: UnixTime?
}

/// How many transactions of one hour and one question stand where.
public struct TransactionTally: Sendable, Equatable {
    /// Hours since 1970.
    public let hour: Int64
    /// The template; nil for questions of backends' own.
    public let template: String?
    /// Where they stand.
    public let state: Transaction.State
    /// How many.
    public let count: Int
}

/// What the operator sees of all transactions.
extension SQLiteTransactionStore {
    /// A state as everybody reads it: what nobody answered in time is expired before the sweep writes that down.
    private static let shown = "CASE WHEN state = 'open' AND expires_at <= ? THEN 'expired' ELSE state END"

    /// A part of the list, the newest first.
    public func list(
        _ state: Transaction.State?, before number: Int64?, limit: Int, at time: UnixTime
    ) throws(VerifierKitError) -> [ListedTransaction] {
        try listed(
            "(? IS NULL OR shown = ?) AND number < ? ORDER BY number DESC LIMIT ?",
            [
                SQLiteValue(state?.rawValue), SQLiteValue(state?.rawValue), .integer(number ?? Int64.max),
                .integer(Int64(limit)),
            ], time)
    }

    /// One transaction of the list, with everything that is stored of it.
    public func listed(
        number: Int64, at time: UnixTime
    ) throws(VerifierKitError) -> (ListedTransaction, Transaction, TransactionOutcome?)? {
        guard let line = try listed("number = ?", [.integer(number)], time).first else { return nil }
        guard let row = try row(number) else { return nil }
        return (line, try row.transaction(), try row.outcome())
    }

    /// Counts the transactions that began since then, by hour, question and state.
    public func tallies(since: UnixTime, at time: UnixTime) throws(VerifierKitError) -> [TransactionTally] {
        let rows = try database.read { (connection) throws(VerifierKitError) in
            try connection.rows(
                """
                SELECT created_at / 3600 AS hour, template, \(Self.shown) AS shown, count(*) FROM transactions
                    WHERE created_at >= ? GROUP BY hour, template, shown ORDER BY hour
                """, [.integer(time.seconds), .integer(since.seconds)]
            ) { (row) throws(VerifierKitError) in
                try VerifierKitError.wrapping { () throws(SQLiteError) in
                    (
                        hour: try row.integer(0), template: row.isNull(1) ? nil : try row.text(1),
                        state: try row.text(2), count: try row.integer(3)
                    )
                }
            }
        }
        return rows.compactMap { row in
            Transaction.State(rawValue: row.state).map {
                TransactionTally(hour: row.hour, template: row.template, state: $0, count: Int(clamping: row.count))
            }
        }
    }

    private func listed(
        _ condition: String, _ values: [SQLiteValue], _ time: UnixTime
    ) throws(VerifierKitError) -> [ListedTransaction] {
        let rows = try database.read { (connection) throws(VerifierKitError) in
            try connection.rows(
                """
                SELECT * FROM (SELECT number, substr(id, 1, 8),
                    (SELECT name FROM api_keys WHERE api_keys.id = owner), template, \(Self.shown) AS shown,
                    created_at, ended_at FROM transactions) WHERE \(condition)
                """, [.integer(time.seconds)] + values
            ) { (row) throws(VerifierKitError) in
                try VerifierKitError.wrapping { () throws(SQLiteError) in
                    try Transaction.State(rawValue: row.text(4)).map { (state) throws(SQLiteError) in
                        ListedTransaction(
                            number: try row.integer(0), shortID: try row.text(1), keyName: try row.text(2),
                            template: row.isNull(3) ? nil : try row.text(3), state: state,
                            createdAt: UnixTime(seconds: try row.integer(5)),
                            endedAt: row.isNull(6) ? nil : UnixTime(seconds: try row.integer(6)))
                    }
                }
            }
        }
        return rows.compactMap { $0 }
    }
}
