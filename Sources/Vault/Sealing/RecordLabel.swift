/// The sealed part of a record that listing reads: everything but the value.
///
/// ```
/// u8 layout = 1 │ u8 flags: 1 = the value is a key │ u64 serial │ category │ name │ u8 tags │ per tag: field, value
/// ```
/// Texts stand behind their length in two bytes.
struct RecordLabel: Equatable {
    let category: String
    let name: String
    let tags: [RecordTag]
    let isSecret: Bool
    let serial: UInt64

    private static let layout: UInt8 = 1

    var bytes: [UInt8] {
        var writer = LayoutWriter()
        writer.integer(Self.layout)
        writer.integer(UInt8(isSecret ? 1 : 0))
        writer.integer(serial)
        writer.text(category)
        writer.text(name)
        writer.integer(UInt8(clamping: tags.count))
        for tag in tags {
            writer.text(tag.field)
            writer.text(tag.value)
        }
        return writer.bytes
    }

    init(category: String, name: String, tags: [RecordTag], isSecret: Bool, serial: UInt64) {
        (self.category, self.name, self.tags) = (category, name, tags)
        (self.isSecret, self.serial) = (isSecret, serial)
    }

    /// Reads the unsealed bytes; nil when they are not of this layout.
    init?(_ bytes: [UInt8]) {
        var reader = LayoutReader(bytes)
        guard reader.integer(UInt8.self) == Self.layout, let flags = reader.integer(UInt8.self), flags <= 1,
            let serial = reader.integer(UInt64.self), let category = reader.text(), let name = reader.text(),
            let count = reader.integer(UInt8.self)
        else { return nil }
        var tags: [RecordTag] = []
        for _ in 0..<count {
            guard let field = reader.text(), let value = reader.text() else { return nil }
            tags.append(RecordTag(field, value))
        }
        guard reader.isAtEnd else { return nil }
        self.init(category: category, name: name, tags: tags, isSecret: flags == 1, serial: serial)
    }
}
