import Cryptography
import Rules
import TestSupport
import Testing

@testable import Vault

@Suite struct SampleVaultTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("sample.vault")
    }

    private var configuration: VaultConfiguration {
        VaultConfiguration(epochs: EpochFile(path: folder.file("epochs")), passphraseCost: .smallest)
    }

    /// Everything that is in the vault.
    private func content(of vault: CredentialVault) throws -> [SampleVault.Record] {
        var records: [(serial: UInt64, record: SampleVault.Record)] = []
        for category in try vault.counts().keys {
            for summary in try vault.list(category: category) {
                let value = try summary.isSecret ? vault.secret(summary.id).octets() : vault.read(summary.id).value
                records.append(
                    (
                        summary.serial,
                        SampleVault.Record(
                            category: summary.category, name: summary.name, tags: summary.tags, value: value,
                            isSecret: summary.isSecret)
                    ))
            }
        }
        return records.sorted { $0.serial < $1.serial }.map(\.record)
    }

    /// In the order of making: the key first.
    private var expected: [SampleVault.Record] {
        SampleVault.records.filter(\.isSecret) + SampleVault.records.filter { !$0.isSecret }
    }

    @Test(arguments: SlotKind.allCases)
    func `SEC-33 the frozen vault of version 1 opens with each of its secrets, and holds what it held`(
        kind: SlotKind
    ) throws {
        try folder.write(repositoryFile(SampleVault.file), to: "sample.vault")
        let vault: CredentialVault
        switch kind {
        case .passphrase:
            vault = try CredentialVault(opening: path, with: typed(SampleVault.passphrase), configuration)
        case .recoveryKey:
            vault = try CredentialVault(
                opening: path, with: .recoveryKey(SampleVault.parsedRecoveryKey()), configuration)
        case .keyFile:
            vault = try CredentialVault(
                opening: path, with: .keyFile(SampleVault.guarded(SampleVault.keyFile)), configuration)
        }
        #expect(vault.changesOutside == [])
        #expect(vault.id.description == SampleVault.vault)
        #expect(try content(of: vault) == expected)
        #expect(try vault.find(category: "copy", tag: RecordTag("state", "used")).map(\.name) == ["1"])
        #expect(try vault.doctor().isSound)
        #expect(try configuration.epochs?.highestEpoch(of: vault.id) == SampleVault.epoch)
        try vault.insert(category: "credential", name: "new", value: [1])
        #expect(try vault.doctor().isSound, "and can be written")
    }

    @Test func `SEC-33 the function that made the frozen vault still makes one of the same content`() throws {
        try SampleVault.make(in: folder)
        let vault = try CredentialVault(opening: path, with: typed(SampleVault.passphrase), configuration)
        #expect(vault.changesOutside == [])
        #expect(vault.id.description == SampleVault.vault)
        #expect(try content(of: vault) == expected)
    }
}
