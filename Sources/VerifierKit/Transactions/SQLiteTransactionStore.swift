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

    /// Keeps everything in a database that was opened with `schema`.
    public init(_ database: Database) { self.database = database }

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
        ])

    /// Keeps a new transaction.
    public func insert(_ transaction: Transaction, limits: OpenLimits) throws(VerifierKitError) {
        try database.write { (connection) throws(VerifierKitError) in
            try openCount.admit(transaction.owner, limits) { (owner) throws(VerifierKitError) in
                if let owner {
                    return try Self.count(
                        "SELECT count(*) FROM transactions WHERE state = 'open' AND owner = ?", [.integer(owner)],
                        connection)
                }
                return try Self.count("SELECT count(*) FROM transactions WHERE state = 'open'", [], connection)
            }
            try VerifierKitError.wrapping { () throws(SQLiteError) in
                try connection.run(
                    """
                    INSERT INTO transactions (id, owner, request_id, nonce, request_state, query, redirect_uri,
                        created_at, expires_at, response_jwk, sealed_response_key, page_id, template, purpose,
                        transaction_data, origin, protocols, state)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')
                    """,
                    [
                        .text(transaction.id), .integer(transaction.owner), .text(transaction.requestID),
                        .text(transaction.nonce), .text(transaction.state), .text(transaction.query.json.text),
                        SQLiteValue(transaction.redirectURI?.text), .integer(transaction.createdAt.seconds),
                        .integer(transaction.expiresAt.seconds),
                        SQLiteValue((transaction.responseKey?.publicKey.json).map { JSONValue.object($0).text }),
                        SQLiteValue(transaction.responseKey?.sealed), .text(transaction.pageID),
                        SQLiteValue(transaction.template), SQLiteValue(transaction.purpose?.json.text),
                        SQLiteValue(Self.text(of: transaction.transactionData)),
                        SQLiteValue(transaction.digital?.origin.text),
                        SQLiteValue(transaction.digital?.protocols.map(\.rawValue).joined(separator: " ")),
                    ])
            }
        }
    }

    /// Finds a transaction by the id that the backend knows.
    public func transaction(id: String) throws(VerifierKitError) -> (Transaction, TransactionOutcome?)? {
        try find("id", id)
    }

    /// Finds a transaction by the id that the wallet knows.
    public func transaction(requestID: String) throws(VerifierKitError) -> (Transaction, TransactionOutcome?)? {
        try find("request_id", requestID)
    }

    /// Finds a transaction by the token of its page.
    public func transaction(pageID: String) throws(VerifierKitError) -> (Transaction, TransactionOutcome?)? {
        try find("page_id", pageID)
    }

    /// Ends a transaction, if it is open and its time is not over.
    public func end(id: String, with outcome: TransactionOutcome) throws(VerifierKitError) -> Bool {
        try changeState(
            """
            UPDATE transactions SET state = ?, report = ?, sealed_claims = ?, sealed_proof = ?, wallet_error = ?,
                response_code_hash = ?, ended_at = ?, result_expires_at = ?, response_jwk = NULL,
                sealed_response_key = NULL WHERE id = ? AND state = 'open' AND expires_at > ?
            """,
            [
                .text(outcome.state.rawValue), SQLiteValue(outcome.report?.text), SQLiteValue(outcome.sealedClaims),
                SQLiteValue(outcome.sealedProof), SQLiteValue(outcome.walletError),
                SQLiteValue(outcome.responseCodeHash),
                .integer(outcome.endedAt.seconds), .integer(outcome.resultExpiresAt.seconds), .text(id),
                .integer(outcome.endedAt.seconds),
            ]) == 1
    }

    /// Takes the sealed proof package out; a second call finds none.
    public func takeProof(id: String) throws(VerifierKitError) -> [UInt8]? {
        try database.write { (connection) throws(VerifierKitError) in
            let sealed = try connection.first(
                "SELECT sealed_proof FROM transactions WHERE id = ? AND sealed_proof IS NOT NULL", [.text(id)]
            ) { (row) throws(VerifierKitError) in
                try VerifierKitError.wrapping { () throws(SQLiteError) in try row.blob(0) }
            }
            try VerifierKitError.wrapping { () throws(SQLiteError) in
                try connection.run("UPDATE transactions SET sealed_proof = NULL WHERE id = ?", [.text(id)])
            }
            return sealed
        }
    }

    private static func text(of transactionData: [String]) -> String? {
        transactionData.isEmpty ? nil : JSONValue.array(transactionData.map(JSONValue.string)).text
    }

    /// Ends a transaction that has no outcome yet, without one.
    public func cancel(id: String, at time: UnixTime) throws(VerifierKitError) -> Bool {
        let now = SQLiteValue.integer(time.seconds)
        return try changeState(
            """
            UPDATE transactions SET state = 'cancelled', ended_at = ?, report = NULL, sealed_claims = NULL,
                sealed_proof = NULL, response_code_hash = NULL, response_jwk = NULL, sealed_response_key = NULL
                WHERE id = ? AND (state = 'open' AND expires_at > ? OR state = 'answered' AND result_expires_at > ?)
            """, [now, .text(id), now, now]) == 1
    }

    /// Removes a transaction with everything that belongs to it.
    public func delete(id: String) throws(VerifierKitError) -> Bool {
        try change("DELETE FROM transactions WHERE id = ?", [.text(id)]) == 1
    }

    /// Ends what nobody answered in time, erases claims that nobody fetched in time, and removes what is old.
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

    private func find(
        _ column: StaticString, _ value: String
    ) throws(VerifierKitError) -> (Transaction, TransactionOutcome?)? {
        let found = try database.read { (connection) throws(VerifierKitError) in
            try connection.first(
                """
                SELECT id, owner, request_id, nonce, request_state, query, redirect_uri, created_at, expires_at, state,
                    report, sealed_claims, wallet_error, response_code_hash, ended_at, result_expires_at,
                    response_jwk, sealed_response_key, wrong_codes, page_id, template, purpose,
                    transaction_data, sealed_proof, origin, protocols, browser_hash, returned_at
                    FROM transactions WHERE \(column) = ?
                """, [.text(value)]
            ) { (row) throws(VerifierKitError) in
                try VerifierKitError.wrapping { () throws(SQLiteError) in try TransactionRow(row) }
            }
        }
        guard let found else { return nil }
        return (try found.transaction(), try found.outcome())
    }
}
