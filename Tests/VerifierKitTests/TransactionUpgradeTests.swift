import JSON
import Rules
import SQLite
import TestSupport
import Testing

@testable import VerifierKit

/// A database of an earlier version, opened by this one.
@Suite struct TransactionUpgradeTests {
    /// A database of the first three versions' steps with transactions that were answered on the same device.
    private func earlier(at path: String) throws {
        let now = SQLiteTransactionStore.schema
        let old = DatabaseSchema(applicationID: now.applicationID, steps: Array(now.steps.prefix(3)))
        let database = try Database(at: path, DatabaseConfiguration(.createNew, durability: .full), schema: old)
        try database.write { (connection) throws(SQLiteError) in
            try connection.run("INSERT INTO api_keys (name, hash, created_at) VALUES ('first', x'00', 0)")
            for (id, state, hash, claims) in [
                ("waiting", "open", "NULL", "NULL"), ("bound", "accepted", "x'01'", "x'02'"),
                ("read", "accepted", "x'01'", "NULL"), ("locked", "accepted", "zeroblob(32)", "NULL"),
                ("across", "accepted", "NULL", "x'02'"), ("failed", "rejected", "NULL", "NULL"),
            ] {
                try connection.run(
                    """
                    INSERT INTO transactions (id, owner, request_id, nonce, request_state, query, redirect_uri, created_at,
                        expires_at, state, response_code_hash, sealed_claims, ended_at, result_expires_at)
                        VALUES ('\(id)', 1, '\(id)', 'n', 's', ?, \(hash == "NULL" ? "NULL" : "'https://shop.example/'"),
                            0, 300, '\(state)', \(hash), \(claims), \(state == "open" ? "NULL" : "100"), 700)
                    """, [.text(TestService.query.text)])
            }
        }
    }

    @Test func `SES-08 SES-10 transactions of an earlier version stand where they stood, and their ids open nothing`()
        throws
    {
        let folder = try TemporaryFolder()
        let path = folder.file("verifier.db")
        try earlier(at: path)
        let store = SQLiteTransactionStore(
            try Database(
                at: path, DatabaseConfiguration(.open, durability: .full), schema: SQLiteTransactionStore.schema))
        let expected: [(String, TransactionStage)] = [
            ("waiting", .open(.crossDevice)), ("bound", .answered(wrongCodes: 0, .held)),
            ("read", .accepted(.sameDevice, .gone)), ("locked", .abandoned), ("across", .accepted(.crossDevice, .held)),
            ("failed", .rejected),
        ]
        let now = UnixTime(seconds: 200)
        var kept: [String: (Transaction, TransactionOutcome?)] = [:]
        for line in try store.list(nil, before: nil, limit: 100, at: now) {
            let (_, transaction, outcome) = try #require(try store.listed(number: line.number, at: now))
            kept[transaction.id] = (transaction, outcome)
        }
        #expect(kept.count == expected.count)
        for (id, stage) in expected {
            #expect(
                try store.transaction(id: id) == nil, "their ids lead to no row, so that nobody can go on with them")
            let (transaction, outcome) = try #require(kept[id])
            #expect(TransactionStage(transaction, outcome, at: now) == stage, "\(id)")
        }
        try store.sweep(at: UnixTime(seconds: 300), retentionSeconds: 3_600)
        #expect(try store.transactionCounts(at: now)[.expired] == 1, "what was open ends by itself")
    }
}
