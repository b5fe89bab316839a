public import Cryptography
import JSON
import OpenID4VCI
public import Rules
public import SQLite

/// The issuer's memory in a SQLite file.
public final class SQLiteIssuerStore: IssuerStore {
    private let database: Database
    private let random: any RandomSource
    private let listSize: Int
    private let log: LogSweeper

    /// Uses a database that was opened with `SQLiteIssuerStore.schema`.
    ///
    /// - Parameters:
    ///   - database: the database.
    ///   - random: for the places in status lists, which nobody may foresee (TSL-05).
    ///   - listSize: entries of a new status list; a power of two, large enough for a crowd (TRAP-28).
    public init(_ database: Database, random: any RandomSource = SystemRandom(), listSize: Int = 131_072) {
        (self.database, self.random, self.listSize) = (database, random, max(64, listSize))
        log = LogSweeper(database)
    }

    /// The tables. Claims stand in them sealed only, codes and tokens as hashes only.
    public static let schema = DatabaseSchema(
        applicationID: 0x4352_6E49,
        steps: [
            """
            CREATE TABLE offers (
              code BLOB PRIMARY KEY, reference BLOB NOT NULL UNIQUE, issuance TEXT NOT NULL UNIQUE,
              sealed_code BLOB NOT NULL, sealed_claims BLOB NOT NULL, configurations TEXT NOT NULL,
              input TEXT, tag BLOB, copy_limit INTEGER, attempts INTEGER NOT NULL DEFAULT 0, used INTEGER NOT NULL DEFAULT 0,
              expires INTEGER NOT NULL) STRICT;
            CREATE TABLE tokens (
              digest BLOB PRIMARY KEY, issuance TEXT NOT NULL, configurations TEXT NOT NULL, granted TEXT, client TEXT,
              sealed_claims BLOB NOT NULL, copy_limit INTEGER, copies INTEGER NOT NULL DEFAULT 0, expires INTEGER NOT NULL) STRICT;
            CREATE TABLE nonces (
              number INTEGER PRIMARY KEY AUTOINCREMENT, digest BLOB NOT NULL UNIQUE, expires INTEGER NOT NULL) STRICT;
            CREATE INDEX nonces_by_expiry ON nonces (expires);
            CREATE TABLE status_lists (
              number INTEGER PRIMARY KEY, size INTEGER NOT NULL, used INTEGER NOT NULL DEFAULT 0,
              version INTEGER NOT NULL DEFAULT 1) STRICT;
            CREATE TABLE copies (
              number INTEGER PRIMARY KEY, issuance TEXT NOT NULL, type TEXT NOT NULL, key BLOB,
              list INTEGER REFERENCES status_lists (number), place INTEGER, status INTEGER NOT NULL DEFAULT 0,
              issued INTEGER NOT NULL, expires INTEGER NOT NULL, UNIQUE (list, place)) STRICT;
            CREATE INDEX copies_by_issuance ON copies (issuance);
            CREATE INDEX copies_by_key ON copies (key);
            """
        ])

    /// Keeps a new offer and forgets those that expired long ago.
    public func add(_ offer: StoredOffer, at now: UnixTime) throws(IssuerKitError) {
        try writing { (connection) throws(SQLiteError) in
            try Self.removeOver(connection, at: now)
            try connection.run(
                """
                INSERT INTO offers (code, reference, issuance, sealed_code, sealed_claims, configurations, input,
                  tag, copy_limit, expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .blob(offer.code), .blob(offer.reference), .text(offer.issuance), .blob(offer.sealedCode),
                    .blob(offer.sealedClaims), .text(StoredText.list(offer.configurationIDs)),
                    SQLiteValue(offer.input?.json.text), SQLiteValue(offer.tag),
                    SQLiteValue(offer.copyLimit.map { Int64($0) }), .integer(offer.expires.seconds),
                ])
        }
    }

    /// Erases claims that nobody can fetch any more, removes what is over, and empties the WAL.
    ///
    /// - Throws: `sqlite` with `busy` when others have read one state for a minute: everything else is done then.
    public func sweep(at now: UnixTime) throws(IssuerKitError) {
        try writing { (connection) throws(SQLiteError) in
            try connection.run(
                "UPDATE offers SET sealed_claims = x'' WHERE expires <= ? AND sealed_claims <> x''",
                [.integer(now.seconds)])
            try Self.removeOver(connection, at: now)
        }
        do throws(SQLiteError) { try log.sweep(at: now) } catch { throw .sqlite(error) }
    }

    private static func removeOver(_ connection: Connection, at now: UnixTime) throws(SQLiteError) {
        // A day of grace, so that `issuer list` can say what became of an offer.
        try connection.run("DELETE FROM offers WHERE expires < ?", [.integer((now - 86_400).seconds)])
        try connection.run("DELETE FROM tokens WHERE expires <= ?", [.integer(now.seconds)])
    }

    /// The open offer with that name in its address.
    public func offer(reference: [UInt8], at now: UnixTime) throws(IssuerKitError) -> StoredOffer? {
        try offer(where: "reference = ?", reference, at: now)
    }

    /// The open offer of a code.
    public func offer(code: [UInt8], at now: UnixTime) throws(IssuerKitError) -> StoredOffer? {
        try offer(where: "code = ?", code, at: now)
    }

    private func offer(
        where condition: String, _ digest: [UInt8], at now: UnixTime
    ) throws(IssuerKitError) -> StoredOffer? {
        try database.read { (connection) throws(IssuerKitError) in
            try connection.first(
                """
                SELECT issuance, code, reference, sealed_code, sealed_claims, configurations, input, tag, expires,
                  attempts, copy_limit FROM offers WHERE \(condition) AND used = 0 AND expires > ?
                """, [.blob(digest), .integer(now.seconds)]
            ) { (row) throws(IssuerKitError) in try Self.offer(row) }
        }
    }

    private static func offer(_ row: Statement) throws(IssuerKitError) -> StoredOffer {
        let input = try IssuerKitError.wrapping { () throws(SQLiteError) in row.isNull(6) ? nil : try row.text(6) }
        let read = try input.map { (text) throws(IssuerKitError) in try StoredText.input(text) }
        return try IssuerKitError.wrapping { () throws(SQLiteError) in
            StoredOffer(
                issuance: try row.text(0), code: try row.blob(1), reference: try row.blob(2),
                sealedCode: try row.blob(3), sealedClaims: try row.blob(4),
                configurationIDs: StoredText.strings(try row.text(5)), input: read,
                tag: row.isNull(7) ? nil : try row.blob(7), copyLimit: row.isNull(10) ? nil : Int(try row.integer(10)),
                failedAttempts: Int(try row.integer(9)),
                expires: UnixTime(seconds: try row.integer(8)))
        }
    }

    /// Uses a code up and stores the token, or counts a failed attempt.
    public func redeem(
        code: [UInt8], tag: [UInt8]?, for token: StoredToken, attempts: Int, at now: UnixTime
    ) throws(IssuerKitError) -> RedeemOutcome {
        try writing { (connection) throws(SQLiteError) in
            let open = "code = ? AND used = 0 AND expires > ? AND attempts < ?"
            let values: [SQLiteValue] = [.blob(code), .integer(now.seconds), .integer(Int64(attempts))]
            let found = try connection.first("SELECT tag FROM offers WHERE \(open)", values) {
                (row) throws(SQLiteError) in row.isNull(0) ? [] : try row.blob(0)
            }
            guard let expected = found else { return .notGood }
            guard constantTimeEqual(expected, tag ?? []) else {
                try connection.run("UPDATE offers SET attempts = attempts + 1 WHERE \(open)", values)
                return .wrongTransactionCode
            }
            // The one statement that decides between two that redeem at once (TOKEN-24).
            guard try connection.run("UPDATE offers SET used = 1, sealed_claims = x'' WHERE \(open)", values) == 1
            else { return .notGood }
            try connection.run(
                """
                INSERT INTO tokens (digest, issuance, configurations, granted, client, sealed_claims, copy_limit, expires)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .blob(token.digest), .text(token.issuance), .text(StoredText.list(token.configurationIDs)),
                    SQLiteValue(token.granted.map(StoredText.granted)), SQLiteValue(token.clientID),
                    .blob(token.sealedClaims), SQLiteValue(token.copyLimit.map { Int64($0) }),
                    .integer(token.expires.seconds),
                ])
            return .granted
        }
    }

    /// The living token of a hash.
    public func token(_ digest: [UInt8], at now: UnixTime) throws(IssuerKitError) -> StoredToken? {
        try reading { (connection) throws(SQLiteError) in
            try connection.first(
                """
                SELECT issuance, configurations, granted, client, sealed_claims, expires, copy_limit FROM tokens
                WHERE digest = ? AND expires > ?
                """, [.blob(digest), .integer(now.seconds)]
            ) { (row) throws(SQLiteError) in
                StoredToken(
                    digest: digest, issuance: try row.text(0), configurationIDs: StoredText.strings(try row.text(1)),
                    granted: row.isNull(2) ? nil : StoredText.granted(try row.text(2)),
                    clientID: row.isNull(3) ? nil : try row.text(3), sealedClaims: try row.blob(4),
                    copyLimit: row.isNull(6) ? nil : Int(try row.integer(6)),
                    expires: UnixTime(seconds: try row.integer(5)))
            }
        }
    }

    /// Keeps a nonce; beyond the limit the oldest is forgotten.
    public func add(nonce: [UInt8], expires: UnixTime, limit: Int, at now: UnixTime) throws(IssuerKitError) {
        try writing { (connection) throws(SQLiteError) in
            try connection.run("DELETE FROM nonces WHERE expires <= ?", [.integer(now.seconds)])
            try connection.run(
                "INSERT INTO nonces (digest, expires) VALUES (?, ?)", [.blob(nonce), .integer(expires.seconds)])
            // Counting a large table for each nonce would be slow; their numbers only go up.
            try connection.run(
                "DELETE FROM nonces WHERE number <= (SELECT max(number) FROM nonces) - ?", [.integer(Int64(limit))])
        }
    }

    /// Carries out an order in one transaction.
    public func issue(_ order: IssueOrder) throws(IssuerKitError) -> IssueOutcome {
        try writing { (connection) throws(SQLiteError) in
            try CopyRecorder(connection: connection, random: random, listSize: listSize).carryOut(order)
        }
    }

    /// Runs changes in one transaction.
    func writing<Result: Sendable>(
        _ body: (Connection) throws(SQLiteError) -> Result
    ) throws(IssuerKitError) -> Result {
        do { return try database.write(body) } catch { throw .sqlite(error) }
    }

    /// Runs queries on one consistent state.
    func reading<Result: Sendable>(
        _ body: (Connection) throws(SQLiteError) -> Result
    ) throws(IssuerKitError) -> Result {
        do { return try database.read(body) } catch { throw .sqlite(error) }
    }
}
