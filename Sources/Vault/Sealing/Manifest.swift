/// What the vault must hold: sealed in the header and changed in each transaction.
///
/// ```
/// u8 layout = 1 │ u64 epoch │ u64 next serial │ 32 set hash │ 32 hash of the slots │ u64 records │ u64 tags
/// u16 categories │ per category: u16 length, name, u64 records
/// ```
struct Manifest: Equatable {
    /// Counts the transactions that changed the vault.
    var epoch: UInt64 = 0
    /// The serial number of the next record.
    var nextSerial: UInt64 = 1
    /// The hash over all rows of records and tags.
    var rows = SetHash()
    /// The SHA-256 of all slots.
    var slots = [UInt8](repeating: 0, count: SetHash.byteCount)
    /// Number of tag rows.
    var tagCount: UInt64 = 0
    /// Number of records by category, in the order in which the categories came up; none is zero.
    var categories: [String: UInt64] = [:]

    private static let layout: UInt8 = 1

    init() {}

    /// Number of records.
    var recordCount: UInt64 { categories.values.reduce(0, &+) }

    /// Reads the unsealed bytes; nil when they are not of this layout.
    init?(_ bytes: [UInt8]) {
        var reader = LayoutReader(bytes)
        guard reader.integer(UInt8.self) == Self.layout, let epoch = reader.integer(UInt64.self),
            let nextSerial = reader.integer(UInt64.self),
            let rows = reader.raw(SetHash.byteCount).flatMap({ SetHash($0) }),
            let slots = reader.raw(SetHash.byteCount), let records = reader.integer(UInt64.self),
            let tags = reader.integer(UInt64.self), let count = reader.integer(UInt16.self)
        else { return nil }
        (self.epoch, self.nextSerial, self.rows, self.slots, tagCount) = (epoch, nextSerial, rows, slots, tags)
        for _ in 0..<count {
            guard let name = reader.text(), let number = reader.integer(UInt64.self), categories[name] == nil
            else { return nil }
            categories[name] = number
        }
        guard reader.isAtEnd, recordCount == records else { return nil }
    }

    /// The bytes to seal; categories sorted, so that one state has one encoding.
    var bytes: [UInt8] {
        var writer = LayoutWriter()
        writer.integer(Self.layout)
        writer.integer(epoch)
        writer.integer(nextSerial)
        writer.raw(rows.bytes)
        writer.raw(slots)
        writer.integer(recordCount)
        writer.integer(tagCount)
        writer.integer(UInt16(clamping: categories.count))
        for (name, number) in categories.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            writer.text(name)
            writer.integer(number)
        }
        return writer.bytes
    }

    /// Counts one record more.
    mutating func count(_ category: String) { categories[category, default: 0] += 1 }

    /// Counts one record less; a category without records is forgotten.
    mutating func discount(_ category: String) {
        let left = (categories[category] ?? 1) &- 1
        categories[category] = left == 0 ? nil : left
    }
}
