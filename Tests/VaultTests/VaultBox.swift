import Cryptography
import Synchronization
import TestSupport

@testable import SQLite
@testable import Vault

/// A folder with a vault in it, and what is needed to open it.
struct VaultBox {
    static let passphrase = "correct horse battery staple"
    private static let seed: UInt64 = 1
    let folder: TemporaryFolder
    let name: String

    init(_ name: String = "test.vault") throws { (folder, self.name) = (try TemporaryFolder(), name) }

    var path: String { folder.file(name) }

    /// The smallest accepted cost, so that a test takes 0.1 s and not 1 s.
    var configuration: VaultConfiguration {
        var configuration = VaultConfiguration(
            epochs: EpochFile(path: folder.file("epochs")), passphraseCost: .smallest)
        configuration.busyTimeoutMilliseconds = 0
        return configuration
    }

    /// The same without a memory of epochs.
    var forgetful: VaultConfiguration {
        var configuration = configuration
        configuration.epochs = nil
        return configuration
    }

    func create() throws(VaultError) -> CredentialVault {
        var seeded = configuration
        seeded.random = SeededRandom(seed: Self.seed)
        return try CredentialVault(creating: path, with: try typed(Self.passphrase), seeded)
    }

    func open(_ passphrase: String = Self.passphrase) throws(VaultError) -> CredentialVault {
        try CredentialVault(opening: path, with: try typed(passphrase), configuration)
    }
}

/// Guarded bytes of a text.
func secret(_ text: String) throws(VaultError) -> SecretBytes {
    var bytes = Array(text.utf8)
    do throws(CryptographyError) { return try SecretBytes(wiping: &bytes) } catch { throw .cryptography(error) }
}

/// A passphrase as a person would type it.
func typed(_ text: String) throws(VaultError) -> SlotSecret { .passphrase(try secret(text)) }

extension VaultBox {
    /// Changes the closed file by SQL, as someone without the keys would.
    func attack(_ sql: String...) throws(SQLiteError) {
        var configuration = DatabaseConfiguration(.open)
        configuration.busyTimeoutMilliseconds = 0
        let database = try Database(at: path, configuration, schema: VaultSchema.schema)
        for sql in sql {
            try database.withWriter { (connection) throws(SQLiteError) in try connection.execute(sql) }
        }
    }

    /// Opens the file with a vault key that is known, which saves the derivation.
    func open(
        _ vaultKey: borrowing SecretBytes, _ configuration: VaultConfiguration? = nil
    ) throws(VaultError) -> CredentialVault {
        try CredentialVault(opening: path, configuration ?? self.configuration) { (header) throws(VaultError) in
            try VaultKeys(vault: header.vault, keyEpoch: header.keyEpoch, vaultKey: vaultKey)
        }
    }

    /// The key of a vault that `create` made.
    func vaultKey() throws(VaultError) -> SecretBytes {
        let random = SeededRandom(seed: Self.seed)
        _ = random.bytes(VaultID.byteCount)
        return try CredentialVault.randomKey(random)
    }
}

/// Random bytes that come again with the same seed, so that a test knows a vault's key without a derivation.
final class SeededRandom: RandomSource {
    private let generator: Mutex<SeededGenerator>

    init(seed: UInt64) { generator = Mutex(SeededGenerator(seed: seed)) }

    func bytes(_ count: Int) -> [UInt8] { generator.withLock { $0.bytes(count) } }
}
