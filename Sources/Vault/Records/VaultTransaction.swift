public import Cryptography
internal import SQLite

/// Changes that are made together: all of them, with one new epoch, or none.
///
/// `CredentialVault.transaction` makes one and lends it to its closure; what it reads stays true until the end.
public struct VaultTransaction: ~Copyable {
    private(set) var reader: RecordReader
    let random: any RandomSource
    /// The manifest with the changes so far.
    var manifest: Manifest
    /// Whether anything was changed.
    var isChanged = false
    /// Whether a change failed halfway: then nothing may be kept, even if the closure overlooks the error.
    private var isBroken = false

    private var connection: Connection { reader.connection }
    private var keys: VaultKeys { reader.keys }

    /// Begins inside a write transaction of the database.
    ///
    /// - Parameter floor: the highest epoch that this process has seen; an older manifest was put there by someone else.
    init(
        _ connection: Connection, _ keys: VaultKeys, _ random: any RandomSource, floor: UInt64
    ) throws(VaultError) {
        let reader = try RecordReader(connection, keys)
        let manifest = try Self.manifest(connection, keys)
        guard manifest.epoch >= floor else {
            throw .changedOutside(findings: [VaultFinding.olderThanSeen(epoch: manifest.epoch, highest: floor)])
        }
        (self.reader, self.random, self.manifest) = (reader, random, manifest)
    }

    // MARK: Reading

    /// A record with its value.
    ///
    /// - Throws: `unknownRecord`, `damagedRecord`, `secretRecord`.
    public func read(_ id: RecordID) throws(VaultError) -> VaultRecord { try reader.record(id) }

    /// The record of this name, nil when there is none.
    ///
    /// - Throws: `damagedRecord`, `secretRecord`.
    public func read(category: String, name: String) throws(VaultError) -> VaultRecord? {
        try reader.record(category: category, name: name)
    }

    /// All records of a category without their values, in the order in which they were made.
    ///
    /// - Throws: `damagedRecord`.
    public func list(category: String) throws(VaultError) -> [RecordSummary] { try reader.list(category: category) }

    /// The records of a category that carry a tag, in the order in which they were made.
    ///
    /// - Throws: `damagedRecord`.
    public func find(category: String, tag: RecordTag) throws(VaultError) -> [RecordSummary] {
        try reader.find(category: category, tag: tag)
    }

    // MARK: Writing

    /// Stores a record.
    ///
    /// - Parameters:
    ///   - category: the group, such as `credential`; 1 to 64 of a–z, 0–9 and `-`.
    ///   - name: unique in its category; at most 1,024 bytes.
    ///   - tags: at most 16 further values by which it is found.
    ///   - value: at most 4 MiB.
    /// - Throws: `nameTaken`, `malformedCategory`, `tooLong`, `tooManyRecords`, `sqlite(full)`.
    @discardableResult
    public mutating func insert(
        category: String, name: String, tags: [RecordTag] = [], value: [UInt8]
    ) throws(VaultError) -> RecordID {
        let keys = keys
        let random = random
        return try insert(category: category, name: name, tags: tags, valueBytes: value.count, isSecret: false) {
            (row, label) throws(VaultError) in try keys.sealed(value: value, for: row, under: label, random)
        }
    }

    /// Stores a key, which can only be lent again, never read; the rest as for `insert`.
    @discardableResult
    public mutating func insert(
        category: String, name: String, tags: [RecordTag] = [], secret: borrowing SecretBytes
    ) throws(VaultError) -> RecordID {
        let keys = keys
        let random = random
        return try insert(category: category, name: name, tags: tags, valueBytes: secret.count, isSecret: true) {
            (row, label) throws(VaultError) in try keys.sealed(secret: secret, for: row, under: label, random)
        }
    }

    /// Replaces the value of a record, and its tags if new ones are given.
    ///
    /// - Parameters:
    ///   - version: what the caller has read; when the record was written since, nothing is changed. Nil when the caller
    ///     has read the record in this same transaction, or does not care.
    /// - Returns: the new version.
    /// - Throws: `recordChanged`, `unknownRecord`, `damagedRecord`, `secretRecord`, `tooLong`.
    @discardableResult
    public mutating func update(
        _ id: RecordID, value: [UInt8], tags: [RecordTag]? = nil, expecting version: RecordVersion? = nil
    ) throws(VaultError) -> RecordVersion {
        try RecordLimits.require(valueBytes: value.count)
        let old = try reader.row(id)
        if let version, version != old.version { throw .recordChanged(id) }
        let summary = try reader.summary(of: old)
        guard !summary.isSecret else { throw .secretRecord(id) }
        try RecordLimits.require(name: summary.name, tags: tags ?? [])
        let label = RecordLabel(
            category: summary.category, name: summary.name, tags: Self.distinct(tags ?? summary.tags), isSecret: false,
            serial: summary.serial)
        let sealedLabel = try keys.sealed(label, for: old.identity, random)
        let sealedValue = try keys.sealed(value: value, for: old.identity, under: sealedLabel, random)
        try change(
            "UPDATE record SET label = ?, seal = ? WHERE id = ?",
            [.blob(sealedLabel.bytes), .blob(sealedValue.nonceAndTag), .integer(id.row)], of: id)
        try change(
            "UPDATE value SET sealed = ? WHERE id = ?", [.blob(sealedValue.ciphertext), .integer(id.row)], of: id)
        manifest.rows.remove(keys.element(old.identity, label: old.label.nonceAndTag, value: old.seal))
        manifest.rows.insert(
            keys.element(old.identity, label: sealedLabel.nonceAndTag, value: sealedValue.nonceAndTag))
        if label.tags != summary.tags {
            try removeTags(of: id, summary.category, summary.tags)
            try insertTags(of: id, label.category, label.tags)
        }
        isChanged = true
        return RecordVersion(seal: sealedValue.nonceAndTag)
    }

    /// Erases a record.
    ///
    /// - Throws: `unknownRecord`, `damagedRecord`, `recordChanged` when it was written since the version was read.
    public mutating func delete(_ id: RecordID, expecting version: RecordVersion? = nil) throws(VaultError) {
        let row = try reader.row(id)
        if let version, version != row.version { throw .recordChanged(id) }
        let summary = try reader.summary(of: row)
        try change("DELETE FROM record WHERE id = ?", [.integer(id.row)], of: id)
        try change("DELETE FROM value WHERE id = ?", [.integer(id.row)], of: id)
        try removeTags(of: id, summary.category, summary.tags)
        manifest.rows.remove(keys.element(row.identity, label: row.label.nonceAndTag, value: row.seal))
        manifest.discount(summary.category)
        isChanged = true
    }

    /// Goes on with another manifest and other keys.
    mutating func replace(_ manifest: Manifest, reader: RecordReader) {
        self.manifest = manifest
        self.reader = reader
        isChanged = true
    }

    // MARK: The end

    /// Seals the manifest with the next epoch.
    ///
    /// - Returns: the epoch, nil when nothing was changed.
    mutating func finish() throws(VaultError) -> UInt64? {
        guard !isBroken else { throw .internalInconsistency("a transaction was to be kept after an error") }
        guard isChanged else { return nil }
        manifest.epoch += 1
        let sealed = try keys.sealed(manifest, random)
        let changed = try VaultError.wrapping { () throws(SQLiteError) in
            try connection.run("UPDATE header SET manifest = ? WHERE id = 1", [.blob(sealed.bytes)])
        }
        guard changed == 1 else { throw .internalInconsistency("the header is gone") }
        return manifest.epoch
    }

    /// The manifest of the file.
    static func manifest(_ connection: Connection, _ keys: VaultKeys) throws(VaultError) -> Manifest {
        let bytes = try VaultError.wrapping { () throws(SQLiteError) in
            try connection.first("SELECT manifest FROM header WHERE id = 1") { (row) throws(SQLiteError) in
                try row.blob(0)
            }
        }
        guard let manifest = bytes.flatMap({ SealedBytes($0) }).flatMap({ keys.manifest($0) }) else {
            throw .changedOutside(findings: [VaultFinding.manifestUnreadable])
        }
        return manifest
    }

    private mutating func insert(
        category: String, name: String, tags: [RecordTag], valueBytes: Int, isSecret: Bool,
        sealValue: (RowIdentity, SealedBytes) throws(VaultError) -> SealedBytes
    ) throws(VaultError) -> RecordID {
        try RecordLimits.require(category: category)
        try RecordLimits.require(name: name, tags: tags)
        try RecordLimits.require(valueBytes: valueBytes)
        guard manifest.recordCount < RecordLimits.records,
            manifest.categories[category] != nil || manifest.categories.count < RecordLimits.categoryCount
        else { throw .tooManyRecords(limit: RecordLimits.records) }
        guard try reader.id(category: category, name: name) == nil else { throw .nameTaken(category: category) }
        let row = RowIdentity(
            id: RecordID(random: random.bytes(8)), category: keys.token(category: category),
            name: keys.token(name: name, in: category))
        let label = RecordLabel(
            category: category, name: name, tags: Self.distinct(tags), isSecret: isSecret, serial: manifest.nextSerial)
        let sealedLabel = try keys.sealed(label, for: row, random)
        let sealedValue = try sealValue(row, sealedLabel)
        try change(
            "INSERT INTO record (\(RecordRow.columns)) VALUES (?, ?, ?, ?, ?)",
            [
                .integer(row.id.row), .blob(row.category), .blob(row.name), .blob(sealedLabel.bytes),
                .blob(sealedValue.nonceAndTag),
            ], of: row.id)
        try change(
            "INSERT INTO value (id, sealed) VALUES (?, ?)", [.integer(row.id.row), .blob(sealedValue.ciphertext)],
            of: row.id)
        try insertTags(of: row.id, category, label.tags)
        manifest.rows.insert(keys.element(row, label: sealedLabel.nonceAndTag, value: sealedValue.nonceAndTag))
        manifest.count(category)
        manifest.nextSerial += 1
        isChanged = true
        return row.id
    }

    private mutating func insertTags(of id: RecordID, _ category: String, _ tags: [RecordTag]) throws(VaultError) {
        for tag in tags {
            let token = keys.token(tag: tag, in: category)
            try change("INSERT INTO tag (token, record) VALUES (?, ?)", [.blob(token), .integer(id.row)], of: id)
            manifest.rows.insert(keys.element(tag: token, of: id))
            manifest.tagCount += 1
        }
    }

    private mutating func removeTags(of id: RecordID, _ category: String, _ tags: [RecordTag]) throws(VaultError) {
        for tag in tags {
            let token = keys.token(tag: tag, in: category)
            try change("DELETE FROM tag WHERE token = ? AND record = ?", [.blob(token), .integer(id.row)], of: id)
            manifest.rows.remove(keys.element(tag: token, of: id))
            manifest.tagCount -= 1
        }
    }

    /// Runs a statement that must change exactly one row; any other number shows that rows are missing.
    private mutating func change(_ sql: String, _ values: [SQLiteValue], of id: RecordID) throws(VaultError) {
        guard !isBroken else { throw .internalInconsistency("a transaction went on after an error") }
        isBroken = true
        let connection = connection
        let changed = try VaultError.wrapping { () throws(SQLiteError) in try connection.run(sql, values) }
        guard changed == 1 else { throw .damagedRecord(id) }
        isBroken = false
    }

    /// The same tag twice would be one row.
    private static func distinct(_ tags: [RecordTag]) -> [RecordTag] {
        var seen: Set<RecordTag> = []
        return tags.filter { seen.insert($0).inserted }
    }
}
