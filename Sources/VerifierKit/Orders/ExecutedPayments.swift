import Cryptography
import OpenID4VP
import Rules
import SQLite

/// Which confirmed payments were made: each once, or as often as a series has payments (PAY-17).
///
/// What tells one from another is the authentication code together with what it confirms, for one code may confirm several
/// payments. Of both one SHA-256 is kept, how many payments were made, what they came to, and when the first and the last
/// were; nothing of payer, payee or account. It is kept for ever: a proof package may be brought again at any time, and only
/// who remembers it can refuse it.
public struct ExecutedPayments: Sendable {
    /// One confirmed payment, by what nobody but the payer can make anew.
    struct Confirmation: Sendable {
        /// The authentication code, of a key binding that was verified.
        let code: String
        /// The entry that it confirms.
        let entry: TransactionData

        /// Both are hashed first, so that where one ends and the other begins cannot be moved.
        var key: [UInt8] {
            let hash = HashAlgorithm.sha256
            return hash.hash(hash.hash(Array(code.utf8)) + hash.hash(Array(entry.sent.utf8)))
        }
    }

    /// What was paid on one confirmation.
    struct Sum: Sendable, Equatable {
        var count: Int64 = 0
        var minorUnits: Int64 = 0
        /// When the first payment was made; nil before that.
        var firstAt: UnixTime?
    }

    private let database: Database

    private static let schema = DatabaseSchema(
        applicationID: 0x4356_5059,
        steps: [
            """
            CREATE TABLE executions (
                confirmation BLOB PRIMARY KEY, count INTEGER NOT NULL, minor_units INTEGER NOT NULL, first_at INTEGER NOT NULL,
                last_at INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            """
        ])

    /// Opens the file, or makes it.
    ///
    /// - Throws: `sqlite`.
    public init(at path: String) throws(VerifierKitError) {
        let configuration = DatabaseConfiguration(.openOrCreate, durability: .full)
        do throws(SQLiteError) {
            database = try Database(at: path, configuration, schema: Self.schema)
        } catch { throw .sqlite(error) }
    }

    /// Remembers a payment, unless the check refuses it; nobody else pays on the same confirmation meanwhile.
    ///
    /// - Parameter check: what has to hold, given what was paid on it before.
    /// - Throws: what the check throws, `sqlite`.
    func record(
        _ amount: MonetaryAmount, on confirmation: Confirmation, at now: UnixTime,
        _ check: (Sum) throws(VerifierKitError) -> Void
    ) throws(VerifierKitError) {
        let key = SQLiteValue.blob(confirmation.key)
        try database.write { (connection) throws(VerifierKitError) in
            let before = try connection.first(
                "SELECT count, minor_units, first_at FROM executions WHERE confirmation = ?", [key]
            ) { (row) throws(VerifierKitError) in
                try VerifierKitError.wrapping { () throws(SQLiteError) in
                    Sum(
                        count: try row.integer(0), minorUnits: try row.integer(1),
                        firstAt: UnixTime(seconds: try row.integer(2)))
                }
            }
            try check(before ?? Sum())
            try VerifierKitError.wrapping { () throws(SQLiteError) in
                try connection.run(
                    """
                    INSERT INTO executions (confirmation, count, minor_units, first_at, last_at) VALUES (?, 1, ?, ?, ?)
                    ON CONFLICT (confirmation) DO UPDATE SET count = count + 1, minor_units = minor_units + excluded.minor_units,
                        last_at = excluded.last_at
                    """,
                    [key, .integer(amount.minorUnits), .integer(now.seconds), .integer(now.seconds)])
            }
        }
    }
}
