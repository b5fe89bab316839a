import Cryptography
import Rules
import TestSupport
import Testing

@testable import SQLite
@testable import Vault

@Suite struct SlotTests {
    private let box: VaultBox

    init() throws { box = try VaultBox() }

    @Test func `SEC-33 a wrong passphrase and a damaged slot get the same words`() throws {
        _ = try box.create()
        var words: Set<String> = []
        func attempt(_ passphrase: String = VaultBox.passphrase) {
            do throws(VaultError) {
                _ = try box.open(passphrase)
                Issue.record("opened with \(passphrase)")
            } catch { words.insert(error.description) }
        }
        attempt("wrong horse battery staple")
        attempt("")
        let changes = [
            "sealed = CAST(substr(sealed, 1, 70) || x'00FF' AS BLOB)", "sealed = x''",
            "parameters = CAST(substr(parameters, 1, 26) || x'00' AS BLOB)", "parameters = x'00'", "kind = 2", "id = 3",
        ]
        try box.folder.copy(box.name, to: "whole.vault")
        let whole = try #require(box.folder.bytes(of: box.name))
        for change in changes {
            try box.folder.write(whole, to: box.name)
            try box.attack("UPDATE slot SET \(change)")
            attempt()
        }
        #expect(words.count == 1, "\(words)")
        #expect(words.first?.contains("does not open this vault") == true)
    }

    @Test(arguments: [
        "00000008 00000001", "0000FFFF 00000002", "00010000 00000001", "00100001 00000003", "04000000 00000003",
        "00040000 0000000B", "FFFFFFFF FFFFFFFF",
    ])
    func `SEC-33 a file cannot ask for a derivation that is too cheap or too dear`(cost: String) throws {
        _ = try box.create()
        let bytes = cost.filter { $0 != " " }
        try box.attack(
            "UPDATE slot SET parameters = CAST(x'0101' || x'\(bytes)' || x'01' || substr(parameters, 12) AS BLOB)")
        #expect(throws: VaultError.wrongSecret(kind: .passphrase)) { try box.open() }
    }

    @Test func `SEC-33 the parameters of a new slot are the ones asked for, and part of what is sealed`() throws {
        let vault = try box.create()
        let slot = try #require(try vault.slots().first)
        #expect(slot.kind == .passphrase)
        #expect(slot.derivation.cost == .smallest)
        #expect(slot.derivation.bytes.count == 27)
        #expect(SlotDerivation(slot.derivation.bytes) == slot.derivation)
        #expect(VaultConfiguration(epochs: nil).passphraseCost == .moderate)
        let dearer = try SlotDerivation(
            cost: Argon2id.Parameters(memoryBytes: 64 << 20, passes: 3), salt: slot.derivation.salt)
        let context = AssociatedData(vault: vault.id, keyEpoch: 1)
        let key = try SlotSealing.key(of: typed(VaultBox.passphrase), slot.derivation)
        #expect(try SlotSealing.opened(slot, with: key, context) != nil)
        let changed = KeySlot(id: slot.id, kind: slot.kind, derivation: dearer, sealed: slot.sealed)
        #expect(try SlotSealing.opened(changed, with: key, context) == nil)
    }

    @Test func `SEC-33 a recovery key and a key file open the vault too`() throws {
        let vault = try box.create()
        let id = try vault.insert(category: "credential", name: "a", value: [1])
        var words: [UInt8] = []
        do {
            let key = try RecoveryKey(from: SystemRandom())
            words = try key.withText { span in
                (0..<span.byteCount).map { unsafe span.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
            }
            let slot = try vault.addSlot(for: .recoveryKey(key), authorisedBy: typed(VaultBox.passphrase))
            #expect(slot == SlotID(1))
        }
        try vault.addSlot(
            for: .keyFile(secret(String(repeating: "k", count: 32))), authorisedBy: typed(VaultBox.passphrase))
        #expect(try vault.slots().map(\.kind) == [.passphrase, .recoveryKey, .keyFile])
        let recovered = try CredentialVault(
            opening: box.path, with: .recoveryKey(RecoveryKey(parsing: secret(String(decoding: words, as: UTF8.self)))),
            box.configuration)
        #expect(try recovered.read(id).value == [1])
        #expect(recovered.changesOutside == [])
        let byFile = try CredentialVault(
            opening: box.path, with: .keyFile(secret(String(repeating: "k", count: 32))), box.configuration)
        #expect(try byFile.read(id).value == [1])
        #expect(throws: VaultError.wrongSecret(kind: .keyFile)) {
            try CredentialVault(
                opening: box.path, with: .keyFile(secret(String(repeating: "k", count: 33))), box.configuration)
        }
        #expect(throws: VaultError.wrongSecret(kind: .recoveryKey)) {
            try CredentialVault(
                opening: box.path, with: .recoveryKey(RecoveryKey(from: SystemRandom())), box.configuration)
        }
    }

    @Test func `SEC-33 an open vault alone lets nobody else in`() throws {
        let vault = try box.create()
        #expect(throws: VaultError.wrongSecret(kind: .passphrase)) {
            try vault.addSlot(for: typed("a new long passphrase"), authorisedBy: typed("not the passphrase"))
        }
        #expect(throws: VaultError.wrongSecret(kind: .passphrase)) {
            try vault.changeSlot(typed("not the passphrase"), to: typed("a new long passphrase"))
        }
        #expect(try vault.slots().count == 1)
    }

    @Test func `SEC-33 a changed passphrase opens, the old one no more, and nothing of the old slot is left`() throws {
        let vault = try box.create()
        let old = try #require(try vault.slots().first).sealed
        try vault.changeSlot(typed(VaultBox.passphrase), to: typed("a new long passphrase"))
        #expect(throws: VaultError.wrongSecret(kind: .passphrase)) { try box.open() }
        #expect(try box.open("a new long passphrase").changesOutside == [])
        for name in box.folder.names {
            #expect(box.folder.bytes(of: name)?.firstRange(of: old) == nil, "\(name)")
        }
    }

    @Test func `SEC-33 the last slot stays, any other can go`() throws {
        let vault = try box.create()
        let first = try #require(SlotID(0))
        #expect(throws: VaultError.lastSlot) { try vault.removeSlot(first) }
        let second = try vault.addSlot(
            for: typed("a second long passphrase"), authorisedBy: typed(VaultBox.passphrase))
        #expect(throws: VaultError.unknownSlot(try #require(SlotID(7)))) {
            try vault.removeSlot(try #require(SlotID(7)))
        }
        try vault.removeSlot(first)
        #expect(throws: VaultError.lastSlot) { try vault.removeSlot(second) }
        #expect(throws: VaultError.wrongSecret(kind: .passphrase)) { try box.open() }
        #expect(try box.open("a second long passphrase").changesOutside == [])
    }

    @Test func `SEC-33 a slot that cannot be used does not count as a way to open`() throws {
        let vault = try box.create()
        let second = try vault.addSlot(for: typed("a second long passphrase"), authorisedBy: typed(VaultBox.passphrase))
        try box.attack("UPDATE slot SET parameters = x'' WHERE id = 0")
        #expect(throws: VaultError.lastSlot) { try vault.removeSlot(second) }
    }

    @Test func `SEC-33 there are eight slots and no ninth`() throws {
        let vault = try box.create()
        for number in 1..<8 {
            try vault.addSlot(
                for: .keyFile(secret(String(repeating: "\(number)", count: 32))),
                authorisedBy: typed(VaultBox.passphrase))
        }
        #expect(throws: VaultError.slotsFull(limit: 8)) {
            try vault.addSlot(
                for: .keyFile(secret(String(repeating: "9", count: 32))), authorisedBy: typed(VaultBox.passphrase))
        }
        #expect(SlotID(-1) == nil)
        #expect(SlotID(8) == nil)
    }

    @Test func `SEC-33 lengths of passphrases and key files hold on both sides`() throws {
        func make(_ secret: consuming SlotSecret) throws(VaultError) {
            _ = try CredentialVault(creating: box.path, with: secret, box.configuration)
        }
        #expect(throws: VaultError.passphraseLength(bytes: 11)) { try make(typed("12345678901")) }
        #expect(throws: VaultError.passphraseLength(bytes: 1_025)) {
            try make(typed(String(repeating: "a", count: 1_025)))
        }
        #expect(throws: VaultError.keyFileLength(bytes: 31)) {
            try make(.keyFile(secret(String(repeating: "a", count: 31))))
        }
        #expect(throws: VaultError.keyFileLength(bytes: 65_537)) {
            try make(.keyFile(secret(String(repeating: "a", count: 65_537))))
        }
        #expect(box.folder.names == [], "nothing was made")
        try make(typed("123456789012"))
        let vault = try box.open("123456789012")
        try vault.changeSlot(typed("123456789012"), to: typed(String(repeating: "a", count: 1_024)))
        try vault.changeSlot(
            typed(String(repeating: "a", count: 1_024)), to: .keyFile(secret(String(repeating: "a", count: 65_536))))
        #expect(try vault.slots().map(\.kind) == [.keyFile])
    }

    @Test func `SEC-33 a new vault key does not vouch for what was put back since the opening`() throws {
        let vault = try box.create()
        let copy = try vault.insert(category: "copy", name: "1", value: [0])
        try vault.database.checkpoint()
        try box.folder.copy(box.name, to: "old.vault")
        try vault.update(copy, value: [1], expecting: nil)
        try box.attack(
            """
            ATTACH '\(box.folder.file("old.vault"))' AS old;
            UPDATE record SET (label, seal) = (SELECT label, seal FROM old.record WHERE id = \(copy.row));
            UPDATE value SET sealed = (SELECT sealed FROM old.value WHERE id = \(copy.row));
            """)
        let error = #expect(throws: VaultError.self) { try vault.rekey(authorisedBy: typed(VaultBox.passphrase)) }
        guard case .changedOutside(let findings) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(findings.map(\.code) == ["rows_differ"])
    }

    @Test func `SEC-33 a new vault key seals everything anew and shuts the other slots`() throws {
        let vault = try box.create()
        let id = try vault.insert(
            category: "credential", name: "a", tags: [RecordTag("type", "t")], value: [1, 2, 3])
        let key = try vault.insert(category: "key", name: "k", secret: secret("private"))
        try vault.addSlot(for: typed("a second long passphrase"), authorisedBy: typed(VaultBox.passphrase))
        let other = try box.open("a second long passphrase")
        let oldKey = try box.vaultKey()
        #expect(try vault.rekey(authorisedBy: typed(VaultBox.passphrase)) == [.passphrase])
        #expect(try vault.read(id).value == [1, 2, 3])
        #expect(try vault.secret(key).isEqual(to: secret("private")))
        #expect(try vault.find(category: "credential", tag: RecordTag("type", "t")).map(\.id) == [id])
        #expect(throws: VaultError.keyChanged(file: box.path), "another process must open again") { try other.read(id) }
        #expect(throws: VaultError.keyChanged(file: box.path)) { try other.delete(id) }
        #expect(throws: VaultError.wrongSecret(kind: .passphrase)) { try box.open("a second long passphrase") }
        let again = try box.open()
        #expect(again.changesOutside == [])
        #expect(try again.read(id).value == [1, 2, 3])
        #expect(try again.doctor().isSound)
        let stranger = try box.open(oldKey, box.forgetful)
        #expect(stranger.changesOutside.map(\.code) == ["manifest_unreadable"])
        #expect(throws: VaultError.damagedRecord(id)) { try stranger.read(id) }
    }
}
