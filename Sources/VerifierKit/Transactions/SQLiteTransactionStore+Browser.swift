public import Rules
import SQLite

/// What binds an answer to the browser that began (SES-02, SES-03, SES-10).
extension SQLiteTransactionStore {
    /// Remembers the browser that opened the page of an open transaction, if none did before.
    public func bindBrowser(_ number: Int64, hash: [UInt8]) throws(VerifierKitError) {
        try change(
            """
            UPDATE transactions SET browser_hash = ?
                WHERE number = ? AND state = 'open' AND redirect_uri IS NOT NULL AND browser_hash IS NULL
            """, [.blob(hash), .integer(number)])
    }

    /// Notes that the browser that began has come back, and puts the code that it is sent on with in the place of its own.
    public func sendOn(
        _ number: Int64, from: [UInt8], to: [UInt8], at time: UnixTime, until: UnixTime
    ) throws(VerifierKitError) -> Bool {
        let now = SQLiteValue.integer(time.seconds)
        return try change(
            """
            UPDATE transactions SET returned_at = ?, response_code_hash = ?, result_expires_at = ?
                WHERE number = ? AND state = 'answered' AND returned_at IS NULL AND response_code_hash = ?
                    AND result_expires_at > ?
            """, [now, .blob(to), .integer(until.seconds), .integer(number), .blob(from), now]) == 1
    }

    /// Ends an answer with which another browser than the one that began came back.
    public func abandon(_ number: Int64) throws(VerifierKitError) {
        try changeState(
            """
            UPDATE transactions SET state = 'abandoned', report = NULL, sealed_claims = NULL, sealed_proof = NULL,
                response_code_hash = NULL WHERE number = ? AND state = 'answered' AND returned_at IS NULL
            """, [.integer(number)])
    }

    /// Erases the claims that the caller hands out, and notes that the response code came.
    public func handOver(_ number: Int64, at time: UnixTime, until: UnixTime) throws(VerifierKitError) -> Bool {
        try changeState(
            """
            UPDATE transactions SET state = 'accepted', sealed_claims = NULL, result_expires_at = ?
                WHERE number = ? AND (state = 'answered' AND returned_at IS NOT NULL
                    OR state = 'accepted' AND sealed_claims IS NOT NULL) AND result_expires_at > ?
            """, [.integer(until.seconds), .integer(number), .integer(time.seconds)],
            isNews: "response_code_hash IS NOT NULL") == 1
    }

    /// Counts a wrong response code; after `limit` of them the answer counts for nothing.
    public func countWrongResponseCode(_ number: Int64, limit: Int) throws(VerifierKitError) {
        let limit = SQLiteValue.integer(Int64(limit))
        try changeState(
            """
            UPDATE transactions SET wrong_codes = wrong_codes + 1,
                state = CASE WHEN wrong_codes + 1 >= ? THEN 'abandoned' ELSE state END,
                report = CASE WHEN wrong_codes + 1 >= ? THEN NULL ELSE report END,
                sealed_claims = CASE WHEN wrong_codes + 1 >= ? THEN NULL ELSE sealed_claims END,
                sealed_proof = CASE WHEN wrong_codes + 1 >= ? THEN NULL ELSE sealed_proof END,
                response_code_hash = CASE WHEN wrong_codes + 1 >= ? THEN NULL ELSE response_code_hash END
                WHERE number = ? AND state = 'answered'
            """, [limit, limit, limit, limit, limit, .integer(number)], isNews: "state = 'abandoned'")
    }
}
