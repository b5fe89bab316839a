internal import Cryptography
internal import Rules
internal import SQLite

extension CredentialVault {
    /// Takes what is readable as the new content of a vault that was changed outside this program.
    ///
    /// Records that do not open are erased, search entries and indexes are made anew, and the manifest is sealed with an epoch above
    /// all that were ever seen. What was deleted stays lost; so export first what matters.
    ///
    /// - Returns: what was lost; nothing when nothing was wrong.
    /// - Throws: `locked`, `keyChanged`, `changedOutside` for what cannot be mended, and errors of the database; nothing is
    ///   changed then.
    public func acceptChanges() throws(VaultError) -> LossReport {
        let keys = try keys()
        let (floor, findings) = withState { ($0.epoch, $0.changesOutside) }
        let accepted = try database.write { (connection) throws(VaultError) in
            var acceptance = try VaultAcceptance(RecordReader(connection, keys), configuration.random)
            try acceptance.run(above: floor)
            return (acceptance.report(of: findings), acceptance.manifest.epoch)
        }
        withState { $0.changesOutside = [] }
        remember(accepted.1)
        forgetOldPages()
        return accepted.0
    }
}

/// Rebuilds everything that can be derived from the records that open.
private struct VaultAcceptance {
    let reader: RecordReader
    let random: any RandomSource
    let expected: Manifest?
    var manifest = Manifest()
    var erased: [RecordID] = []

    init(_ reader: RecordReader, _ random: any RandomSource) throws(VaultError) {
        self.reader = reader
        self.random = random
        do throws(VaultError) {
            expected = try VaultTransaction.manifest(reader.connection, reader.keys)
        } catch .changedOutside {
            expected = nil
        }
    }

    mutating func run(above floor: UInt64) throws(VaultError) {
        let connection = reader.connection
        manifest.nextSerial = expected?.nextSerial ?? 1
        try VaultError.wrapping { () throws(SQLiteError) in try connection.run("DELETE FROM tag") }
        let ids = try VaultError.wrapping { () throws(SQLiteError) in
            try connection.rows("SELECT id FROM record") { (row) throws(SQLiteError) in
                RecordID(row: try row.integer(0))
            }
        }
        for id in ids { try take(id) }
        try VaultError.wrapping { () throws(SQLiteError) in
            try connection.run("DELETE FROM value WHERE id NOT IN (SELECT id FROM record)")
        }
        manifest.slots = try VaultHeader(connection).slotsHash
        manifest.epoch = max(floor, expected?.epoch ?? 0) + 1
        let sealed = try reader.keys.sealed(manifest, random)
        try VaultError.wrapping { () throws(SQLiteError) in
            try connection.run("UPDATE header SET manifest = ? WHERE id = 1", [.blob(sealed.bytes)])
            try connection.run("REINDEX")
        }
        let findings = try CompletenessCheck(reader).findings
        guard findings.isEmpty else { throw .changedOutside(findings: findings) }
    }

    func report(of findings: [Refusal]) -> LossReport {
        let missing = expected?.categories.compactMap { (category, count) -> (String, Int)? in
            let kept = manifest.categories[category] ?? 0
            return kept < count ? (category, Int(clamping: count - kept)) : nil
        }
        return LossReport(
            kept: Int(clamping: manifest.recordCount), erased: erased,
            missing: Dictionary(missing ?? [], uniquingKeysWith: max),
            wasRolledBack: findings.contains { $0.code == VaultFinding.olderThanSeenCode })
    }

    private mutating func take(_ id: RecordID) throws(VaultError) {
        let (row, label): (RecordRow, RecordLabel)
        do throws(VaultError) {
            row = try reader.row(id)
            guard let opened = reader.keys.label(row.label, of: row.identity) else { throw .damagedRecord(id) }
            label = opened
            _ = try reader.anyValue(of: row).count
        } catch .damagedRecord {
            try erase(id)
            return
        }
        manifest.rows.insert(reader.keys.element(row.identity, label: row.label.nonceAndTag, value: row.seal))
        manifest.count(label.category)
        manifest.nextSerial = max(manifest.nextSerial, label.serial + 1)
        for tag in label.tags {
            let token = reader.keys.token(tag: tag, in: label.category)
            let connection = reader.connection
            try VaultError.wrapping { () throws(SQLiteError) in
                try connection.run("INSERT INTO tag (token, record) VALUES (?, ?)", [.blob(token), .integer(id.row)])
            }
            manifest.rows.insert(reader.keys.element(tag: token, of: id))
            manifest.tagCount += 1
        }
    }

    private mutating func erase(_ id: RecordID) throws(VaultError) {
        let connection = reader.connection
        try VaultError.wrapping { () throws(SQLiteError) in
            try connection.run("DELETE FROM record WHERE id = ?", [.integer(id.row)])
        }
        erased.append(id)
    }
}
