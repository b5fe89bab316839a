public import Rules
import SQLite

extension SQLiteTransactionStore {
    /// How exactly it is remembered when a key was last used: so that not every request writes.
    private static let usePrecisionSeconds: Int64 = 3_600

    /// Keeps a new API key.
    public func insertKey(name: String, hash: [UInt8], at time: UnixTime) throws(VerifierKitError) {
        try database.write { (connection) throws(VerifierKitError) in
            let taken = try connection.first("SELECT 1 FROM api_keys WHERE name = ?", [.text(name)]) {
                (_) throws(VerifierKitError) in true
            }
            guard taken == nil else { throw .keyNameTaken(name: name) }
            try VerifierKitError.wrapping { () throws(SQLiteError) in
                try connection.run(
                    "INSERT INTO api_keys (name, hash, created_at) VALUES (?, ?, ?)",
                    [.text(name), .blob(hash), .integer(time.seconds)])
            }
        }
    }

    /// Finds the API key with that hash, and remembers its use; nil when it is unknown or revoked.
    public func keyID(hash: [UInt8], at time: UnixTime) throws(VerifierKitError) -> Int64? {
        let found = try database.read { (connection) throws(VerifierKitError) in
            try connection.first(
                "SELECT id, last_used_at FROM api_keys WHERE hash = ? AND revoked_at IS NULL", [.blob(hash)]
            ) { (row) throws(VerifierKitError) in
                try VerifierKitError.wrapping { () throws(SQLiteError) in
                    (id: try row.integer(0), lastUsedAt: row.isNull(1) ? Int64.min : try row.integer(1))
                }
            }
        }
        guard let found else { return nil }
        if found.lastUsedAt <= (time - Self.usePrecisionSeconds).seconds {
            try change(
                "UPDATE api_keys SET last_used_at = ? WHERE id = ?", [.integer(time.seconds), .integer(found.id)])
        }
        return found.id
    }

    /// All API keys, the oldest first.
    public func keys() throws(VerifierKitError) -> [APIKeyRecord] {
        try database.read { (connection) throws(VerifierKitError) in
            try connection.rows("SELECT id, name, created_at, last_used_at, revoked_at FROM api_keys ORDER BY id") {
                (row) throws(VerifierKitError) in
                try VerifierKitError.wrapping { () throws(SQLiteError) in
                    APIKeyRecord(
                        id: try row.integer(0), name: try row.text(1),
                        createdAt: UnixTime(seconds: try row.integer(2)),
                        lastUsedAt: row.isNull(3) ? nil : UnixTime(seconds: try row.integer(3)),
                        revokedAt: row.isNull(4) ? nil : UnixTime(seconds: try row.integer(4)))
                }
            }
        }
    }

    /// Takes an API key back; its transactions stay and end by themselves.
    public func revokeKey(name: String, at time: UnixTime) throws(VerifierKitError) {
        let changed = try change(
            "UPDATE api_keys SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL",
            [.integer(time.seconds), .text(name)])
        guard changed == 1 else { throw .noSuchKey(name: name) }
    }
}
