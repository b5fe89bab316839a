public import Rules
import SQLite

extension SQLiteTransactionStore {
    static let webhookSchema = """
        CREATE TABLE webhook_switch (id INTEGER PRIMARY KEY, is_on INTEGER NOT NULL) STRICT;
        CREATE TABLE webhook_queue (
            number INTEGER PRIMARY KEY AUTOINCREMENT, transaction_id TEXT NOT NULL, state TEXT NOT NULL,
            time INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX webhook_queue_by_transaction ON webhook_queue (transaction_id, number);
        """

    /// Changes the states of transactions, and queues the news of it in the same database transaction, so that neither is
    /// there without the other.
    ///
    /// - Parameters:
    ///   - sql: an UPDATE of `transactions`.
    ///   - news: an SQL expression that says of a changed row whether its state is another one than before.
    /// - Returns: how many rows were changed.
    @discardableResult
    func changeState(_ sql: String, _ values: [SQLiteValue], isNews news: String = "1") throws(VerifierKitError) -> Int
    {
        try database.write { (connection) throws(VerifierKitError) in
            let changed = try connection.rows(
                """
                \(sql) RETURNING id, state, coalesce(ended_at, created_at),
                    (\(news)) AND EXISTS (SELECT 1 FROM webhook_switch WHERE is_on = 1)
                """, values
            ) { (row) throws(VerifierKitError) in
                try VerifierKitError.wrapping { () throws(SQLiteError) in
                    (
                        id: try row.text(0), state: try row.text(1), time: try row.integer(2),
                        isNews: try row.integer(3) == 1
                    )
                }
            }
            try VerifierKitError.wrapping { () throws(SQLiteError) in
                for row in changed where row.isNews {
                    try connection.run(
                        """
                        INSERT INTO webhook_queue (transaction_id, state, time) SELECT ?, ?, ?
                            WHERE coalesce((SELECT max(number) - min(number) FROM webhook_queue), 0) < ?
                        """, [.text(row.id), .text(row.state), .integer(row.time), .integer(WebhookLimits.queue - 1)])
                }
            }
            return changed.count
        }
    }

    /// Begins or ends to write changes into the queue; ending forgets what waits in it.
    public func queueWebhooks(_ switching: WebhookSwitch) throws(VerifierKitError) {
        try change(
            "INSERT OR REPLACE INTO webhook_switch (id, is_on) VALUES (1, ?)", [.integer(switching == .on ? 1 : 0)])
        if switching == .off { try change("DELETE FROM webhook_queue", []) }
    }

    /// The oldest event of each transaction that has some, as far as its time has come.
    public func dueWebhooks(at time: UnixTime, limit: Int) throws(VerifierKitError) -> [WebhookEvent] {
        try database.read { (connection) throws(VerifierKitError) in
            try connection.rows(
                """
                SELECT number, transaction_id, state, time, attempts FROM webhook_queue AS queued
                    WHERE next_at <= ? AND number =
                        (SELECT min(number) FROM webhook_queue WHERE transaction_id = queued.transaction_id)
                    ORDER BY number LIMIT ?
                """, [.integer(time.seconds), .integer(Int64(limit))]
            ) { (row) throws(VerifierKitError) in
                try VerifierKitError.wrapping { () throws(SQLiteError) in
                    WebhookEvent(
                        number: try row.integer(0), transactionID: try row.text(1), state: try row.text(2),
                        time: UnixTime(seconds: try row.integer(3)), attempts: Int(clamping: try row.integer(4)))
                }
            }
        }
    }

    /// Takes an event out of the queue.
    public func removeWebhook(_ number: Int64) throws(VerifierKitError) {
        try change("DELETE FROM webhook_queue WHERE number = ?", [.integer(number)])
    }

    /// Puts an event off.
    public func postponeWebhook(_ number: Int64, attempts: Int, until time: UnixTime) throws(VerifierKitError) {
        try change(
            "UPDATE webhook_queue SET attempts = ?, next_at = ? WHERE number = ?",
            [.integer(Int64(attempts)), .integer(time.seconds), .integer(number)])
    }
}
