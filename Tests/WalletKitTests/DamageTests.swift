import Cryptography
import HTTP
import JSON
import Rules
import SDJWTVC
import Synchronization
import TestSupport
import Testing

@testable import SQLite
@testable import Vault
@testable import WalletKit

/// A wallet whose file was damaged or put back.
@Suite struct DamageTests {
    private let test: TestWallet
    private let told = TestWallet.Told()

    init() throws { test = try TestWallet() }

    private var wallet: Wallet { test.wallet(unreadable: told.note) }

    private func hold(_ seed: UInt64) throws -> HeldCredential {
        try test.wallet.add(try test.post.credential(seed: seed), key: test.post.holder).credential
    }

    private func damage(_ column: String, of category: String, _ place: Int) throws {
        let id = try test.wallet.list(category)[place].id
        let sql =
            column == "label"
            ? "UPDATE record SET label = zeroblob(length(label)) WHERE id = \(id.row)"
            : "UPDATE value SET sealed = zeroblob(length(sealed)) WHERE id = \(id.row)"
        try test.wallet.vault.database.withWriter { (connection) throws(SQLiteError) in try connection.execute(sql) }
    }

    @Test(arguments: ["label", "value"])
    func `SEC-33 one damaged record does not hide the others, and is told`(column: String) throws {
        let held = try (1...3 as ClosedRange<UInt64>).map(hold)
        try damage(column, of: Category.credential, 0)
        try damage(column, of: Category.copy, 1)
        try damage(column, of: Category.history, 2)
        #expect(try wallet.credentials().map(\.id) == [held[1].id, held[2].id])
        #expect(try wallet.credential(held[1].id).copies == 0)
        #expect(try wallet.credential(held[2].id).copies == 1)
        #expect(try wallet.history().count == 2)
        #expect(Set(told.codes) == ["record_damaged"])
        #expect(try wallet.proposal(for: try TestWallet.request()).recommendation != nil)
        try wallet.delete(held[2])
        #expect(try wallet.credentials().map(\.id) == [held[1].id])
    }

    @Test func `SEC-33 a record that a newer version wrote does not hide the others`() throws {
        let held = try hold(1)
        try test.wallet.vault.insert(category: Category.credential, name: "x", value: Array("{\"version\":9}".utf8))
        #expect(try wallet.credentials().map(\.id) == [held.id])
        #expect(told.codes == ["unreadable_record"])
    }

    @Test func `SEC-33 SDPRV-01 after an older file was put back, copies that look unused are shown to nobody`() throws
    {
        let epochs = EpochFile(path: test.folder.file("epochs"))
        let held = try hold(1)
        try test.wallet.vault.database.checkpoint()
        try test.folder.copy("wallet.vault", to: "old.vault")
        let configuration = VaultConfiguration(epochs: epochs, passphraseCost: .smallest)
        let now = try CredentialVault(opening: test.folder.file("wallet.vault"), with: try Self.secret(), configuration)
        try now.insert(category: Category.history, name: "later", value: [])
        let old = try CredentialVault(opening: test.folder.file("old.vault"), with: try Self.secret(), configuration)
        let wallet = test.wallet(vault: old)
        #expect(throws: WalletKitError.self) { try wallet.requireRoom() }
        #expect(try !wallet.doctor().isSound)
        #expect(try wallet.acceptChanges().wasRolledBack)
        try wallet.requireRoom()
        #expect(try wallet.credential(held.id).unusedCopies == 0)
        #expect(try wallet.proposal(for: try TestWallet.request()).hindered.map(\.refusal.code) == ["no_unused_copy"])
        #expect(try wallet.doctor().isSound)
    }

    private static func secret() throws -> SlotSecret {
        var passphrase = Array("correct horse battery staple".utf8)
        return .passphrase(try SecretBytes(wiping: &passphrase))
    }
}
