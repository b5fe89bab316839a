/// One writing of a record: two are equal only if nothing was written in between.
///
/// `CredentialVault.update` compares it, so that a copy that must be used once is taken by one process only.
public struct RecordVersion: Sendable, Hashable {
    /// Nonce and tag of the sealed value, different at each writing.
    let seal: [UInt8]
}

/// What a record says about itself without its value; listing reads no values.
public struct RecordSummary: Sendable, Hashable {
    /// The record's name for programs.
    public let id: RecordID
    /// The group it belongs to.
    public let category: String
    /// The name by which it is found, unique in its category.
    public let name: String
    /// Further values by which it is found.
    public let tags: [RecordTag]
    /// Whether the value is a key that is only lent as `SecretBytes`.
    public let isSecret: Bool
    /// Counts up with each record that was ever made, so sorting by it gives the order of making.
    public let serial: UInt64
    /// Which writing of the record this is.
    public let version: RecordVersion
}

/// A record with its value.
public struct VaultRecord: Sendable, Hashable {
    /// Name, category and tags.
    public let summary: RecordSummary
    /// The bytes that were stored.
    public let value: [UInt8]

    /// The record's name for programs.
    public var id: RecordID { summary.id }
    /// Which writing of the record this is.
    public var version: RecordVersion { summary.version }
}

/// What can be read of a category when some of its records are damaged.
public struct ReadableRecords: Sendable, Hashable {
    /// The records that open.
    public let records: [RecordSummary]
    /// The ids of those that do not.
    public let damaged: [RecordID]
}
