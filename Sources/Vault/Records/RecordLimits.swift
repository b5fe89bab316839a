/// What a record may be; `security.md` §3.
enum RecordLimits {
    static let valueBytes = 4 << 20
    static let nameBytes = 1_024
    static let tagCount = 16
    static let categoryCount = 64
    static let records = 1_000_000

    static func require(category: String) throws(VaultError) {
        let characters = category.utf8
        let isKnown = { (character: UInt8) in
            switch character {
            case 0x61...0x7A, 0x30...0x39, 0x2D: true
            default: false
            }
        }
        guard (1...64).contains(characters.count), characters.allSatisfy(isKnown) else { throw .malformedCategory }
    }

    static func require(name: String, tags: [RecordTag]) throws(VaultError) {
        try require("name", name.utf8.count, nameBytes)
        try require("list of tags", tags.count, tagCount)
        for tag in tags {
            try require("tag's field", tag.field.utf8.count, nameBytes)
            try require("tag", tag.value.utf8.count, nameBytes)
        }
    }

    static func require(valueBytes count: Int) throws(VaultError) { try require("value", count, valueBytes) }

    private static func require(_ what: String, _ count: Int, _ limit: Int) throws(VaultError) {
        guard count <= limit else { throw .tooLong(what: what, bytes: count, limit: limit) }
    }
}
