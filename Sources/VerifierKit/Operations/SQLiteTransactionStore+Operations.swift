public import Rules
import SQLite

extension SQLiteTransactionStore {
    /// Writes something, to find out whether that is possible.
    public func probe(at time: UnixTime) throws(VerifierKitError) {
        try change("INSERT OR REPLACE INTO probe (id, written_at) VALUES (1, ?)", [.integer(time.seconds)])
    }

    /// Counts the transactions in each state, those that nobody answered in time as expired.
    public func transactionCounts(at time: UnixTime) throws(VerifierKitError) -> [Transaction.State: Int] {
        let rows = try database.read { (connection) throws(VerifierKitError) in
            try connection.rows(
                """
                SELECT CASE WHEN state = 'open' AND expires_at <= ? THEN 'expired' ELSE state END AS shown, count(*)
                    FROM transactions GROUP BY shown
                """, [.integer(time.seconds)]
            ) { (row) throws(VerifierKitError) in
                try VerifierKitError.wrapping { () throws(SQLiteError) in (try row.text(0), try row.integer(1)) }
            }
        }
        var counts: [Transaction.State: Int] = [:]
        for (state, count) in rows {
            if let state = Transaction.State(rawValue: state) { counts[state] = Int(clamping: count) }
        }
        return counts
    }
}
