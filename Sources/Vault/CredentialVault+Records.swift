public import Cryptography
internal import SQLite

extension CredentialVault {
    // MARK: Reading

    /// A record with its value.
    ///
    /// - Throws: `unknownRecord`, `damagedRecord`, `secretRecord`, `locked`, `keyChanged`.
    public func read(_ id: RecordID) throws(VaultError) -> VaultRecord {
        try reading { (reader) throws(VaultError) in try reader.record(id) }
    }

    /// The record of this name, nil when there is none.
    ///
    /// - Throws: `damagedRecord`, `secretRecord`, `locked`, `keyChanged`.
    public func read(category: String, name: String) throws(VaultError) -> VaultRecord? {
        try reading { (reader) throws(VaultError) in
            try reader.record(category: category, name: name)
        }
    }

    /// All records of a category without their values, in the order in which they were made.
    ///
    /// - Throws: `damagedRecord`: then `listReadable` shows the others.
    public func list(category: String) throws(VaultError) -> [RecordSummary] {
        try reading { (reader) throws(VaultError) in try reader.list(category: category) }
    }

    /// The records of a category that open, and the ids of those that do not; to save what a damaged file still holds.
    public func listReadable(category: String) throws(VaultError) -> ReadableRecords {
        try reading { (reader) throws(VaultError) in try reader.readable(category: category) }
    }

    /// The records of a category that carry a tag, in the order in which they were made.
    ///
    /// - Throws: `damagedRecord`.
    public func find(category: String, tag: RecordTag) throws(VaultError) -> [RecordSummary] {
        try reading { (reader) throws(VaultError) in try reader.find(category: category, tag: tag) }
    }

    /// The categories that have records, with their numbers.
    ///
    /// - Throws: `changedOutside` when the manifest does not open.
    public func counts() throws(VaultError) -> [String: Int] {
        try reading { (reader) throws(VaultError) in
            try VaultTransaction.manifest(reader.connection, reader.keys).categories.mapValues { Int(clamping: $0) }
        }
    }

    /// The value of a record that was stored as a secret, in guarded memory.
    ///
    /// - Throws: `unknownRecord`, `damagedRecord`, `notASecret`, `cryptography(noGuardedMemory)`, `locked`, `keyChanged`.
    public func secret(_ id: RecordID) throws(VaultError) -> SecretBytes {
        try reading { (reader) throws(VaultError) in try reader.secret(id) }
    }

    // MARK: Writing, each in a transaction of its own

    /// Stores a record; see `VaultTransaction.insert`.
    @discardableResult
    public func insert(
        category: String, name: String, tags: [RecordTag] = [], value: [UInt8]
    ) throws(VaultError) -> RecordID {
        try transaction { (transaction) throws(VaultError) in
            try transaction.insert(category: category, name: name, tags: tags, value: value)
        }
    }

    /// Stores a key, which can only be lent again; see `VaultTransaction.insert`.
    @discardableResult
    public func insert(
        category: String, name: String, tags: [RecordTag] = [], secret: borrowing SecretBytes
    ) throws(VaultError) -> RecordID {
        try transaction { (transaction) throws(VaultError) in
            try transaction.insert(category: category, name: name, tags: tags, secret: secret)
        }
    }

    /// Replaces the value of a record; see `VaultTransaction.update`.
    @discardableResult
    public func update(
        _ id: RecordID, value: [UInt8], tags: [RecordTag]? = nil, expecting version: RecordVersion?
    ) throws(VaultError) -> RecordVersion {
        try transaction { (transaction) throws(VaultError) in
            try transaction.update(id, value: value, tags: tags, expecting: version)
        }
    }

    /// Erases a record; see `VaultTransaction.delete`.
    public func delete(_ id: RecordID, expecting version: RecordVersion? = nil) throws(VaultError) {
        try transaction { (transaction) throws(VaultError) in try transaction.delete(id, expecting: version) }
    }

    private func reading<Result: Sendable & ~Copyable>(
        _ body: (RecordReader) throws(VaultError) -> Result
    ) throws(VaultError) -> Result {
        let keys = try keys()
        return try database.read { (connection) throws(VaultError) in try body(RecordReader(connection, keys)) }
    }
}
