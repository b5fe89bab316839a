internal import Cryptography
internal import SQLite

/// Reads records within one consistent state of the file.
struct RecordReader {
    let connection: Connection
    let keys: VaultKeys

    /// Begins reading; the keys must still be those of the file.
    init(_ connection: Connection, _ keys: VaultKeys) throws(VaultError) {
        self.connection = connection
        self.keys = keys
        let epoch = try VaultError.wrapping { () throws(SQLiteError) in
            try connection.first("SELECT key_epoch FROM header WHERE id = 1") { (row) throws(SQLiteError) in
                try row.integer(0)
            }
        }
        guard epoch == Int64(keys.context.keyEpoch) else { throw .keyChanged(file: connection.file) }
    }

    /// The row of a record.
    func row(_ id: RecordID) throws(VaultError) -> RecordRow {
        let sql = "SELECT \(RecordRow.columns) FROM record WHERE id = ?"
        let row = try VaultError.wrapping { () throws(SQLiteError) in
            try connection.first(sql, [.integer(id.row)]) { (row) throws(SQLiteError) in try RecordRow(row) }
        }
        guard let row else { throw .unknownRecord(id) }
        guard let row else { throw .damagedRecord(id) }
        return row
    }

    /// The id of the record of this name.
    func id(category: String, name: String) throws(VaultError) -> RecordID? {
        let tokens = [SQLiteValue.blob(keys.token(category: category)), .blob(keys.token(name: name, in: category))]
        return try VaultError.wrapping { () throws(SQLiteError) in
            try connection.first("SELECT id FROM record WHERE category = ? AND name = ?", tokens) {
                (row) throws(SQLiteError) in RecordID(row: try row.integer(0))
            }
        }
    }

    /// What a record says about itself.
    func summary(_ id: RecordID) throws(VaultError) -> RecordSummary { try summary(of: row(id)) }

    /// What the record of a row says about itself.
    func summary(of row: RecordRow) throws(VaultError) -> RecordSummary {
        guard let label = keys.label(row.label, of: row.identity) else { throw .damagedRecord(row.id) }
        return RecordSummary(
            id: row.id, category: label.category, name: label.name, tags: label.tags, isSecret: label.isSecret,
            serial: label.serial, version: row.version)
    }

    /// The value of a record.
    func value(of row: RecordRow) throws(VaultError) -> [UInt8] {
        guard let value = try keys.value(sealedValue(of: row), of: row.identity, under: row.label) else {
            throw .damagedRecord(row.id)
        }
        return value
    }

    /// The value of a record that was stored as a secret.
    func secret(_ id: RecordID) throws(VaultError) -> SecretBytes {
        let row = try row(id)
        guard try summary(of: row).isSecret else { throw .notASecret(id) }
        return try anyValue(of: row)
    }

    /// The value of any record, in guarded memory because it may be a key.
    func anyValue(of row: RecordRow) throws(VaultError) -> SecretBytes {
        guard let value = try keys.secret(sealedValue(of: row), of: row.identity, under: row.label) else {
            throw .damagedRecord(row.id)
        }
        return value
    }

    private func sealedValue(of row: RecordRow) throws(VaultError) -> SealedBytes {
        let ciphertext = try VaultError.wrapping { () throws(SQLiteError) in
            try connection.first("SELECT sealed FROM value WHERE id = ?", [.integer(row.id.row)]) {
                (row) throws(SQLiteError) in try row.blob(0)
            }
        }
        guard let sealed = ciphertext.flatMap({ SealedBytes(seal: row.seal, ciphertext: $0) }) else {
            throw .damagedRecord(row.id)
        }
        return sealed
    }

    /// A record with its value; a secret one is refused.
    func record(_ id: RecordID) throws(VaultError) -> VaultRecord {
        let row = try row(id)
        let summary = try summary(of: row)
        guard !summary.isSecret else { throw .secretRecord(id) }
        return VaultRecord(summary: summary, value: try value(of: row))
    }

    /// The record of this name, nil when there is none; a secret one is refused.
    func record(category: String, name: String) throws(VaultError) -> VaultRecord? {
        guard let id = try id(category: category, name: name) else { return nil }
        let record = try record(id)
        // A damaged index leads to the wrong record.
        guard record.summary.category == category, record.summary.name.utf8.elementsEqual(name.utf8) else {
            throw .damagedRecord(id)
        }
        return record
    }

    /// All records of a category without their values, in the order in which they were made.
    func list(category: String) throws(VaultError) -> [RecordSummary] {
        let readable = try readable(category: category)
        if let damaged = readable.damaged.first { throw .damagedRecord(damaged) }
        return readable.records
    }

    /// The records of a category whose labels open, and the ids of those whose labels do not.
    func readable(category: String) throws(VaultError) -> ReadableRecords {
        let sql = "SELECT \(RecordRow.columns) FROM record WHERE category = ?"
        var (records, damaged): ([RecordSummary], [RecordID]) = ([], [])
        try connection.forEach(sql, [.blob(keys.token(category: category))]) { (row) throws(VaultError) in
            let read = try VaultError.wrapping { () throws(SQLiteError) in try RecordRow(row) }
            if let read, let summary = try? summary(of: read) {
                records.append(summary)
            } else {
                damaged.append(try VaultError.wrapping { () throws(SQLiteError) in RecordID(row: try row.integer(0)) })
            }
            return .next
        }
        return ReadableRecords(records: records.sorted { $0.serial < $1.serial }, damaged: damaged)
    }

    /// The records of a category that carry a tag, in the order in which they were made.
    func find(category: String, tag: RecordTag) throws(VaultError) -> [RecordSummary] {
        var found: [RecordSummary] = []
        for id in try ids("SELECT record FROM tag WHERE token = ?", keys.token(tag: tag, in: category)) {
            let summary = try summary(id)
            // A search entry that leads to a record without this tag was put there by someone else.
            guard summary.tags.contains(tag), summary.category == category else { throw .damagedRecord(id) }
            found.append(summary)
        }
        return found.sorted { $0.serial < $1.serial }
    }

    private func ids(_ sql: String, _ token: [UInt8]) throws(VaultError) -> [RecordID] {
        try VaultError.wrapping { () throws(SQLiteError) in
            try connection.rows(sql, [.blob(token)]) { (row) throws(SQLiteError) in RecordID(row: try row.integer(0)) }
        }
    }
}
