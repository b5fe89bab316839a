import Cryptography
import Glibc
import Rules
import TestSupport
import Testing

@testable import SQLite
@testable import Vault

/// Files that are no vault, or not quite: each has its own error, and none is changed.
@Suite struct VaultFileTests {
    private let box: VaultBox
    private let vaultKey: SecretBytesBox

    init() throws {
        box = try VaultBox()
        let vault = try box.create()
        for number in 0..<5 {
            try vault.insert(category: "credential", name: "\(number)", value: [UInt8](repeating: 7, count: 20_000))
        }
        vaultKey = SecretBytesBox(try box.vaultKey())
    }

    private func error() throws -> VaultError? {
        do throws(VaultError) {
            _ = try box.open(vaultKey.bytes)
            return nil
        } catch { return error }
    }

    @Test func `SEC-33 a file that is no database is no vault`() throws {
        for content in [Array("PK\u{3}\u{4} some archive".utf8), [UInt8](repeating: 0, count: 50_000), []] {
            try box.folder.write(content, to: box.name)
            #expect(try error() == .notAVault(file: box.path))
            #expect(box.folder.bytes(of: box.name) == content)
        }
    }

    @Test func `SEC-33 a database of another program is no vault`() throws {
        let schema = DatabaseSchema(applicationID: 1, steps: VaultSchema.schema.steps)
        _ = try Database(at: box.folder.file("other"), DatabaseConfiguration(.createNew), schema: schema)
        try box.folder.write(try #require(box.folder.bytes(of: "other")), to: box.name)
        #expect(try error() == .notAVault(file: box.path))
    }

    @Test func `SEC-33 a file that was cut off says how much is missing`() throws {
        let whole = try #require(box.folder.bytes(of: box.name))
        for count in [1, 50, 100, 4_096, 8_192, 8_193, whole.count / 2, whole.count - 8_192, whole.count - 1] {
            try box.folder.write(Array(whole.prefix(count)), to: box.name)
            let expected = Int64(count < 100 ? 8_192 : whole.count)
            let found = try error()
            #expect(found == .cutOff(file: box.path, bytes: Int64(count), expected: expected), "\(count)")
            #expect(box.folder.bytes(of: box.name)?.count == count)
        }
    }

    @Test func `SEC-33 a newer version is refused by its number`() throws {
        try box.attack("PRAGMA user_version = 2")
        #expect(try error() == .sqlite(.newerVersion(file: box.path, found: 2, known: 1)))
    }

    @Test(arguments: [
        "CREATE TRIGGER bad AFTER UPDATE ON header BEGIN DELETE FROM record; END",
        "CREATE VIEW bad AS SELECT * FROM record", "CREATE TABLE bad (id)",
    ])
    func `SEC-33 a file with a trigger, a view or a table of someone else is refused`(sql: String) throws {
        try box.attack(sql)
        #expect(try error() == .sqlite(.unknownSchema(file: box.path, object: "bad")))
    }

    @Test func `SEC-33 a header that is gone or malformed is damaged`() throws {
        try box.attack("UPDATE header SET vault = x'00'")
        #expect(try error() == .damagedHeader(file: box.path, part: "header"))
        try box.attack("UPDATE header SET vault = randomblob(16), key_epoch = -1")
        #expect(try error() == .damagedHeader(file: box.path, part: "header"))
        try box.attack("DELETE FROM header")
        #expect(try error() == .damagedHeader(file: box.path, part: "header"))
    }

    @Test func `SEC-33 another vault's id makes everything unreadable`() throws {
        try box.attack("UPDATE header SET vault = randomblob(16)")
        #expect(throws: VaultError.wrongSecret(kind: .passphrase)) { try box.open() }
        #expect(try box.open(vaultKey.bytes).changesOutside.map(\.code) == ["manifest_unreadable"])
    }

    @Test func `SEC-33 a lock of another process is waited for, and then told`() throws {
        let vault = try box.open(vaultKey.bytes)
        let other = try box.open(vaultKey.bytes)
        try vault.transaction { (transaction) throws(VaultError) in
            #expect(throws: VaultError.sqlite(.busy(file: box.path))) {
                try other.insert(category: "credential", name: "new", value: [])
            }
            #expect(try other.list(category: "credential").count == 5, "reading goes on")
            #expect(throws: Never.self, "and so does opening") { try box.open(vaultKey.bytes) }
        }
        try other.insert(category: "credential", name: "new", value: [])
    }

    @Test func `SEC-33 a missing file, a folder, a link and a taken name are told apart`() throws {
        #expect(throws: VaultError.sqlite(.cannotOpen(file: box.path, why: .exists))) { try box.create() }
        let other = try VaultBox()
        #expect(throws: VaultError.sqlite(.cannotOpen(file: other.path, why: .missing))) { try other.open() }
        #expect(unsafe mkdir(other.path, 0o700) == 0)
        #expect(throws: VaultError.sqlite(.cannotOpen(file: other.path, why: .notAFile))) { try other.open() }
        let third = try VaultBox()
        #expect(unsafe symlink(box.path, third.path) == 0)
        #expect(throws: VaultError.sqlite(.cannotOpen(file: third.path, why: .symbolicLink))) { try third.open() }
        #expect(throws: VaultError.sqlite(.cannotOpen(file: third.path, why: .symbolicLink))) { try third.create() }
    }

    @Test func `SEC-33 a full disk changes nothing; reading goes on, and room makes it work again`() throws {
        let vault = try box.open(vaultKey.bytes)
        let before = try vault.list(category: "credential")
        try vault.database.limitPages(to: 25)
        let big = [UInt8](repeating: 1, count: 200_000)
        for _ in 0..<3 {
            #expect(throws: VaultError.sqlite(.full(file: box.path))) {
                try vault.insert(category: "credential", name: "big", value: big)
            }
            #expect(throws: VaultError.sqlite(.full(file: box.path))) {
                try vault.update(before[0].id, value: big, expecting: nil)
            }
        }
        #expect(try vault.list(category: "credential") == before)
        #expect(try vault.doctor().isSound)
        try vault.delete(before[0].id)
        try vault.database.limitPages(to: 1 << 20)
        try vault.insert(category: "credential", name: "big", value: big)
        #expect(try box.open(vaultKey.bytes).changesOutside == [])
    }

    @Test func `SEC-34 the files of a vault belong to the owner alone, and doctor sees when they do not`() throws {
        let vault = try box.open(vaultKey.bytes)
        try vault.insert(category: "credential", name: "new", value: [])
        #expect(box.folder.names == ["epochs", "test.vault", "test.vault-shm", "test.vault-wal"])
        for name in box.folder.names {
            guard case .file(0o600, _) = try PrivateFile.kind(of: box.folder.file(name)) else {
                Issue.record("\(name) has other rights")
                continue
            }
        }
        #expect(unsafe chmod(box.folder.file("epochs"), 0o644) == 0)
        let log = try vault.doctor()
        #expect(log.firstFailure?.code == "file_not_private")
        #expect(log.steps.filter { $0.rule == "SEC-34" && $0.outcome == .passed }.count == 4)
    }
}
