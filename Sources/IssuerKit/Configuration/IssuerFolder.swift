import Certificates
public import Cryptography
import Files
import JOSE
import JSON
public import Rules
public import SQLite

/// The folder in which an issuer keeps everything that it is.
///
/// ```
/// issuer.json       settings                       types/       the types, one file each
/// credentials.jwk   signs credentials (owner only)  credentials.pem  its certificate
/// status.jwk        signs status lists (owner only) status.pem       its certificate
/// issuer-ca.pem     the anchor that wallets and verifiers are given; trust/ has it as an entry of a trust folder
/// issuer.db         offers, tokens, copies
/// ```
public struct IssuerFolder: Sendable {
    /// What an issuer works with.
    public struct Opened: Sendable {
        /// The settings.
        public let settings: IssuerSettings
        /// What it knows to issue.
        public let catalogue: TypeCatalogue
        /// What it has issued.
        public let store: SQLiteIssuerStore
        /// The routes, and what makes offers and credentials.
        public let service: IssuerService
    }

    /// The folder.
    public let path: String

    /// The file with the settings.
    public let settingsPath: String

    /// Names a folder; nothing is read yet.
    ///
    /// - Parameter settings: the file with the settings, when it is not the one in the folder.
    public init(path: String, settings: String? = nil) {
        (self.path, settingsPath) = (path, settings ?? "\(path)/\(Name.settings)")
    }

    /// The folder with the entry for those who are to trust the issuer.
    public var trustPath: String { "\(path)/trust" }
    /// The folder with the types.
    public var typesPath: String { "\(path)/types" }

    /// Reads the settings.
    ///
    /// - Throws: `files`, `json`, `settings`.
    public func settings() throws(IssuerKitError) -> IssuerSettings { try IssuerSettings(try json(at: settingsPath)) }

    /// Reads the types.
    ///
    /// - Throws: `files`, `typeFile`.
    public func catalogue() throws(IssuerKitError) -> TypeCatalogue { try TypeCatalogue(folder: typesPath) }

    /// Opens everything.
    ///
    /// - Parameters:
    ///   - clock: the time.
    ///   - random: where codes, salts and places in status lists come from.
    ///   - log: where events go.
    /// - Throws: `files`, `json`, `settings`, `typeFile`, `keys`, `sqlite`.
    public func open(
        clock: Clock = .system, random: any RandomSource = SystemRandom(),
        log: @escaping @Sendable (IssuerEvent) -> Void = { _ in }
    ) throws(IssuerKitError) -> Opened {
        let (settings, catalogue) = (try settings(), try catalogue())
        let store = try store(settings)
        let service = try IssuerService(
            settings: settings, catalogue: catalogue, keys: try keys(), store: store, clock: clock, random: random,
            log: log)
        return Opened(settings: settings, catalogue: catalogue, store: store, service: service)
    }

    /// Reads the keys and their certificates.
    ///
    /// - Throws: `files`, `json`, `jose`, `certificates`, `keys`.
    public func keys() throws(IssuerKitError) -> IssuerKeys {
        try IssuerKeys(credentials: try certified(Name.credentials), status: try certified(Name.status))
    }

    /// Opens the database.
    ///
    /// - Throws: `sqlite`.
    public func store(
        _ settings: IssuerSettings, _ access: DatabaseConfiguration.Access = .open
    ) throws(IssuerKitError) -> SQLiteIssuerStore {
        do throws(SQLiteError) {
            let database = try Database(
                at: databasePath, DatabaseConfiguration(access), schema: SQLiteIssuerStore.schema)
            return SQLiteIssuerStore(database, listSize: settings.limits.statusListEntries)
        } catch {
            throw .sqlite(error)
        }
    }

    var databasePath: String { "\(path)/\(Name.database)" }

    /// The files of the folder, without their endings where there are two of them.
    enum Name {
        static let settings = "issuer.json"
        static let credentials = "credentials"
        static let anchor = "issuer-ca.pem"
        static let database = "issuer.db"
        static let status = "status"
    }

    private func certified(_ name: String) throws(IssuerKitError) -> CertifiedKey {
        let value = try json(at: "\(path)/\(name).jwk")
        let key: JWK.Private
        do { key = try JWK.Private(value) } catch { throw .jose(error) }
        let text = String(decoding: try bytes(of: "\(name).pem"), as: UTF8.self)
        let chain: [Certificate]
        do { chain = try PEM.certificates(in: text) } catch { throw .certificates(error) }
        return try CertifiedKey(key: key.key, chain: chain)
    }

    private func json(at path: String) throws(IssuerKitError) -> JSONValue {
        let content: [UInt8]
        do { content = try Files.read(path, limitBytes: 262_144) } catch { throw .files(error) }
        do { return try JSONValue(parsing: content) } catch { throw .json(path: path, error) }
    }

    private func bytes(of name: String) throws(IssuerKitError) -> [UInt8] {
        do { return try Files.read("\(path)/\(name)", limitBytes: 262_144) } catch { throw .files(error) }
    }
}
