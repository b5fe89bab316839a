internal import Cryptography
internal import Rules
internal import SQLite

extension CredentialVault {
    /// Makes a new vault with one way to open it.
    ///
    /// - Parameters:
    ///   - path: a name that is free, in a folder that nobody else may write to.
    ///   - secret: what will open it.
    ///   - configuration: the surroundings.
    /// - Throws: `passphraseLength`, `keyFileLength`, `sqlite(cannotOpen)` and others of the database.
    public convenience init(
        creating path: String, with secret: borrowing SlotSecret, _ configuration: VaultConfiguration
    ) throws(VaultError) {
        try secret.requireLength()
        let random = configuration.random
        guard let id = VaultID(random.bytes(VaultID.byteCount)) else {
            throw .internalInconsistency("the random source is short")
        }
        let vaultKey = try Self.randomKey(random)
        let keys = try VaultKeys(vault: id, keyEpoch: 1, vaultKey: vaultKey)
        let derivation = SlotSealing.derivation(for: secret.kind, passphraseCost: configuration.passphraseCost, random)
        let slotKey = try SlotSealing.key(of: secret, derivation)
        let slot = try SlotSealing.sealed(
            vaultKey, under: slotKey, SlotID(row: 0), secret.kind, derivation, keys.context, random)
        let database = try Self.database(path, .createNew, configuration)
        try database.write { (connection) throws(VaultError) in
            try VaultError.wrapping { () throws(SQLiteError) in
                try connection.run(
                    "INSERT INTO header (id, vault, key_epoch, manifest) VALUES (1, ?, 1, ?)",
                    [.blob(id.bytes), .blob([])])
                try connection.insert(slot)
            }
            var manifest = Manifest()
            manifest.epoch = 1
            manifest.slots = try VaultHeader(connection).slotsHash
            let sealed = try keys.sealed(manifest, random)
            try VaultError.wrapping { () throws(SQLiteError) in
                try connection.run("UPDATE header SET manifest = ?", [.blob(sealed.bytes)])
            }
        }
        self.init(
            database: database, id: id, configuration, State(keys: keys, changesOutside: [], warnings: [], epoch: 1))
        remember(1)
    }

    /// Opens a vault and checks that all of its records are there.
    ///
    /// The derivation from the passphrase takes most of the time, and is made once. When the file was changed outside
    /// this program, the vault opens all the same for reading; `changesOutside` then says what is wrong.
    ///
    /// - Throws: `wrongSecret`, `notAVault`, `cutOff`, `damagedHeader`, `sqlite(newerVersion)`, `sqlite(busy)`,
    ///   `sqlite(corrupt)`, `sqlite(cannotOpen)` and others of the database.
    public convenience init(
        opening path: String, with secret: borrowing SlotSecret, _ configuration: VaultConfiguration
    ) throws(VaultError) {
        try self.init(opening: path, configuration) { (header) throws(VaultError) in
            try VaultKeys(
                vault: header.vault, keyEpoch: header.keyEpoch, vaultKey: try header.opened(with: secret).vaultKey)
        }
    }

    /// Opens a vault with keys from anywhere; tests save the slow derivation.
    convenience init(
        opening path: String, _ configuration: VaultConfiguration,
        unlocking: (VaultHeader) throws(VaultError) -> VaultKeys
    ) throws(VaultError) {
        let database = try Self.database(path, .open, configuration)
        try VaultFile.requireWhole(database)
        let header = try database.read { (connection) throws(VaultError) in try VaultHeader(connection) }
        let keys = try unlocking(header)
        let state = try Self.examined(database, keys, configuration.epochs)
        self.init(database: database, id: header.vault, configuration, state)
        if state.changesOutside.isEmpty { remember(state.epoch) }
    }

    /// Compares the file with its manifest, and its epoch with the one that was remembered.
    private static func examined(
        _ database: Database, _ keys: VaultKeys, _ epochs: EpochFile?
    ) throws(VaultError) -> State {
        var state = State(keys: keys, changesOutside: [], warnings: [], epoch: 0)
        // What is remembered is read before the vault, since it is written after it: then a vault that another process
        // is changing just now is never behind.
        do throws(VaultError) {
            state.epoch = try epochs?.highestEpoch(of: keys.context.vault) ?? 0
        } catch {
            state.warnings.append(error.refusal)
        }
        let check = try database.read { (connection) throws(VaultError) in
            try CompletenessCheck(RecordReader(connection, keys))
        }
        state.changesOutside = check.findings
        if let epoch = check.manifest?.epoch {
            if state.epoch > epoch {
                state.changesOutside.append(VaultFinding.olderThanSeen(epoch: epoch, highest: state.epoch))
            }
            state.epoch = max(state.epoch, epoch)
        }
        return state
    }

    static func randomKey(_ random: any RandomSource) throws(VaultError) -> SecretBytes {
        do throws(CryptographyError) {
            return try SecretBytes(randomCount: VaultKeys.byteCount, from: random)
        } catch { throw .cryptography(error) }
    }

    private static func database(
        _ path: String, _ access: DatabaseConfiguration.Access, _ surroundings: VaultConfiguration
    ) throws(VaultError) -> Database {
        var configuration = DatabaseConfiguration(access, durability: .full)
        configuration.busyTimeoutMilliseconds = surroundings.busyTimeoutMilliseconds
        // A record of the largest size with its seal and padding, and some room for SQLite's own row format.
        configuration.valueLimitBytes = Int32(RecordLimits.valueBytes + 65_536)
        // A command changes little; a long WAL would only take room on a disk that is nearly full.
        configuration.checkpointBytes = 512 << 10
        do throws(SQLiteError) {
            return try Database(at: path, configuration, schema: VaultSchema.schema)
        } catch {
            guard access == .open else { throw VaultFile.explained(error, path) }
            return try reducedDatabase(path, configuration, after: error)
        }
    }

    /// Opens what can be read at least: without shared memory on a full disk, without any file beside it on a read-only one.
    private static func reducedDatabase(
        _ path: String, _ configuration: DatabaseConfiguration, after error: SQLiteError
    ) throws(VaultError) -> Database {
        var configuration = configuration
        switch error {
        case .full:
            configuration.sharing = .exclusive
        case .readOnly, .cannotOpen:
            // The file itself may be there: SQLite says the same when it cannot make the WAL beside it.
            guard case .file = try? PrivateFile.kind(of: path) else { throw .sqlite(error) }
            (configuration.access, configuration.sharing) = (.readOnly, .immutable)
        default: throw VaultFile.explained(error, path)
        }
        do throws(SQLiteError) {
            return try Database(at: path, configuration, schema: VaultSchema.schema)
        } catch { throw VaultFile.explained(error, path) }
    }
}

extension Connection {
    /// Writes a slot.
    func insert(_ slot: KeySlot) throws(SQLiteError) {
        try run(
            "INSERT INTO slot (id, kind, parameters, sealed) VALUES (?, ?, ?, ?)",
            [
                .integer(slot.id.row), .integer(Int64(slot.kind.rawValue)), .blob(slot.derivation.bytes),
                .blob(slot.sealed),
            ])
    }
}
