import Cryptography
import Glibc
import Rules
import SQLite
import TestSupport
import Testing

@testable import Vault

@Suite struct EpochFileTests {
    private let folder: TemporaryFolder
    private let file: EpochFile

    init() throws {
        folder = try TemporaryFolder()
        file = EpochFile(path: folder.file("epochs"))
    }

    private func vault(_ byte: UInt8) throws -> VaultID {
        try #require(VaultID([UInt8](repeating: byte, count: 16)))
    }

    @Test func `SEC-33 the highest epoch of each vault is remembered`() throws {
        #expect(try file.highestEpoch(of: vault(1)) == nil)
        #expect(folder.names == [], "asking makes no file")
        try file.remember(5, of: vault(1))
        try file.remember(7, of: vault(2))
        try file.remember(6, of: vault(1))
        try file.remember(3, of: vault(1))
        try file.remember(UInt64(Int64.max), of: vault(3))
        #expect(try file.highestEpoch(of: vault(1)) == 6)
        #expect(try file.highestEpoch(of: vault(2)) == 7)
        #expect(try file.highestEpoch(of: vault(3)) == UInt64(Int64.max))
        #expect(try file.highestEpoch(of: vault(4)) == nil)
        let text = String(decoding: try #require(folder.bytes(of: "epochs")), as: UTF8.self)
        #expect(
            text.hasPrefix("carnet-epochs 1\n\(String(repeating: "01", count: 16)) 00000000000000000006\n"))
    }

    @Test func `SEC-33 a line that a power cut left half is written again`() throws {
        try file.remember(5, of: vault(1))
        let content = try #require(folder.bytes(of: "epochs"))
        try file.remember(9, of: vault(2))
        let both = try #require(folder.bytes(of: "epochs"))
        for count in content.count..<both.count {
            try folder.write(Array(both.prefix(count)), to: "epochs")
            #expect(try file.highestEpoch(of: vault(1)) == 5)
            #expect(try file.highestEpoch(of: vault(2)) == nil)
            try file.remember(9, of: vault(2))
            #expect(folder.bytes(of: "epochs") == both, "\(count)")
        }
    }

    @Test func `SEC-33 a file of someone else is neither read nor changed`() throws {
        let contents = [Array("something else".utf8), [UInt8](repeating: 0x61, count: 1_000_000)]
        for content in contents {
            try folder.write(content, to: "epochs")
            #expect(throws: VaultError.self) { try file.highestEpoch(of: vault(1)) }
            #expect(throws: VaultError.self) { try file.remember(1, of: vault(1)) }
            #expect(folder.bytes(of: "epochs") == content)
        }
    }

    @Test func `SEC-33 an epoch that no vault can have makes the file unusable, and accepting does not fail on it`()
        throws
    {
        let box = try VaultBox()
        let vault = try box.create()
        for epoch in ["18446744073709551615", "09223372036854775808"] {
            try box.folder.write(Array("carnet-epochs 1\n\(vault.id) \(epoch)\n".utf8), to: "epochs")
            let opened = try box.open(try box.vaultKey())
            #expect(opened.warnings.map(\.code) == ["epoch_file_unusable"])
            #expect(try opened.acceptChanges().kept == 0)
        }
    }

    @Test func `SEC-34 a link is not followed`() throws {
        #expect(unsafe symlink(folder.file("victim"), folder.file("epochs")) == 0)
        #expect(throws: VaultError.self) { try file.remember(1, of: vault(1)) }
        try folder.write([], to: "victim")
        #expect(throws: VaultError.self) { try file.remember(1, of: vault(1)) }
        #expect(folder.bytes(of: "victim") == [])
    }

    @Test func `SEC-33 eight threads and eight vaults lose nothing`() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 as Range<UInt8> {
                group.addTask {
                    for epoch in 1...50 as ClosedRange<UInt64> { try file.remember(epoch, of: vault(number)) }
                }
            }
            try await group.waitForAll()
        }
        for number in 0..<8 as Range<UInt8> { #expect(try file.highestEpoch(of: vault(number)) == 50) }
    }

    @Test func `SEC-33 a whole file that was put back to an older copy is noticed`() throws {
        let box = try VaultBox()
        let vault = try box.create()
        let copy = try vault.insert(category: "copy", name: "1", value: [0])
        var versions: [[UInt8]] = []
        for number in 0..<5 as Range<UInt8> {
            try vault.database.checkpoint()
            versions.append(try #require(box.folder.bytes(of: box.name)))
            try vault.update(copy, value: [number + 1], expecting: nil)
        }
        try vault.database.checkpoint()
        let newest = try #require(box.folder.bytes(of: box.name))
        let key = try box.vaultKey()
        for version in versions {
            try box.folder.write(version, to: "old.vault")
            let old = try CredentialVault(opening: box.folder.file("old.vault"), box.configuration) {
                (header) throws(VaultError) in
                try VaultKeys(vault: header.vault, keyEpoch: header.keyEpoch, vaultKey: key)
            }
            #expect(old.changesOutside.map(\.code) == ["older_than_seen"])
            #expect(throws: VaultError.changedOutside(findings: old.changesOutside)) {
                try old.update(copy, value: [9], expecting: nil)
            }
        }
        try box.folder.write(newest, to: "new.vault")
        let same = try CredentialVault(opening: box.folder.file("new.vault"), box.configuration) {
            (header) throws(VaultError) in
            try VaultKeys(vault: header.vault, keyEpoch: header.keyEpoch, vaultKey: key)
        }
        #expect(same.changesOutside == [], "a copy of the newest state is no rollback")
    }

    @Test func `SEC-33 F-07 a vault that another process is changing is no rollback`() throws {
        let box = try VaultBox()
        let vault = try box.create()
        let key = try box.vaultKey()
        let writer = Background {
            for number in 0..<100 { _ = try? vault.insert(category: "copy", name: "\(number)", value: []) }
        }
        for _ in 0..<100 { #expect(try box.open(key).changesOutside == []) }
        _ = writer.value()
    }

    @Test func `SEC-33 after an accepted rollback the epoch is above all that were seen`() throws {
        let box = try VaultBox()
        let vault = try box.create()
        try vault.database.checkpoint()
        let old = try #require(box.folder.bytes(of: box.name))
        for number in 0..<5 { try vault.insert(category: "copy", name: "\(number)", value: []) }
        try box.folder.write(old, to: "old.vault")
        let key = try box.vaultKey()
        let rolledBack = try CredentialVault(opening: box.folder.file("old.vault"), box.configuration) {
            (header) throws(VaultError) in
            try VaultKeys(vault: header.vault, keyEpoch: header.keyEpoch, vaultKey: key)
        }
        #expect(try rolledBack.acceptChanges().wasRolledBack)
        try rolledBack.insert(category: "copy", name: "after", value: [])
        #expect(try box.configuration.epochs?.highestEpoch(of: vault.id) == 8)
        let reader = try box.open(key)
        #expect(reader.changesOutside.map(\.code) == ["older_than_seen"], "now the other file is the older one")
    }

    @Test func `SEC-33 a change is acknowledged even when its epoch cannot be remembered, with a warning`() throws {
        let box = try VaultBox()
        let vault = try box.create()
        try box.folder.write([1, 2, 3], to: "epochs")
        let id = try vault.insert(category: "credential", name: "a", value: [1])
        #expect(vault.warnings.map(\.code) == ["epoch_file_unusable"])
        let again = try box.open(box.vaultKey())
        #expect(try again.read(id).value == [1])
        #expect(again.warnings.map(\.code) == ["epoch_file_unusable"])
        #expect(try !again.doctor().isSound)
    }
}
