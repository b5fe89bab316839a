import Cryptography
import SQLite
import TestSupport
import Testing

@testable import Vault

@Suite struct CredentialVaultTests {
    private let box: VaultBox

    init() throws { box = try VaultBox() }

    @Test func `SEC-33 what was stored is read back, also by the next process`() throws {
        let first = try box.create()
        let tags = [RecordTag("type", "address-proof"), RecordTag("issuer", "https://post.example")]
        let id = try first.insert(category: "credential", name: "address", tags: tags, value: [1, 2, 3])
        let vault = try box.open()
        #expect(vault.id == first.id)
        #expect(vault.changesOutside == [])
        #expect(vault.warnings == [])
        let record = try vault.read(id)
        #expect(record.value == [1, 2, 3])
        #expect(record.summary.name == "address")
        #expect(record.summary.category == "credential")
        #expect(record.summary.tags == tags)
        #expect(try vault.read(category: "credential", name: "address") == record)
        #expect(try vault.read(category: "credential", name: "addres") == nil)
        #expect(try vault.read(category: "key", name: "address") == nil)
        #expect(try vault.counts() == ["credential": 1])
    }

    @Test func `records are listed in the order in which they were made, and found by their tags`() throws {
        let vault = try box.create()
        let names = (1...20).map { "record \($0)" }
        try vault.transaction { (transaction) throws(VaultError) in
            for (index, name) in names.enumerated() {
                let tags = [RecordTag("parity", index % 2 == 0 ? "even" : "odd"), RecordTag("number", "\(index)")]
                try transaction.insert(category: "credential", name: name, tags: tags, value: Array(name.utf8))
            }
            try transaction.insert(category: "key", name: "record 1", value: [])
        }
        #expect(try vault.list(category: "credential").map(\.name) == names)
        let even = try vault.find(category: "credential", tag: RecordTag("parity", "even"))
        #expect(even.map(\.name) == stride(from: 0, to: 20, by: 2).map { names[$0] })
        #expect(try vault.find(category: "credential", tag: RecordTag("number", "7")).map(\.name) == ["record 8"])
        #expect(try vault.find(category: "key", tag: RecordTag("parity", "even")) == [])
        #expect(try vault.find(category: "credential", tag: RecordTag("7", "number")) == [])
        #expect(try vault.list(category: "nothing") == [])
        #expect(try box.open().changesOutside == [])
    }

    @Test func `a record is replaced with its tags, and erased`() throws {
        let vault = try box.create()
        let id = try vault.insert(
            category: "credential", name: "a", tags: [RecordTag("state", "new")], value: [1])
        let before = try vault.read(id)
        let version = try vault.update(id, value: [2], tags: [RecordTag("state", "old")], expecting: before.version)
        let after = try vault.read(id)
        #expect(after.value == [2])
        #expect(after.version == version)
        #expect(after.summary.serial == before.summary.serial)
        #expect(try vault.find(category: "credential", tag: RecordTag("state", "new")) == [])
        #expect(try vault.find(category: "credential", tag: RecordTag("state", "old")).map(\.id) == [id])
        try vault.update(id, value: [3], expecting: version)
        #expect(try vault.read(id).summary.tags == [RecordTag("state", "old")], "tags stay when none are given")
        try vault.delete(id)
        #expect(throws: VaultError.unknownRecord(id)) { try vault.read(id) }
        #expect(throws: VaultError.unknownRecord(id)) { try vault.update(id, value: [], expecting: nil) }
        #expect(throws: VaultError.unknownRecord(id)) { try vault.delete(id) }
        #expect(try vault.counts() == [:])
        let again = try vault.insert(category: "credential", name: "a", value: [4])
        #expect(again != id, "an id never comes back")
        #expect(try box.open().changesOutside == [])
    }

    @Test func `SEC-33 a copy that may be used once is taken by one of two`() throws {
        let (first, second) = (try box.create(), try box.open())
        let id = try first.insert(category: "copy", name: "1", value: [0])
        let seen = try (first.read(id).version, second.read(id).version)
        try first.update(id, value: [1], expecting: seen.0)
        #expect(throws: VaultError.recordChanged(id)) { try second.update(id, value: [1], expecting: seen.1) }
        #expect(throws: VaultError.recordChanged(id)) { try second.delete(id, expecting: seen.1) }
        #expect(try second.read(id).value == [1])
    }

    @Test func `SEC-33 a transaction that throws leaves nothing behind`() throws {
        let vault = try box.create()
        let kept = try vault.insert(category: "credential", name: "kept", value: [1])
        #expect(throws: VaultError.nameTaken(category: "credential")) {
            try vault.transaction { (transaction) throws(VaultError) in
                try transaction.insert(category: "credential", name: "new", value: [2])
                try transaction.update(kept, value: [9])
                try transaction.delete(kept)
                try transaction.insert(category: "key", name: "new", value: [3])
                try transaction.insert(category: "credential", name: "new", value: [4])
            }
        }
        #expect(try vault.read(kept).value == [1])
        #expect(try vault.counts() == ["credential": 1])
        #expect(try box.open().changesOutside == [])
    }

    @Test func `SEC-33 an error that the closure overlooks does not keep half of a change`() throws {
        let vault = try box.create()
        let id = try vault.insert(category: "credential", name: "kept", value: [1])
        try vault.database.write { (connection) throws(SQLiteError) in try connection.run("DELETE FROM value") }
        #expect(throws: VaultError.self) {
            try vault.transaction { (transaction) throws(VaultError) in _ = try? transaction.delete(id) }
        }
        #expect(try vault.list(category: "credential").map(\.id) == [id])
    }

    @Test func `a transaction reads what it wrote, and one that only reads makes no epoch`() throws {
        let vault = try box.create()
        try vault.transaction { (transaction) throws(VaultError) in
            let id = try transaction.insert(category: "credential", name: "a", value: [1])
            #expect(try transaction.read(id).value == [1])
            #expect(try transaction.read(category: "credential", name: "a")?.id == id)
            #expect(try transaction.list(category: "credential").count == 1)
        }
        let before = box.folder.bytes(of: "epochs")
        try vault.transaction { (transaction) throws(VaultError) in
            #expect(try transaction.list(category: "credential").count == 1)
        }
        #expect(box.folder.bytes(of: "epochs") == before)
    }

    @Test func `SEC-35 a key is lent in guarded memory, and never as ordinary bytes`() throws {
        let vault = try box.create()
        let id = try vault.insert(category: "key", name: "holder", secret: try secret("the private key"))
        #expect(try vault.secret(id).isEqual(to: secret("the private key")))
        #expect(throws: VaultError.secretRecord(id)) { try vault.read(id) }
        #expect(throws: VaultError.secretRecord(id)) { try vault.read(category: "key", name: "holder") }
        #expect(throws: VaultError.secretRecord(id)) { try vault.update(id, value: [], expecting: nil) }
        #expect(try vault.list(category: "key").map(\.isSecret) == [true])
        let other = try vault.insert(category: "credential", name: "a", value: [1])
        #expect(throws: VaultError.notASecret(other)) { try vault.secret(other).count }
    }

    @Test func `SEC-36 a locked vault gives nothing more`() throws {
        let vault = try box.create()
        let id = try vault.insert(category: "credential", name: "a", value: [1])
        vault.lock()
        #expect(vault.isLocked)
        #expect(throws: VaultError.locked) { try vault.read(id) }
        #expect(throws: VaultError.locked) { try vault.list(category: "credential") }
        #expect(throws: VaultError.locked) { try vault.insert(category: "credential", name: "b", value: [1]) }
        #expect(throws: VaultError.locked) { try vault.secret(id).count }
        #expect(throws: VaultError.locked) { try vault.counts() }
    }

    @Test func `limits hold on both sides`() throws {
        let vault = try box.create()
        let most = [UInt8](repeating: 7, count: 4 << 20)
        let id = try vault.insert(category: "a", name: "most", value: most)
        #expect(try vault.read(id).value == most)
        #expect(throws: VaultError.tooLong(what: "value", bytes: most.count + 1, limit: most.count)) {
            try vault.insert(category: "a", name: "more", value: most + [7])
        }
        let name = String(repeating: "é", count: 512)
        try vault.insert(category: "a", name: name, value: [])
        #expect(try vault.read(category: "a", name: name)?.value == [])
        #expect(throws: VaultError.tooLong(what: "name", bytes: 1_025, limit: 1_024)) {
            try vault.insert(category: "a", name: name + "x", value: [])
        }
        let tags = (0..<17).map { RecordTag("field", "\($0)") }
        try vault.insert(category: "a", name: "tags", tags: Array(tags.dropLast()), value: [])
        #expect(throws: VaultError.tooLong(what: "list of tags", bytes: 17, limit: 16)) {
            try vault.insert(category: "a", name: "more tags", tags: tags, value: [])
        }
        for category in ["", "A", "a b", "ä", "a_b", String(repeating: "a", count: 65)] {
            #expect(throws: VaultError.malformedCategory) { try vault.insert(category: category, name: "", value: []) }
        }
        try vault.insert(category: String(repeating: "a", count: 64), name: "", value: [])
        #expect(try box.open().changesOutside == [])
    }

    @Test func `names that look alike but are other bytes are other names`() throws {
        let vault = try box.create()
        let (composed, decomposed) = ("\u{E9}", "e\u{301}")
        try vault.insert(category: "a", name: composed, tags: [RecordTag("t", composed)], value: [1])
        try vault.insert(category: "a", name: decomposed, tags: [RecordTag("t", decomposed)], value: [2])
        #expect(try vault.read(category: "a", name: composed)?.value == [1])
        #expect(try vault.read(category: "a", name: decomposed)?.value == [2])
        #expect(try vault.find(category: "a", tag: RecordTag("t", decomposed)).count == 1)
        let id = try #require(try vault.read(category: "a", name: composed)).id
        try vault.update(id, value: [3], tags: [RecordTag("t", decomposed)], expecting: nil)
        #expect(try vault.find(category: "a", tag: RecordTag("t", decomposed)).count == 2)
    }

    @Test func `the same tag twice is one`() throws {
        let vault = try box.create()
        let id = try vault.insert(
            category: "a", name: "a", tags: [RecordTag("x", "1"), RecordTag("x", "1"), RecordTag("x", "2")], value: [])
        #expect(try vault.read(id).summary.tags == [RecordTag("x", "1"), RecordTag("x", "2")])
        try vault.update(id, value: [], tags: [RecordTag("y", "1"), RecordTag("y", "1")], expecting: nil)
        try vault.delete(id)
        #expect(try box.open().changesOutside == [])
    }
}
