import Cryptography
import Synchronization
import TestSupport

@testable import SQLite
@testable import Vault

/// The frozen vault of schema version 1: whatever is written later, this file must open for ever.
///
/// `Fixtures/version-1.vault` was made once by `make(in:)`; it is never made again. Version 2 gets a file of its own.
enum SampleVault {
    static let file = "Tests/VaultTests/Fixtures/version-1.vault"
    static let passphrase = "correct horse battery staple"
    static let recoveryKey = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ-XPHV"
    static let keyFile = [UInt8](repeating: 0x6B, count: 32)
    static let vault = "000102030405060708090a0b0c0d0e0f"
    /// The transaction that made the vault, two that added slots, one that wrote the records, one that changed two.
    static let epoch: UInt64 = 5

    /// A record of the sample.
    struct Record: Equatable {
        let category: String
        let name: String
        var tags: [RecordTag] = []
        let value: [UInt8]
        var isSecret = false
    }

    static let records = [
        Record(
            category: "credential", name: "address",
            tags: [
                RecordTag("type", "urn:carnet:postal:address-proof:1"), RecordTag("issuer", "https://post.example"),
            ],
            value: Array("{\"street\":\"Poststraße 1\"}".utf8)),
        Record(category: "credential", name: "Zürich 🏔", value: []),
        Record(
            category: "copy", name: "1", tags: [RecordTag("state", "used")],
            value: [UInt8](repeating: 0xA5, count: 10_000)),
        Record(category: "key", name: "holder", value: (1...32).map { $0 }, isSecret: true),
    ]

    /// Makes the vault anew; nonces come from a seed, so that nothing but time decides what is in it.
    static func make(in folder: TemporaryFolder) throws {
        var configuration = VaultConfiguration(epochs: nil, passphraseCost: .smallest)
        configuration.random = CountingRandom()
        let path = folder.file("sample.vault")
        let vault = try CredentialVault(creating: path, with: typed(passphrase), configuration)
        try vault.addSlot(for: .recoveryKey(parsedRecoveryKey()), authorisedBy: typed(passphrase))
        try vault.addSlot(for: .keyFile(guarded(keyFile)), authorisedBy: typed(passphrase))
        try vault.transaction { (transaction) throws(VaultError) in
            for record in records where record.isSecret {
                try transaction.insert(
                    category: record.category, name: record.name, tags: record.tags, secret: try guarded(record.value))
            }
            for record in records where !record.isSecret {
                try transaction.insert(category: record.category, name: record.name, value: [1, 2, 3])
            }
            try transaction.insert(category: "credential", name: "erased", value: [1])
        }
        try vault.transaction { (transaction) throws(VaultError) in
            for record in records where !record.isSecret {
                guard let old = try transaction.read(category: record.category, name: record.name) else { continue }
                try transaction.update(old.id, value: record.value, tags: record.tags)
            }
            if let erased = try transaction.read(category: "credential", name: "erased") {
                try transaction.delete(erased.id)
            }
        }
        try vault.database.vacuum()
    }

    static func parsedRecoveryKey() throws(VaultError) -> RecoveryKey {
        try RecoveryKey(parsing: try secret(recoveryKey))
    }

    /// Guarded bytes.
    static func guarded(_ bytes: [UInt8]) throws(VaultError) -> SecretBytes {
        var bytes = bytes
        do throws(CryptographyError) { return try SecretBytes(wiping: &bytes) } catch { throw .cryptography(error) }
    }

    /// Gives 16 bytes in order when 16 are asked for the first time, which is the vault's id; then what a seed gives.
    private final class CountingRandom: RandomSource {
        private let seeded = SeededRandom(seed: 2026)
        private let isFirst = Mutex(true)

        func bytes(_ count: Int) -> [UInt8] {
            let isFirst = isFirst.withLock { first in
                defer { first = false }
                return first
            }
            return isFirst ? (0..<UInt8(count)).map { $0 } : seeded.bytes(count)
        }
    }
}
