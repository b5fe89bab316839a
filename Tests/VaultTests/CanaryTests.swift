import Cryptography
import TestSupport
import Testing

@testable import SQLite
@testable import Vault

/// What someone who has the files can see.
@Suite struct CanaryTests {
    @Test func `SEC-33 no name, value, tag, category, passphrase or key is in any file`() throws {
        let box = try VaultBox()
        let passphrase = "canary passphrase 81c2"
        let vault = try CredentialVault(creating: box.path, with: typed(passphrase), box.configuration)
        let recovery = try RecoveryKey(from: SystemRandom())
        var canaries = [passphrase: Array(passphrase.utf8), "recovery key": recovery.bytes.octets()]
        try vault.addSlot(for: .recoveryKey(recovery), authorisedBy: typed(passphrase))
        func canary(_ text: String) -> String {
            canaries[text] = Array(text.utf8)
            return text
        }
        let id = try vault.insert(
            category: canary("canary-category"), name: canary("canary name"),
            tags: [RecordTag(canary("canary field"), canary("canary tag"))], value: Array(canary("canary value").utf8))
        let key = try vault.insert(
            category: "key", name: canary("canary key name"), secret: secret(canary("canary private key")))
        #expect(found(canaries, in: box) == [])
        try vault.update(id, value: Array(canary("canary second value").utf8), expecting: nil)
        try vault.delete(key)
        try vault.changeSlot(typed(passphrase), to: typed(canary("canary second passphrase")))
        try vault.rekey(authorisedBy: typed("canary second passphrase"))
        #expect(found(canaries, in: box) == [])
        _ = try vault.doctor()
        try vault.database.vacuum()
        #expect(found(canaries, in: box) == [])
    }

    @Test func `SEC-33 keys of the vault are in no file`() throws {
        let box = try VaultBox()
        let vault = try box.create()
        try vault.insert(category: "credential", name: "a", value: [1])
        let vaultKey = try box.vaultKey()
        var canaries = ["vault key": vaultKey.octets()]
        for number in 1...5 as ClosedRange<UInt64> {
            canaries["subkey \(number)"] = try vaultKey.subkey(number, context: "CarnetV1").octets()
        }
        let slot = try #require(try vault.slots().first)
        canaries["slot key"] = try SlotSealing.key(of: typed(VaultBox.passphrase), slot.derivation).octets()
        #expect(found(canaries, in: box) == [])
    }

    @Test func `SEC-33 values of similar length have the same length in the file`() throws {
        let box = try VaultBox()
        let vault = try box.create()
        var lengths: [Int: Int] = [:]
        for count in [0, 1, 252, 253, 508, 509] {
            let id = try vault.insert(category: "a", name: "\(count)", value: [UInt8](repeating: 1, count: count))
            lengths[count] = try vault.database.read { (connection) throws(SQLiteError) in
                try connection.first("SELECT sealed FROM value WHERE id = ?", [.integer(id.row)]) {
                    (row) throws(SQLiteError) in try row.blob(0).count
                }
            }
        }
        #expect(lengths == [0: 256, 1: 256, 252: 256, 253: 512, 508: 512, 509: 768])
    }

    @Test func `SEC-33 the same content twice looks different, and equal names only within their category`() throws {
        let box = try VaultBox()
        let vault = try box.create()
        for category in ["a", "b"] {
            try vault.insert(category: category, name: "same", tags: [RecordTag("same", "same")], value: [7])
        }
        let columns = ["SELECT name FROM record", "SELECT label FROM record", "SELECT token FROM tag"]
        for sql in columns + ["SELECT sealed FROM value"] {
            let cells = try vault.database.read { (connection) throws(SQLiteError) in
                try connection.rows(sql) { (row) throws(SQLiteError) in try row.blob(0) }
            }
            #expect(Set(cells).count == 2, "\(sql)")
        }
    }

    /// Which of the canaries are in which file; also when there is no WAL to search, since then nothing was proved.
    private func found(_ canaries: [String: [UInt8]], in box: VaultBox) -> [String] {
        guard box.folder.names.contains("\(box.name)-wal") else { return ["no WAL"] }
        return box.folder.names.flatMap { name in
            let content = box.folder.bytes(of: name) ?? []
            return canaries.filter { content.firstRange(of: $0.value) != nil }.map { "\($0.key) is in \(name)" }
        }
    }
}
