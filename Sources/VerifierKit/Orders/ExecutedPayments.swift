import Cryptography
import OpenID4VP
import Rules
import SQLite

/// Which authentication codes were used for payments: one code, one payment, or as many as a series has (PAY-17).
///
/// Of each code its SHA-256 is kept, how many payments were made with it, what they came to, and when the first and the last
/// were; nothing of payer, payee or account. It is kept for ever: a proof package may be brought again at any time, and only
/// who remembers the code can refuse it.
public struct ExecutedPayments: Sendable {
    /// What was paid with one code.
    struct Sum: Sendable, Equatable {
        var count: Int64 = 0
        var minorUnits: Int64 = 0
    }

    private let database: Database

    private static let schema = DatabaseSchema(
        applicationID: 0x4356_5058,
        steps: [
            """
            CREATE TABLE executions (
                code BLOB PRIMARY KEY, count INTEGER NOT NULL, minor_units INTEGER NOT NULL, first_at INTEGER NOT NULL,
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

    /// Remembers a payment, unless the check refuses it; nobody else pays with the same code meanwhile.
    ///
    /// - Parameter check: what has to hold, given what was paid with the code before.
    /// - Throws: what the check throws, `sqlite`.
    func record(
        _ amount: MonetaryAmount, code: String, at now: UnixTime, _ check: (Sum) throws(VerifierKitError) -> Void
    ) throws(VerifierKitError) {
        let key = SQLiteValue.blob(HashAlgorithm.sha256.hash(Array(code.utf8)))
        try database.write { (connection) throws(VerifierKitError) in
            let before = try connection.first("SELECT count, minor_units FROM executions WHERE code = ?", [key]) {
                (row) throws(VerifierKitError) in
                try VerifierKitError.wrapping { () throws(SQLiteError) in
                    Sum(count: try row.integer(0), minorUnits: try row.integer(1))
                }
            }
            try check(before ?? Sum())
            try VerifierKitError.wrapping { () throws(SQLiteError) in
                try connection.run(
                    """
                    INSERT INTO executions (code, count, minor_units, first_at, last_at) VALUES (?, 1, ?, ?, ?)
                    ON CONFLICT (code) DO UPDATE SET count = count + 1, minor_units = minor_units + excluded.minor_units,
                        last_at = excluded.last_at
                    """,
                    [key, .integer(amount.minorUnits), .integer(now.seconds), .integer(now.seconds)])
            }
        }
    }
}
