public import Rules
import SQLite

extension SQLiteTransactionStore {
    /// How exactly it is remembered when a key was last used: so that not every request writes.
    private static let usePrecisionSeconds: Int64 = 3_600

    /// What a key of an earlier version lacks: it has no scopes and no end, and so may do everything.
    static let grantSchema = """
        ALTER TABLE api_keys ADD COLUMN scopes TEXT;
        ALTER TABLE api_keys ADD COLUMN expires_at INTEGER;
        """

    /// Keeps a new API key.
    public func insertKey(
        name: String, hash: [UInt8], grant: APIKeyGrant, at time: UnixTime
    ) throws(VerifierKitError) {
        try database.write { (connection) throws(VerifierKitError) in
            let taken = try connection.first("SELECT 1 FROM api_keys WHERE name = ?", [.text(name)]) {
                (_) throws(VerifierKitError) in true
            }
            guard taken == nil else { throw .keyNameTaken(name: name) }
            try VerifierKitError.wrapping { () throws(SQLiteError) in
                try connection.run(
                    "INSERT INTO api_keys (name, hash, created_at, scopes, expires_at) VALUES (?, ?, ?, ?, ?)",
                    [
                        .text(name), .blob(hash), .integer(time.seconds),
                        SQLiteValue(grant.scopeNames?.joined(separator: " ")),
                        SQLiteValue(grant.expiresAt?.seconds),
                    ])
            }
        }
    }

    /// Finds the API key with that hash, and remembers its use; nil when it is unknown, revoked or over.
    public func key(hash: [UInt8], at time: UnixTime) throws(VerifierKitError) -> APIKeyRecord? {
        let found = try database.first(
            """
            SELECT \(Self.keyColumns) FROM api_keys
                WHERE hash = ? AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)
            """, [.blob(hash), .integer(time.seconds)], Self.key)
        guard let found else { return nil }
        if found.lastUsedAt.map({ $0 <= time - Self.usePrecisionSeconds }) ?? true {
            try change(
                "UPDATE api_keys SET last_used_at = ? WHERE id = ?", [.integer(time.seconds), .integer(found.id)])
        }
        return found
    }

    /// All API keys, the oldest first.
    public func keys() throws(VerifierKitError) -> [APIKeyRecord] {
        try database.read { (connection) throws(VerifierKitError) in
            try connection.rows("SELECT \(Self.keyColumns) FROM api_keys ORDER BY id", [], Self.key)
        }
    }

    /// Takes an API key back; its transactions stay and end by themselves.
    public func revokeKey(name: String, at time: UnixTime) throws(VerifierKitError) {
        let changed = try change(
            "UPDATE api_keys SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL",
            [.integer(time.seconds), .text(name)])
        guard changed == 1 else { throw .noSuchKey(name: name) }
    }

    private static let keyColumns = "id, name, created_at, last_used_at, revoked_at, scopes, expires_at"

    private static func key(_ row: Statement) throws(VerifierKitError) -> APIKeyRecord {
        try VerifierKitError.wrapping { () throws(SQLiteError) in
            // A scope that this version does not know allows nothing.
            let names = row.isNull(5) ? nil : try row.text(5).split(separator: " ")
            let scopes = names.map { Set($0.compactMap { APIScope(rawValue: String($0)) }) }
            return APIKeyRecord(
                id: try row.integer(0), name: try row.text(1),
                grant: APIKeyGrant(
                    scopes: scopes, expiresAt: row.isNull(6) ? nil : UnixTime(seconds: try row.integer(6))),
                createdAt: UnixTime(seconds: try row.integer(2)),
                lastUsedAt: row.isNull(3) ? nil : UnixTime(seconds: try row.integer(3)),
                revokedAt: row.isNull(4) ? nil : UnixTime(seconds: try row.integer(4)))
        }
    }
}
