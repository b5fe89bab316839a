import Bytes
import Cryptography
import DCQL
import HTTP
import JOSE
import JSON
import OpenID4VP
public import Rules
public import SQLite

/// Transactions and API keys in one SQLite file.
public struct SQLiteTransactionStore: TransactionStore {
    let database: Database
    private let openCount = OpenCount()
    private let log: LogSweeper

    /// Keeps everything in a database that was opened with `schema`.
    public init(_ database: Database) { (self.database, log) = (database, LogSweeper(database)) }

    /// The tables, version by version.
    public static let schema = DatabaseSchema(
        applicationID: 0x4356_5246,
        steps: [
            """
            CREATE TABLE api_keys (
                id INTEGER PRIMARY KEY, name TEXT NOT NULL, hash BLOB NOT NULL UNIQUE, created_at INTEGER NOT NULL,
                revoked_at INTEGER
            ) STRICT;
            CREATE TABLE transactions (
                id TEXT PRIMARY KEY, owner INTEGER NOT NULL REFERENCES api_keys (id), request_id TEXT NOT NULL UNIQUE,
                nonce TEXT NOT NULL, request_state TEXT NOT NULL, query TEXT NOT NULL, redirect_uri TEXT,
                created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
                state TEXT NOT NULL, report TEXT, sealed_claims BLOB, wallet_error TEXT, response_code_hash BLOB,
                wrong_codes INTEGER NOT NULL DEFAULT 0, ended_at INTEGER, result_expires_at INTEGER
            ) STRICT;
            CREATE INDEX transactions_by_owner ON transactions (owner, state);
            CREATE INDEX transactions_by_expiry ON transactions (state, expires_at);
            """,
            "ALTER TABLE api_keys ADD COLUMN last_used_at INTEGER;",
            """
            ALTER TABLE transactions ADD COLUMN response_jwk TEXT;
            ALTER TABLE transactions ADD COLUMN sealed_response_key BLOB;
            """,
            """
            UPDATE transactions SET state = 'abandoned', report = NULL, response_code_hash = NULL
                WHERE state = 'accepted' AND response_code_hash = zeroblob(32);
            UPDATE transactions SET state = 'answered'
                WHERE state = 'accepted' AND response_code_hash IS NOT NULL AND sealed_claims IS NOT NULL;
            """,
            """
            ALTER TABLE transactions ADD COLUMN page_id TEXT;
            CREATE UNIQUE INDEX transactions_by_page ON transactions (page_id);
            """,
            """
            CREATE TABLE templates (
                keeper INTEGER NOT NULL, name TEXT NOT NULL, content TEXT NOT NULL, updated_at INTEGER NOT NULL,
                PRIMARY KEY (keeper, name)
            ) STRICT;
            ALTER TABLE transactions ADD COLUMN template TEXT;
            ALTER TABLE transactions ADD COLUMN purpose TEXT;
            """,
            "CREATE TABLE probe (id INTEGER PRIMARY KEY, written_at INTEGER NOT NULL) STRICT;",
            webhookSchema,
            """
            ALTER TABLE transactions ADD COLUMN transaction_data TEXT;
            ALTER TABLE transactions ADD COLUMN sealed_proof BLOB;
            """,
            """
            DROP INDEX transactions_by_owner;
            CREATE INDEX transactions_open_by_owner ON transactions (owner) WHERE state = 'open';
            CREATE INDEX transactions_by_end ON transactions (ended_at) WHERE ended_at IS NOT NULL;
            CREATE INDEX transactions_to_erase ON transactions (result_expires_at)
                WHERE sealed_claims IS NOT NULL OR sealed_proof IS NOT NULL;
            """,
            """
            ALTER TABLE transactions ADD COLUMN origin TEXT;
            ALTER TABLE transactions ADD COLUMN protocols TEXT;
            """,
            """
            ALTER TABLE transactions ADD COLUMN browser_hash BLOB;
            ALTER TABLE transactions ADD COLUMN returned_at INTEGER;
            """,
            grantSchema,
            """
            ALTER TABLE transactions RENAME TO earlier;
            CREATE TABLE transactions (
                number INTEGER PRIMARY KEY, id TEXT NOT NULL, owner INTEGER NOT NULL REFERENCES api_keys (id),
                request_id TEXT NOT NULL, page_id TEXT, nonce TEXT NOT NULL, request_state TEXT NOT NULL,
                query TEXT NOT NULL, transaction_data TEXT, template TEXT, purpose TEXT, redirect_uri TEXT, origin TEXT,
                protocols TEXT, browser_hash BLOB, response_jwk TEXT, sealed_response_key BLOB,
                created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
                state TEXT NOT NULL, report TEXT, sealed_claims BLOB, sealed_proof BLOB, wallet_error TEXT,
                response_code_hash BLOB, returned_at INTEGER, wrong_codes INTEGER NOT NULL DEFAULT 0, ended_at INTEGER,
                result_expires_at INTEGER
            ) STRICT;
            INSERT INTO transactions (number, id, owner, request_id, page_id, nonce, request_state, query,
                    transaction_data, template, purpose, redirect_uri, origin, protocols, browser_hash, response_jwk,
                    sealed_response_key, created_at, expires_at, state, report, sealed_claims, sealed_proof,
                    wallet_error, response_code_hash, returned_at, wrong_codes, ended_at, result_expires_at)
                SELECT rowid, id, owner, request_id, page_id, nonce, request_state, query,
                    transaction_data, template, purpose, redirect_uri, origin, protocols, browser_hash, response_jwk,
                    sealed_response_key, created_at, expires_at, state, report, sealed_claims, sealed_proof,
                    wallet_error, response_code_hash, returned_at, wrong_codes, ended_at, result_expires_at FROM earlier;
            DROP TABLE earlier;
            CREATE INDEX transactions_open ON transactions (expires_at) WHERE state = 'open';
            CREATE INDEX transactions_open_by_owner ON transactions (owner) WHERE state = 'open';
            CREATE INDEX transactions_answered ON transactions (result_expires_at) WHERE state = 'answered';
            CREATE INDEX transactions_by_end ON transactions (ended_at) WHERE ended_at IS NOT NULL;
            CREATE INDEX transactions_to_erase ON transactions (result_expires_at)
                WHERE sealed_claims IS NOT NULL OR sealed_proof IS NOT NULL;
            """,
        ])

    /// Keeps a new transaction.
    public func insert(_ transaction: Transaction, limits: OpenLimits) throws(VerifierKitError) -> Bool {
        try database.write { (connection) throws(VerifierKitError) in
            try openCount.admit(transaction.owner, limits) { (owner) throws(VerifierKitError) in
                if let owner {
                    return try Self.count(
                        "SELECT count(*) FROM transactions WHERE state = 'open' AND owner = ?", [.integer(owner)],
                        connection)
                }
                return try Self.count("SELECT count(*) FROM transactions WHERE state = 'open'", [], connection)
            }
            var isKept = false
            // Its number was taken, or the disk is full: then it is not open.
            defer { if !isKept { openCount.takeBack(transaction.owner) } }
            isKept = try VerifierKitError.wrapping { () throws(SQLiteError) in
                try connection.run(
                    """
                    INSERT INTO transactions (number, id, owner, request_id, nonce, request_state, query, redirect_uri,
                        created_at, expires_at, response_jwk, sealed_response_key, page_id, template, purpose,
                        transaction_data, origin, protocols, state)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')
                        ON CONFLICT (number) DO NOTHING
                    """,
                    [
                        .integer(transaction.number), .text(transaction.id), .integer(transaction.owner),
                        .text(transaction.requestID), .text(transaction.nonce), .text(transaction.state),
                        .text(transaction.query.json.text),
                        SQLiteValue(transaction.redirectURI?.text), .integer(transaction.createdAt.seconds),
                        .integer(transaction.expiresAt.seconds),
                        SQLiteValue((transaction.responseKey?.publicKey.json).map { JSONValue.object($0).text }),
                        SQLiteValue(transaction.responseKey?.sealed), .text(transaction.pageID),
                        SQLiteValue(transaction.template), SQLiteValue(transaction.purpose?.json.text),
                        SQLiteValue(Self.text(of: transaction.transactionData)),
                        SQLiteValue(transaction.digital?.origin.text),
                        SQLiteValue(transaction.digital?.protocols.map(\.rawValue).joined(separator: " ")),
                    ]) == 1
            }
            return isKept
        }
    }

    /// Finds a transaction by the id that the backend knows.
    public func transaction(id: String) throws(VerifierKitError) -> (Transaction, TransactionOutcome?)? {
        try find(id) { $0.id }
    }

    /// Finds a transaction by the id that the wallet knows.
    public func transaction(requestID: String) throws(VerifierKitError) -> (Transaction, TransactionOutcome?)? {
        try find(requestID) { $0.requestID }
    }

    /// Finds a transaction by the token of its page.
    public func transaction(pageID: String) throws(VerifierKitError) -> (Transaction, TransactionOutcome?)? {
        try find(pageID) { $0.pageID }
    }

    /// Ends a transaction, if it is open and its time is not over.
    public func end(_ number: Int64, with outcome: TransactionOutcome) throws(VerifierKitError) -> Bool {
        try changeState(
            """
            UPDATE transactions SET state = ?, report = ?, sealed_claims = ?, sealed_proof = ?, wallet_error = ?,
                response_code_hash = ?, ended_at = ?, result_expires_at = ?, response_jwk = NULL,
                sealed_response_key = NULL WHERE number = ? AND state = 'open' AND expires_at > ?
            """,
            [
                .text(outcome.state.rawValue), SQLiteValue(outcome.report?.text), SQLiteValue(outcome.sealedClaims),
                SQLiteValue(outcome.sealedProof), SQLiteValue(outcome.walletError),
                SQLiteValue(outcome.responseCodeHash),
                .integer(outcome.endedAt.seconds), .integer(outcome.resultExpiresAt.seconds), .integer(number),
                .integer(outcome.endedAt.seconds),
            ]) == 1
    }

    /// Takes the sealed proof package out; a second call finds none.
    public func takeProof(_ number: Int64) throws(VerifierKitError) -> [UInt8]? {
        try database.write { (connection) throws(VerifierKitError) in
            let sealed = try connection.first(
                "SELECT sealed_proof FROM transactions WHERE number = ? AND sealed_proof IS NOT NULL",
                [.integer(number)]
            ) { (row) throws(VerifierKitError) in
                try VerifierKitError.wrapping { () throws(SQLiteError) in try row.blob(0) }
            }
            try VerifierKitError.wrapping { () throws(SQLiteError) in
                try connection.run("UPDATE transactions SET sealed_proof = NULL WHERE number = ?", [.integer(number)])
            }
            return sealed
        }
    }

    private static func text(of transactionData: [String]) -> String? {
        transactionData.isEmpty ? nil : JSONValue.array(transactionData.map(JSONValue.string)).text
    }

    /// Ends a transaction that has no outcome yet, without one.
    public func cancel(_ number: Int64, at time: UnixTime) throws(VerifierKitError) -> Bool {
        let now = SQLiteValue.integer(time.seconds)
        return try changeState(
            """
            UPDATE transactions SET state = 'cancelled', ended_at = ?, report = NULL, sealed_claims = NULL,
                sealed_proof = NULL, response_code_hash = NULL, response_jwk = NULL, sealed_response_key = NULL
                WHERE number = ? AND (state = 'open' AND expires_at > ? OR state = 'answered' AND result_expires_at > ?)
            """, [now, .integer(number), now, now]) == 1
    }

    /// Removes a transaction with everything that belongs to it.
    public func delete(_ number: Int64) throws(VerifierKitError) -> Bool {
        try change("DELETE FROM transactions WHERE number = ?", [.integer(number)]) == 1
    }

    /// Ends what nobody answered in time, erases claims that nobody fetched in time, and removes what is old.
    ///
    /// Whatever was erased until then, by this or another call, is in none of the files afterwards (SEC-28).
    ///
    /// - Throws: `sqlite` with `busy` when others have read one state for a minute: everything else is done then.
    public func sweep(at time: UnixTime, retentionSeconds: Int64) throws(VerifierKitError) {
        let now = SQLiteValue.integer(time.seconds)
        try changeState(
            """
            UPDATE transactions SET state = 'expired', ended_at = expires_at, response_jwk = NULL,
                sealed_response_key = NULL WHERE state = 'open' AND expires_at <= ?
            """, [now])
        try changeState(
            """
            UPDATE transactions SET state = 'abandoned', report = NULL, sealed_claims = NULL, sealed_proof = NULL,
                response_code_hash = NULL WHERE state = 'answered' AND result_expires_at <= ?
            """, [now])
        try change(
            """
            UPDATE transactions SET sealed_claims = NULL, sealed_proof = NULL
                WHERE (sealed_claims IS NOT NULL OR sealed_proof IS NOT NULL) AND result_expires_at <= ?
            """, [now])
        try change("DELETE FROM transactions WHERE ended_at <= ?", [.integer((time - retentionSeconds).seconds)])
        do throws(SQLiteError) { try log.sweep(at: time) } catch { throw .sqlite(error) }
    }

    private static func count(
        _ sql: String, _ values: [SQLiteValue], _ connection: Connection
    ) throws(VerifierKitError) -> Int64 {
        try connection.first(sql, values) { (row) throws(VerifierKitError) in
            try VerifierKitError.wrapping { () throws(SQLiteError) in try row.integer(0) }
        } ?? 0
    }

    @discardableResult
    func change(_ sql: String, _ values: [SQLiteValue]) throws(VerifierKitError) -> Int {
        try database.write { (connection) throws(VerifierKitError) in
            try VerifierKitError.wrapping { () throws(SQLiteError) in try connection.run(sql, values) }
        }
    }

    /// Reads the row to which a token leads; whether the token is the row's own is seen in constant time.
    private func find(
        _ token: String, is own: (TransactionRow) -> String?
    ) throws(VerifierKitError) -> (Transaction, TransactionOutcome?)? {
        guard let number = TransactionNumber(token: token)?.value, let row = try row(number) else { return nil }
        guard let expected = own(row), constantTimeEqual(token, expected) else { return nil }
        return (try row.transaction(), try row.outcome())
    }

    /// What is stored at a place; nil when there is nothing.
    func row(_ number: Int64) throws(VerifierKitError) -> TransactionRow? {
        try database.first(
            "SELECT \(TransactionRow.columns) FROM transactions WHERE number = ?", [.integer(number)]
        ) { (row) throws(VerifierKitError) in
            try VerifierKitError.wrapping { () throws(SQLiteError) in try TransactionRow(row) }
        }
    }
}
