public import Rules
internal import SQLite
internal import Synchronization

/// An encrypted file of records: credentials, keys, history, trust.
///
/// ```swift
/// let vault = try CredentialVault(opening: path, with: .passphrase(typed), VaultConfiguration(epochs: epochs))
/// let id = try vault.insert(category: "credential", name: "address", value: bytes)
/// try vault.transaction { (transaction) throws(VaultError) in
///     let record = try transaction.read(id)
///     try transaction.update(id, value: changed(record.value), expecting: record.version)
/// }
/// ```
///
/// Every record is sealed; the file shows how many there are and how long they are in steps of 256 bytes, nothing else.
/// What returns without an error is on the disk. Any thread may call any function; several processes may use one file.
/// Source: `docs/vault-format.md`; SEC-33, SEC-34, SEC-35.
public final class CredentialVault: Sendable {
    /// The random name of the vault.
    public let id: VaultID
    /// The absolute path.
    public var file: String { database.file }

    let database: Database
    let configuration: VaultConfiguration
    private let state: Mutex<State>

    /// What changes while the vault is open.
    struct State {
        /// Nil once the vault was locked.
        var keys: VaultKeys?
        /// Why nothing may be written.
        var changesOutside: [Refusal]
        /// What does not stand in the way, but should be known.
        var warnings: [Refusal]
        /// The highest epoch that this process has seen.
        var epoch: UInt64
    }

    init(database: Database, id: VaultID, _ configuration: VaultConfiguration, _ state: State) {
        self.id = id
        self.database = database
        self.configuration = configuration
        self.state = Mutex(state)
    }

    /// Forgets all keys; every function then throws `locked`.
    public func lock() { withState { $0.keys = nil } }

    /// Whether the keys were forgotten.
    public var isLocked: Bool { withState { $0.keys == nil } }

    /// What was changed by something that does not know the vault key; while there is anything, nothing can be written.
    public var changesOutside: [Refusal] { withState { $0.changesOutside } }

    /// What the person should know, such as a file of epochs that cannot be used.
    public var warnings: [Refusal] { withState { $0.warnings } }

    /// Makes several changes together: all are kept, with one new epoch, or none when `body` throws.
    ///
    /// No other process changes the vault meanwhile; so `body` must not wait for a person or the network.
    ///
    /// - Throws: what `body` throws; `locked`, `changedOutside`, `keyChanged`, `sqlite(busy)`, `sqlite(full)` and others
    ///   of the database. Nothing is changed then.
    @discardableResult
    public func transaction<Result: Sendable, Failure: WrapsVaultError>(
        _ body: (inout VaultTransaction) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let keys = try Failure.wrappingVault { () throws(VaultError) in try keysForWriting() }
        let done: (result: Result, epoch: UInt64?)
        do throws(TransactionFailure<Failure>) {
            done = try database.write { (connection) throws(TransactionFailure<Failure>) in
                try run(body, on: connection, keys)
            }
        } catch {
            switch error {
            case .body(let error): throw error
            case .vault(let error): throw .vault(error)
            case .sqlite(let error): throw .vault(.sqlite(error))
            }
        }
        if let epoch = done.epoch { remember(epoch) }
        return done.result
    }

    /// Runs a change that the transaction type does not offer, such as one of the slots, with the same bookkeeping.
    func withTransaction<Result: Sendable>(
        _ body: (inout VaultTransaction) throws(VaultError) -> Result
    ) throws(VaultError) -> Result { try transaction(body) }

    func withState<Result: Sendable>(_ body: (inout State) -> Result) -> Result { state.withLock { body(&$0) } }

    /// The keys, for reading.
    func keys() throws(VaultError) -> VaultKeys {
        guard let keys = withState({ $0.keys }) else { throw .locked }
        return keys
    }

    private func keysForWriting() throws(VaultError) -> VaultKeys {
        let keys = try keys()
        let findings = changesOutside
        guard findings.isEmpty else { throw .changedOutside(findings: findings) }
        return keys
    }

    /// Takes note of an epoch that is on the disk.
    func remember(_ epoch: UInt64) {
        withState { $0.epoch = max($0.epoch, epoch) }
        do throws(VaultError) {
            try configuration.epochs?.remember(epoch, of: id)
        } catch {
            // The change is made and durable; that a rollback would not be noticed is no reason to deny it.
            warn(error.refusal)
        }
    }

    /// Takes note of something that the person should know.
    func warn(_ refusal: Refusal) {
        withState { if !$0.warnings.contains(refusal) { $0.warnings.append(refusal) } }
    }

    private func run<Result, Failure>(
        _ body: (inout VaultTransaction) throws(Failure) -> Result, on connection: Connection, _ keys: VaultKeys
    ) throws(TransactionFailure<Failure>) -> (result: Result, epoch: UInt64?) {
        var transaction = try TransactionFailure<Failure>.wrappingVault { () throws(VaultError) in
            try VaultTransaction(connection, keys, configuration.random, floor: withState { $0.epoch })
        }
        let result: Result
        do throws(Failure) { result = try body(&transaction) } catch { throw .body(error) }
        do throws(VaultError) { return (result, try transaction.finish()) } catch { throw .vault(error) }
    }
}

/// Carries the error of a closure through the database's transaction.
enum TransactionFailure<Failure: WrapsVaultError>: WrapsSQLiteError, WrapsVaultError {
    case body(Failure)
    case vault(VaultError)
    case sqlite(SQLiteError)
}
