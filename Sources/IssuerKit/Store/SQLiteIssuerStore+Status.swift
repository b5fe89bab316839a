public import Rules
import SQLite

extension SQLiteIssuerStore {
    /// Asks the database for nothing that grows.
    public func probe() throws(IssuerKitError) {
        _ = try reading { (connection) throws(SQLiteError) in
            try connection.first("SELECT 1 FROM status_lists LIMIT 1") { (_) throws(SQLiteError) in true }
        }
    }

    /// The version of a status list; nil when there is no such list.
    public func statusListVersion(_ number: Int) throws(IssuerKitError) -> Int? {
        try reading { (connection) throws(SQLiteError) in
            try connection.first("SELECT version FROM status_lists WHERE number = ?", [.integer(Int64(number))]) {
                (row) throws(SQLiteError) in Int(try row.integer(0))
            }
        }
    }

    /// The numbers of all status lists, the first one first.
    public func statusListNumbers() throws(IssuerKitError) -> [Int] {
        try reading { (connection) throws(SQLiteError) in
            try connection.rows("SELECT number FROM status_lists ORDER BY number") {
                (row) throws(SQLiteError) in Int(try row.integer(0))
            }
        }
    }

    /// The content of a status list; nil when there is no such list.
    public func statusList(_ number: Int) throws(IssuerKitError) -> StatusListContent? {
        try reading { (connection) throws(SQLiteError) in
            let list = try connection.first(
                "SELECT size, version FROM status_lists WHERE number = ?", [.integer(Int64(number))]
            ) { (row) throws(SQLiteError) in (size: Int(try row.integer(0)), version: Int(try row.integer(1))) }
            guard let list else { return nil }
            let places = try connection.rows(
                "SELECT place, status FROM copies WHERE list = ? AND status <> 0", [.integer(Int64(number))]
            ) { (row) throws(SQLiteError) in (Int(try row.integer(0)), UInt8(clamping: try row.integer(1))) }
            let entries = Dictionary(places) { first, _ in first }
            return StatusListContent(size: list.size, version: list.version, entries: entries)
        }
    }

    /// Sets the status of all copies of an issuance and closes its offer and tokens.
    public func setStatus(_ status: UInt8, of issuance: String) throws(IssuerKitError) -> Int? {
        try writing { (connection) throws(SQLiteError) in
            let name: [SQLiteValue] = [.text(issuance)]
            // The last word on a credential is "invalid": what was revoked is never made valid again (TSL-04).
            try connection.run(
                "UPDATE copies SET status = ? WHERE issuance = ? AND status <> 1", [.integer(Int64(status))] + name)
            try connection.run(
                """
                UPDATE status_lists SET version = version + 1
                WHERE number IN (SELECT list FROM copies WHERE issuance = ?)
                """, name)
            let closed = try connection.run("UPDATE offers SET used = 1, sealed_claims = x'' WHERE issuance = ?", name)
            let ended = try connection.run("DELETE FROM tokens WHERE issuance = ?", name)
            let copies = try connection.first("SELECT count(*) FROM copies WHERE issuance = ?", name) {
                (row) throws(SQLiteError) in Int(try row.integer(0))
            }
            return closed + ended + (copies ?? 0) > 0 ? copies ?? 0 : nil
        }
    }

    /// The last issuances, the newest first.
    public func issuances(limit: Int, at now: UnixTime) throws(IssuerKitError) -> [IssuanceSummary] {
        try reading { (connection) throws(SQLiteError) in
            let offers = try connection.rows(
                """
                SELECT issuance, configurations, expires, used FROM offers
                WHERE issuance NOT IN (SELECT issuance FROM copies) ORDER BY expires DESC LIMIT ?
                """, [.integer(Int64(limit))]
            ) { (row) throws(SQLiteError) in
                let expires = UnixTime(seconds: try row.integer(2))
                return IssuanceSummary(
                    issuance: try row.text(0), type: StoredText.strings(try row.text(1)).joined(separator: ", "),
                    state: try row.integer(3) == 1 ? .closed : expires > now ? .open : .expired, copies: 0,
                    expires: expires)
            }
            let issued = try connection.rows(
                """
                SELECT issuance, type, count(*), max(status), max(expires) FROM copies
                GROUP BY issuance, type ORDER BY max(number) DESC LIMIT ?
                """, [.integer(Int64(limit))]
            ) { (row) throws(SQLiteError) in
                IssuanceSummary(
                    issuance: try row.text(0), type: try row.text(1),
                    state: Self.state(try row.integer(3)),
                    copies: Int(try row.integer(2)), expires: UnixTime(seconds: try row.integer(4)))
            }
            return offers + issued
        }
    }

    private static func state(_ status: Int64) -> IssuanceSummary.State {
        switch status {
        case 1: .revoked
        case 2: .suspended
        default: .issued
        }
    }
}
