import Cryptography
import Rules
import SQLite
import TestSupport
import Testing

@testable import Vault

/// Attacks by someone who has the file, but no key.
@Suite struct CompletenessCheckTests {
    private let box: VaultBox
    private let ids: [RecordID]
    private let vaultKey: SecretBytesBox

    init() throws {
        box = try VaultBox()
        let sample = try Self.sample.get()
        try box.folder.write(sample.file, to: box.name)
        ids = sample.ids
        vaultKey = SecretBytesBox(try box.vaultKey())
    }

    /// One vault for all attacks, so that it is made once; its key is derived from nothing.
    private static let sample = Result { () throws -> (file: [UInt8], ids: [RecordID]) in
        let box = try VaultBox()
        let ids = try box.create().transaction { (transaction) throws(VaultError) in
            var ids: [RecordID] = []
            for number in 0..<4 {
                let category = number < 3 ? "credential" : "key"
                let tags = [RecordTag("type", "type \(number)")]
                ids.append(
                    try transaction.insert(category: category, name: "\(number)", tags: tags, value: [UInt8(number)]))
            }
            return ids
        }
        return (try #require(box.folder.bytes(of: box.name)), ids)
    }

    /// What the next opening finds, in codes.
    private func findings() throws -> Set<String> {
        let vault = try box.open(vaultKey.bytes)
        let codes = Set(vault.changesOutside.map(\.code))
        if !codes.isEmpty {
            #expect(throws: VaultError.changedOutside(findings: vault.changesOutside), "writing is refused") {
                try vault.insert(category: "credential", name: "new", value: [])
            }
            #expect(try !vault.doctor().isSound, "doctor sees it too")
        }
        return codes
    }

    @Test func `SEC-33 an untouched file is complete`() throws {
        #expect(try findings() == [])
        let steps = try box.open(vaultKey.bytes).doctor().steps
        #expect(steps.allSatisfy { $0.outcome == .passed || $0.rule == "SEC-35" })
        #expect(steps.count >= 8)
    }

    @Test(arguments: 0..<4)
    func `SEC-33 a deleted record is noticed`(number: Int) throws {
        let id = ids[number].row
        try box.attack(
            "DELETE FROM record WHERE id = \(id)", "DELETE FROM value WHERE id = \(id)",
            "DELETE FROM tag WHERE record = \(id)")
        #expect(try findings() == ["records_differ", "rows_differ"])
    }

    @Test(arguments: 0..<4)
    func `SEC-33 a deleted value or search entry is noticed`(number: Int) throws {
        let id = ids[number].row
        try box.attack("CREATE TEMP TABLE kept AS SELECT * FROM value; DELETE FROM value WHERE id = \(id)")
        #expect(try findings() == ["values_differ"])
        try box.attack("INSERT INTO value VALUES (\(id), x'00')")
        #expect(try findings() == [], "its content shows when it is read")
        #expect(throws: VaultError.damagedRecord(ids[number])) { try box.open(vaultKey.bytes).read(ids[number]) }
        try box.attack("DELETE FROM tag WHERE record = \(id)")
        #expect(try findings() == ["rows_differ"])
    }

    @Test func `SEC-33 a copied record is noticed`() throws {
        let id = ids[0].row
        try box.attack(
            "INSERT INTO record SELECT 7, category, x'00112233445566778899aabbccddeeff', label, seal FROM record WHERE id = \(id)",
            "INSERT INTO value SELECT 7, sealed FROM value WHERE id = \(id)")
        #expect(try findings() == ["records_differ", "rows_differ"])
        let vault = try box.open(vaultKey.bytes)
        #expect(throws: VaultError.damagedRecord(RecordID(row: 7))) { try vault.read(RecordID(row: 7)) }
        #expect(throws: VaultError.damagedRecord(RecordID(row: 7))) { try vault.list(category: "credential") }
        let readable = try vault.listReadable(category: "credential")
        #expect(readable.records.map(\.name) == ["0", "1", "2"])
        #expect(readable.damaged == [RecordID(row: 7)])
    }

    @Test(arguments: ["category", "name", "label", "seal"])
    func `SEC-33 a column that two records have exchanged is noticed`(column: String) throws {
        // A category is exchanged with another one, the rest within one category.
        let (first, second) = (ids[0].row, column == "category" ? ids[3].row : ids[1].row)
        try box.attack(
            """
            CREATE TEMP TABLE old AS SELECT id, \(column) AS cell FROM record;
            UPDATE record SET name = id WHERE 0;
            UPDATE record SET \(column) = CASE '\(column)' WHEN 'name' THEN x'00' ELSE \(column) END WHERE id = \(first);
            UPDATE record SET \(column) = (SELECT cell FROM old WHERE id = \(first)) WHERE id = \(second);
            UPDATE record SET \(column) = (SELECT cell FROM old WHERE id = \(second)) WHERE id = \(first);
            """)
        #expect(try findings() == ["rows_differ"])
        let vault = try box.open(vaultKey.bytes)
        for id in [first, second].map(RecordID.init(row:)) {
            #expect(throws: VaultError.damagedRecord(id)) { try vault.read(id) }
        }
    }

    @Test func `SEC-33 values that two records have exchanged do not open`() throws {
        let (first, second) = (ids[0], ids[1])
        try box.attack(
            """
            CREATE TEMP TABLE old AS SELECT * FROM value;
            UPDATE value SET sealed = (SELECT sealed FROM old WHERE id = \(second.row)) WHERE id = \(first.row);
            UPDATE value SET sealed = (SELECT sealed FROM old WHERE id = \(first.row)) WHERE id = \(second.row);
            """)
        let vault = try box.open(vaultKey.bytes)
        for id in [first, second] {
            #expect(throws: VaultError.damagedRecord(id)) { try vault.read(id) }
        }
        #expect(try vault.read(ids[2]).value == [2], "others stay readable")
        #expect(try vault.doctor().steps.filter { $0.check.hasPrefix("record ") }.count == 2)
    }

    @Test(arguments: 0..<4)
    func `SEC-33 a record that was put back to an older writing is noticed`(number: Int) throws {
        let id = ids[number]
        try box.folder.copy(box.name, to: "old.vault")
        try box.open(vaultKey.bytes).update(id, value: [99], expecting: nil)
        try box.attack(
            """
            ATTACH '\(box.folder.file("old.vault"))' AS old;
            UPDATE record SET label = (SELECT label FROM old.record o WHERE o.id = record.id),
                seal = (SELECT seal FROM old.record o WHERE o.id = record.id) WHERE id = \(id.row);
            UPDATE value SET sealed = (SELECT sealed FROM old.value o WHERE o.id = value.id) WHERE id = \(id.row);
            """)
        #expect(try findings() == ["rows_differ"])
    }

    @Test func `SEC-33 a record that comes back after its erasure is noticed`() throws {
        try box.folder.copy(box.name, to: "old.vault")
        try box.open(vaultKey.bytes).delete(ids[3])
        try box.attack(
            """
            ATTACH '\(box.folder.file("old.vault"))' AS old;
            INSERT INTO record SELECT * FROM old.record WHERE id = \(ids[3].row);
            INSERT INTO value SELECT * FROM old.value WHERE id = \(ids[3].row);
            INSERT INTO tag SELECT * FROM old.tag WHERE record = \(ids[3].row);
            """)
        #expect(try findings() == ["strange_records", "rows_differ"])
    }

    @Test func `SEC-33 a search entry that leads elsewhere is noticed, and leads nowhere`() throws {
        try box.attack("UPDATE tag SET record = \(ids[1].row) WHERE record = \(ids[0].row)")
        #expect(try findings() == ["rows_differ"])
        let vault = try box.open(vaultKey.bytes)
        #expect(throws: VaultError.damagedRecord(ids[1])) {
            try vault.find(category: "credential", tag: RecordTag("type", "type 0"))
        }
    }

    @Test func `SEC-33 an older manifest, a damaged one and none are noticed`() throws {
        try box.folder.copy(box.name, to: "old.vault")
        try box.open(vaultKey.bytes).insert(category: "credential", name: "new", value: [])
        try box.attack(
            "ATTACH '\(box.folder.file("old.vault"))' AS old; UPDATE header SET manifest = (SELECT manifest FROM old.header)"
        )
        #expect(try findings() == ["records_differ", "rows_differ", "older_than_seen"])
        try box.attack(
            "UPDATE header SET manifest = CAST(substr(manifest, 1, 99) || x'0000' || substr(manifest, 102) AS BLOB)")
        #expect(try findings() == ["manifest_unreadable"])
        try box.attack("UPDATE header SET manifest = x''")
        #expect(try findings() == ["manifest_unreadable"])
        #expect(try box.open(vaultKey.bytes).read(ids[0]).value == [0], "records stay readable")
    }

    @Test func `SEC-33 an older state, whole in itself, that is put under an open vault is noticed by its next change`()
        throws
    {
        try box.folder.copy(box.name, to: "old.vault")
        // Without a memory of epochs on the disk, this process alone knows what it has seen.
        let vault = try box.open(vaultKey.bytes, box.forgetful)
        try vault.delete(ids[3])
        try box.attack(
            """
            ATTACH '\(box.folder.file("old.vault"))' AS old;
            INSERT INTO record SELECT * FROM old.record WHERE id = \(ids[3].row);
            INSERT INTO value SELECT * FROM old.value WHERE id = \(ids[3].row);
            INSERT INTO tag SELECT * FROM old.tag WHERE record = \(ids[3].row);
            UPDATE header SET manifest = (SELECT manifest FROM old.header);
            """)
        do throws(VaultError) {
            try vault.insert(category: "credential", name: "new", value: [])
            Issue.record("it was changed")
        } catch {
            guard case .changedOutside(let findings) = error else { throw error }
            #expect(findings.map(\.code) == ["older_than_seen"])
        }
    }

    @Test func `SEC-33 a slot that was put back is noticed`() throws {
        try box.folder.copy(box.name, to: "old.vault")
        let vault = try box.open(vaultKey.bytes)
        try vault.changeSlot(typed(VaultBox.passphrase), to: typed("another long passphrase"))
        try box.attack(
            "ATTACH '\(box.folder.file("old.vault"))' AS old; INSERT INTO slot SELECT 1, kind, parameters, sealed FROM old.slot"
        )
        #expect(try findings() == ["slots_differ"])
    }

    @Test func `SEC-33 what was accepted is the new state, and what was lost is told`() throws {
        try box.attack(
            "DELETE FROM record WHERE id = \(ids[0].row); UPDATE value SET sealed = x'00' WHERE id = \(ids[1].row)",
            "UPDATE tag SET record = 5")
        let vault = try box.open(vaultKey.bytes)
        let report = try vault.acceptChanges()
        #expect(report.kept == 2)
        #expect(report.erased == [ids[1]])
        #expect(report.missing == ["credential": 2])
        #expect(!report.wasRolledBack)
        #expect(vault.changesOutside == [])
        try vault.insert(category: "credential", name: "0", value: [9])
        #expect(try vault.find(category: "credential", tag: RecordTag("type", "type 2")).map(\.id) == [ids[2]])
        #expect(try findings() == [])
        #expect(try vault.doctor().isSound)
    }

    @Test func `SEC-33 an index that does not say what the table says is made anew by accepting`() throws {
        let token = try box.open(vaultKey.bytes).keys().token(name: "1", in: "credential")
        var file = try #require(box.folder.bytes(of: box.name))
        let places = file.indices.filter { file[$0...].starts(with: token) }
        // The page of an index begins with 10, that of a table with 13; page 1 has 100 bytes before that.
        let place = try #require(places.first { file[$0 / 8192 * 8192] == 10 })
        file[place + token.count - 1] ^= 1
        try box.folder.write(file, to: box.name)
        #expect(try findings() == ["rows_differ"])
        #expect(try box.open(vaultKey.bytes).acceptChanges().kept == 4)
        #expect(try findings() == [])
        #expect(try box.open(vaultKey.bytes).read(category: "credential", name: "1")?.value == [1])
    }

    @Test func `SEC-33 a lost manifest is rebuilt from the records`() throws {
        try box.attack("UPDATE header SET manifest = x'00'")
        let vault = try box.open(vaultKey.bytes)
        #expect(try vault.acceptChanges().kept == 4)
        #expect(try vault.counts() == ["credential": 3, "key": 1])
        let id = try vault.insert(category: "key", name: "new", value: [])
        #expect(try vault.list(category: "key").map(\.id) == [ids[3], id], "serial numbers go on")
        #expect(try findings() == [])
    }
}

/// Lets a struct of tests keep a secret.
final class SecretBytesBox: Sendable {
    let bytes: SecretBytes
    init(_ bytes: consuming SecretBytes) { self.bytes = bytes }
}
