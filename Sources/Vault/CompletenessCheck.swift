internal import Rules
internal import SQLite

/// Compares the rows of the file with the manifest, without opening a single record.
///
/// It finds rows that were deleted, added, exchanged, copied or put back to an older writing; whether the sealed texts
/// themselves are whole shows when they are read, and in `doctor`.
struct CompletenessCheck {
    /// The manifest, nil when it does not open.
    let manifest: Manifest?
    /// What does not fit; empty when everything is there.
    private(set) var findings: [Refusal] = []

    init(_ reader: RecordReader) throws(VaultError) {
        do throws(VaultError) {
            manifest = try VaultTransaction.manifest(reader.connection, reader.keys)
        } catch .changedOutside(let findings) {
            manifest = nil
            self.findings = findings
        }
        guard let manifest else { return }
        if try VaultHeader(reader.connection).slotsHash != manifest.slots {
            findings.append(VaultFinding.slotsDiffer)
        }
        var rows = SetHash()
        let counts = try sum(records: reader, into: &rows)
        let tags = try sum(tags: reader, into: &rows)
        compare(counts, manifest, reader.keys)
        if rows != manifest.rows || tags != manifest.tagCount { findings.append(VaultFinding.rowsDiffer) }
        if try !hasAllValues(reader.connection) { findings.append(VaultFinding.valuesDiffer) }
        if try !hasAllNames(reader.connection) { findings.append(VaultFinding.rowsDiffer) }
    }

    /// Adds up the records, and counts them by the blind index of their category.
    private mutating func sum(
        records reader: RecordReader, into rows: inout SetHash
    ) throws(VaultError) -> [[UInt8]: UInt64] {
        var counts: [[UInt8]: UInt64] = [:]
        var unreadable = false
        try reader.connection.forEach("SELECT \(RecordRow.columns) FROM record") { (row) throws(VaultError) in
            let read = try VaultError.wrapping { () throws(SQLiteError) in try RecordRow(row) }
            if let read {
                rows.insert(reader.keys.element(read.identity, label: read.label.nonceAndTag, value: read.seal))
                counts[read.identity.category, default: 0] += 1
            } else {
                unreadable = true
            }
            return .next
        }
        if unreadable { findings.append(VaultFinding.unreadableRow("record")) }
        return counts
    }

    private func sum(tags reader: RecordReader, into rows: inout SetHash) throws(VaultError) -> UInt64 {
        var count: UInt64 = 0
        try reader.connection.forEach("SELECT token, record FROM tag") { (row) throws(VaultError) in
            let (token, id) = try VaultError.wrapping { () throws(SQLiteError) in
                (try row.blob(0), RecordID(row: try row.integer(1)))
            }
            rows.insert(reader.keys.element(tag: token, of: id))
            count += 1
            return .next
        }
        return count
    }

    private mutating func compare(_ counts: [[UInt8]: UInt64], _ manifest: Manifest, _ keys: VaultKeys) {
        var strangers = counts
        for (category, expected) in manifest.categories.sorted(by: { $0.key < $1.key }) {
            let found = strangers.removeValue(forKey: keys.token(category: category)) ?? 0
            if found != expected {
                findings.append(VaultFinding.recordsDiffer(category: category, expected: expected, found: found))
            }
        }
        if !strangers.isEmpty { findings.append(VaultFinding.strangeRecords) }
    }

    /// Whether each record has its value and each value its record; the index keeps this from reading the values.
    private func hasAllValues(_ connection: Connection) throws(VaultError) -> Bool {
        let sql = """
            SELECT (SELECT count(*) FROM value INDEXED BY value_id) = (SELECT count(*) FROM record)
                AND NOT EXISTS (SELECT 1 FROM value INDEXED BY value_id WHERE id NOT IN (SELECT id FROM record))
            """
        return try VaultError.wrapping { () throws(SQLiteError) in
            try connection.first(sql) { (row) throws(SQLiteError) in try row.integer(0) == 1 } ?? false
        }
    }

    /// Whether the index of names says what the records say; otherwise a record that is there would not be found.
    private func hasAllNames(_ connection: Connection) throws(VaultError) -> Bool {
        let sql = """
            SELECT NOT EXISTS (
                SELECT id, category, name FROM record NOT INDEXED
                EXCEPT SELECT id, category, name FROM record INDEXED BY record_name
            ) AND NOT EXISTS (
                SELECT id, category, name FROM record INDEXED BY record_name
                EXCEPT SELECT id, category, name FROM record NOT INDEXED
            )
            """
        return try VaultError.wrapping { () throws(SQLiteError) in
            try connection.first(sql) { (row) throws(SQLiteError) in try row.integer(0) == 1 } ?? false
        }
    }
}
