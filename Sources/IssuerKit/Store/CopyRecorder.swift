import Cryptography
import Rules
import SQLite

/// Carries out an order inside one transaction.
struct CopyRecorder {
    let connection: Connection
    let random: any RandomSource
    let listSize: Int

    /// The order of checks is that of CRED-32: nonce, then policy; nothing has changed when one fails.
    func carryOut(_ order: IssueOrder) throws(SQLiteError) -> IssueOutcome {
        var copies = order.copies[...]
        if let authority = order.authority {
            guard let fetched = try copiesFetched(authority.token, at: order.now) else { return .tokenNotGood }
            if let nonce = authority.nonce, try !isFresh(nonce, at: order.now) { return .nonceNotGood }
            // Fewer copies than keys are allowed (CRED-09); none at all is a refusal (CRED-25).
            copies = copies.prefix(max(0, authority.copiesPerToken - fetched))
            if let limit = authority.copiesOfType { copies = copies.prefix(max(0, limit - (try copiesIssued(order)))) }
            for case let key? in copies.map(\.key) where try isInUse(key, order) { return .keyInUse }
            guard !copies.isEmpty || order.copies.isEmpty else { return .limitReached }
            if let nonce = authority.nonce {
                // The one statement that decides between two requests with one nonce (NONCE-06).
                guard try connection.run("DELETE FROM nonces WHERE digest = ?", [.blob(nonce)]) == 1 else {
                    return .nonceNotGood
                }
            }
            try connection.run(
                "UPDATE tokens SET copies = copies + ? WHERE digest = ?",
                [.integer(Int64(copies.count)), .blob(authority.token)])
        }
        var entries: [StatusEntry?] = []
        for copy in copies { entries.append(try recorded(copy, order)) }
        return .recorded(entries)
    }

    private func copiesFetched(_ token: [UInt8], at now: UnixTime) throws(SQLiteError) -> Int? {
        try connection.first(
            "SELECT copies FROM tokens WHERE digest = ? AND expires > ?", [.blob(token), .integer(now.seconds)]
        ) { (row) throws(SQLiteError) in Int(try row.integer(0)) }
    }

    /// How many copies of the type the issuance has had; its code was redeemed once, so all of them for one token.
    private func copiesIssued(_ order: IssueOrder) throws(SQLiteError) -> Int {
        try connection.first(
            "SELECT count(*) FROM copies WHERE issuance = ? AND type = ?", [.text(order.issuance), .text(order.type)]
        ) { (row) throws(SQLiteError) in Int(try row.integer(0)) } ?? 0
    }

    private func isFresh(_ nonce: [UInt8], at now: UnixTime) throws(SQLiteError) -> Bool {
        try connection.first(
            "SELECT 1 FROM nonces WHERE digest = ? AND expires > ?", [.blob(nonce), .integer(now.seconds)]
        ) { (_) throws(SQLiteError) in true } ?? false
    }

    /// The same issuance may ask again with the same key: an answer that was lost on its way (TRAP-18). What is
    /// suspended becomes valid again; only what is revoked lets its key go (CRED-09).
    private func isInUse(_ key: [UInt8], _ order: IssueOrder) throws(SQLiteError) -> Bool {
        try connection.first(
            "SELECT 1 FROM copies WHERE key = ? AND issuance <> ? AND expires > ? AND status <> 1",
            [.blob(key), .text(order.issuance), .integer(order.now.seconds)]
        ) { (_) throws(SQLiteError) in true } ?? false
    }

    private func recorded(_ copy: IssueOrder.Copy, _ order: IssueOrder) throws(SQLiteError) -> StatusEntry? {
        guard order.hasStatus else {
            try insert(copy, order, nil)
            return nil
        }
        let list = try currentList()
        var index = draw(below: list.size)
        for attempt in 1...list.size + Self.draws {
            let entry = StatusEntry(list: list.number, index: index)
            if try insert(copy, order, entry) == 1 {
                try connection.run(
                    "UPDATE status_lists SET used = used + 1 WHERE number = ?", [.integer(Int64(list.number))])
                return entry
            }
            // Drawn at random, so that the copies of a batch do not stand together (CRED-22); the list is at most half
            // full, so the way through it one by one is only for a random source that repeats itself.
            index = attempt < Self.draws ? draw(below: list.size) : (index + 1) % list.size
        }
        throw SQLiteError.full(file: "status list \(list.number)")
    }

    @discardableResult
    private func insert(
        _ copy: IssueOrder.Copy, _ order: IssueOrder, _ entry: StatusEntry?
    ) throws(SQLiteError) -> Int {
        try connection.run(
            """
            INSERT OR IGNORE INTO copies (issuance, type, key, list, place, issued, expires)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(order.issuance), .text(order.type), SQLiteValue(copy.key),
                SQLiteValue(entry.map { Int64($0.list) }), SQLiteValue(entry.map { Int64($0.index) }),
                .integer(order.now.seconds), .integer(order.expires.seconds),
            ])
    }

    /// The newest list while it is less than half full, so that a few draws find a free place; then a new one.
    private func currentList() throws(SQLiteError) -> (number: Int, size: Int) {
        let newest = try connection.first(
            "SELECT number, size FROM status_lists WHERE used < size / 2 ORDER BY number DESC LIMIT 1"
        ) { (row) throws(SQLiteError) in (number: Int(try row.integer(0)), size: Int(try row.integer(1))) }
        if let newest { return newest }
        try connection.run("INSERT INTO status_lists (size) VALUES (?)", [.integer(Int64(listSize))])
        return try currentList()
    }

    private func draw(below size: Int) -> Int {
        let limit = UInt64(size)
        // Values at the top of the range would favour low places.
        let usable = UInt64.max - UInt64.max % limit
        while true {
            let value = random.bytes(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
            if value < usable { return Int(value % limit) }
        }
    }

    /// How many random places are tried before the way through the list one by one.
    private static let draws = 64
}
