internal import SQLite

/// A row of `record` as it stands in the file.
struct RecordRow {
    let identity: RowIdentity
    /// The sealed label.
    let label: SealedBytes
    /// Nonce and tag of the sealed value, which lies in the table `value`.
    let seal: [UInt8]

    var id: RecordID { identity.id }
    var version: RecordVersion { RecordVersion(seal: seal) }

    static let columns = "id, category, name, label, seal"

    /// Reads the columns; nil when one of them has a length that no record has.
    init?(_ row: Statement) throws(SQLiteError) {
        let (category, name) = (try row.blob(1), try row.blob(2))
        identity = RowIdentity(id: RecordID(row: try row.integer(0)), category: category, name: name)
        seal = try row.blob(4)
        guard category.count == VaultKeys.tokenCount, name.count == VaultKeys.tokenCount,
            seal.count == SealedBytes.overhead, let label = SealedBytes(try row.blob(3))
        else { return nil }
        self.label = label
    }
}
