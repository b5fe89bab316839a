import Bytes
import Certificates
public import Cryptography
import Files
import HTTP
import JOSE
import JSON
public import OpenID4VP
public import Rules
public import SQLite

/// The folder in which a verifier keeps everything that it is: configuration, keys, certificates, database.
///
/// ```
/// verifier.json     configuration             signing.jwk   the key that signs requests (owner only)
/// chain.pem         leaf, for x5c             access-ca.pem the anchor that wallets are given
/// api.secret        keys the hashes of API keys (owner only)
/// verifier.db       transactions              trust/        whom the verifier trusts
/// status-lists/     the lists that it has met          console.json  the operator's password, hashed (owner only)
/// signers/          further identities: NAME.jwk (owner only) and NAME.pem
/// ```
public struct VerifierFolder: Sendable {
    /// What `init` made, for the operator to see once.
    public struct Created: Sendable {
        /// The first API key; it is stored nowhere.
        public let apiKey: String
        /// The file with the anchor that wallets must trust.
        public let anchorFile: String
        /// How the verifier is named in its requests.
        public let client: ClientIdentifier
    }

    /// The folder.
    public let path: String

    /// Names a folder; nothing is read yet.
    ///
    /// - Parameter configuration: the file with the configuration, when it is not the one in the folder.
    public init(path: String, configuration: String? = nil) {
        (self.path, configurationPath) = (path, configuration ?? "\(path)/verifier.json")
    }

    /// The folder with the anchors of issuers.
    public var trustPath: String { "\(path)/trust" }
    /// The status lists that the verifier has met.
    public var statusLists: KeptStatusListFolder { KeptStatusListFolder(path: "\(path)/status-lists") }
    /// The file of the database.
    public var databasePath: String { "\(path)/verifier.db" }
    /// The file with the configuration.
    public let configurationPath: String

    /// Whether the folder was set up.
    public var exists: Bool { Files.exists(configurationPath) }

    /// Makes keys, a certificate chain for trials, the configuration, the database and a first API key.
    ///
    /// - Throws: `files` with `exists` when the folder was set up before, `configuration` for a URL that is not https.
    public func create(
        _ configuration: VerifierConfiguration, organization: String, at time: UnixTime, random: some RandomSource
    ) throws(VerifierKitError) -> Created {
        try configuration.checkPublicURL()
        do throws(FilesError) {
            try Files.makeFolder(path)
            try Files.makeFolder(trustPath)
            try Files.write(
                Array((configuration.json.prettyText() + "\n").utf8), to: configurationPath, for: .owner,
                existing: .keep)
        } catch { throw .files(error) }
        let key = try self.key(random)
        let (leaf, root) = try chain(for: key, configuration, organization: organization, at: time, random: random)
        let secret = random.bytes(32)
        do throws(FilesError) {
            try Files.write(
                JSONValue.object(JWK.Private.json(of: key)).serialized(), to: "\(path)/signing.jwk", for: .owner,
                existing: .keep)
            try Files.write(Array(PEM.text(of: [leaf]).utf8), to: "\(path)/chain.pem", for: .everyone, existing: .keep)
            try Files.write(
                Array(PEM.text(of: [root]).utf8), to: "\(path)/access-ca.pem", for: .everyone, existing: .keep)
            try Files.write(secret, to: "\(path)/api.secret", for: .owner, existing: .keep)
        } catch { throw .files(error) }
        let store = try openStore(.createNew)
        let apiKey = APIKey(from: random)
        try store.insertKey(name: "first", hash: apiKey.hash(under: secret), grant: APIKeyGrant(), at: time)
        return Created(
            apiKey: apiKey.text, anchorFile: "\(path)/access-ca.pem",
            client: try Self.client(configuration, leaf: leaf))
    }

    /// Reads the configuration.
    ///
    /// - Throws: `files`, `json`, `configuration`.
    public func configuration() throws(VerifierKitError) -> VerifierConfiguration {
        try VerifierConfiguration(try json(at: configurationPath))
    }

    /// Reads the key and the certificates that requests are signed with.
    ///
    /// - Throws: `files`, `json`, `jose`, `certificates`, `badFile` when key and certificate do not belong together.
    public func signer(for configuration: VerifierConfiguration) throws(VerifierKitError) -> RequestSigner {
        try signer(for: configuration, key: "signing.jwk", chain: "chain.pem")
    }

    /// Reads the further identities, by which requests with several signatures are signed too, in the order of their names.
    ///
    /// - Throws: as `signer`.
    public func otherSigners(for configuration: VerifierConfiguration) throws(VerifierKitError) -> [RequestSigner] {
        var names: [String] = []
        do throws(FilesError) { names = try Files.names(in: "\(path)/signers") } catch {
            guard case .notFound = error else { throw .files(error) }
        }
        var signers: [RequestSigner] = []
        for name in names.filter({ $0.hasSuffix(".jwk") }).sorted() {
            let stem = "signers/\(name.dropLast(4))"
            signers.append(try signer(for: configuration, key: "\(stem).jwk", chain: "\(stem).pem"))
        }
        return signers
    }

    private func signer(
        for configuration: VerifierConfiguration, key keyFile: String, chain chainFile: String
    ) throws(VerifierKitError) -> RequestSigner {
        let value = try json(at: "\(path)/\(keyFile)")
        let key: JWK.Private
        do throws(JOSEError) { key = try JWK.Private(value) } catch { throw .jose(error) }
        let text = String(decoding: try bytes(of: chainFile), as: UTF8.self)
        let chain: [Certificate]
        do throws(CertificatesError) { chain = try PEM.certificates(in: text) } catch { throw .certificates(error) }
        guard let leaf = chain.first, leaf.publicKey == key.key.publicKey else {
            throw .badFile(path: "\(path)/\(chainFile)", problem: "does not certify the key in \(keyFile)")
        }
        // A wallet that is called by openid4vp:// is known to check this one algorithm, and no more of it is known.
        guard key.key.publicKey.curve == .p256 else {
            throw .badFile(path: "\(path)/\(keyFile)", problem: "is no P-256 key, which signs by ES256 (WM-04)")
        }
        guard configuration.profile != .haip || !chain.contains(where: \.isSelfSigned) else {
            throw .badFile(
                path: "\(path)/\(chainFile)", problem: "holds a self-signed certificate or the anchor (HAIP-02)")
        }
        return RequestSigner(client: try Self.client(configuration, leaf: leaf), key: key.key, chain: chain)
    }

    /// Reads the public key of the verifier, from the certificate that it shows to wallets.
    ///
    /// - Throws: `files`, `certificates`, `badFile`.
    public func publicKey() throws(VerifierKitError) -> PublicKey {
        let text = String(decoding: try bytes(of: "chain.pem"), as: UTF8.self)
        let chain: [Certificate]
        do throws(CertificatesError) { chain = try PEM.certificates(in: text) } catch { throw .certificates(error) }
        guard let key = chain.first?.publicKey else {
            throw .badFile(path: "\(path)/chain.pem", problem: "holds no key that can be used")
        }
        return key
    }

    /// Reads the secret under which API keys are hashed.
    ///
    /// - Throws: `files`, `badFile`.
    public func apiSecret() throws(VerifierKitError) -> [UInt8] {
        let secret = try bytes(of: "api.secret")
        guard secret.count == 32 else { throw .badFile(path: "\(path)/api.secret", problem: "is damaged") }
        return secret
    }

    /// Reads how the operator's password is kept; nil when none was set.
    ///
    /// - Throws: `files`, `json`, `configuration`.
    public func consolePassword() throws(VerifierKitError) -> ConsolePassword? {
        do throws(VerifierKitError) { return try ConsolePassword(try json(at: "\(path)/console.json")) } catch {
            if case .files(.notFound) = error { return nil }
            throw error
        }
    }

    /// Keeps the operator's password in place of the one before, whose sessions end.
    ///
    /// - Throws: `files`.
    public func set(_ password: ConsolePassword) throws(VerifierKitError) {
        do throws(FilesError) {
            try Files.write(
                Array((password.json.prettyText() + "\n").utf8), to: "\(path)/console.json", for: .owner,
                existing: .replace)
        } catch { throw .files(error) }
    }

    /// Opens the database.
    ///
    /// - Throws: `sqlite`.
    public func openStore(
        _ access: DatabaseConfiguration.Access = .open
    ) throws(VerifierKitError) -> SQLiteTransactionStore {
        var configuration = DatabaseConfiguration(access, durability: .full)
        // A transaction is a few small rows, changed three times within seconds: small pages, moved into the file late.
        (configuration.pageBytes, configuration.checkpointBytes) = (4_096, 16 << 20)
        do throws(SQLiteError) {
            return SQLiteTransactionStore(
                try Database(at: databasePath, configuration, schema: SQLiteTransactionStore.schema))
        } catch { throw .sqlite(error) }
    }

    private static func client(
        _ configuration: VerifierConfiguration, leaf: Certificate
    ) throws(VerifierKitError) -> ClientIdentifier {
        let name =
            configuration.prefix == .x509SanDNS
            ? configuration.publicURL.host : Base64URL.encode(leaf.fingerprint)
        do throws(OpenID4VPError) {
            return try ClientIdentifier(parsing: "\(configuration.prefix.rawValue):\(name)")
        } catch { throw .openID4VP(error) }
    }

    private func key(_ random: some RandomSource) throws(VerifierKitError) -> SoftwareKey {
        do throws(CryptographyError) { return try SoftwareKey(generating: .p256, from: random) } catch {
            throw .cryptography(error)
        }
    }

    /// A root that stands for an access authority, and the verifier's certificate under it: for trials, until a real
    /// authority certifies the key.
    private func chain(
        for key: SoftwareKey, _ configuration: VerifierConfiguration, organization: String, at time: UnixTime,
        random: some RandomSource
    ) throws(VerifierKitError) -> (leaf: Certificate, root: Certificate) {
        let rootKey = try self.key(random)
        var root = CertificateTemplate(
            commonName: "\(organization) Access CA", organization: organization, key: rootKey.publicKey,
            serialNumber: [1] + random.bytes(15), notBefore: time - 3600, notAfter: time + 10 * 365 * 86_400)
        root.authority = .init(pathLength: 0)
        var leaf = CertificateTemplate(
            commonName: "\(organization) Verifier", organization: organization, key: key.publicKey,
            serialNumber: [1] + random.bytes(15), notBefore: time - 3600, notAfter: time + 365 * 86_400)
        if configuration.publicURL.address == nil { leaf.dnsNames = [configuration.publicURL.host] }
        leaf.uris = [configuration.publicURL.text]
        do throws(CertificatesError) {
            let anchor = try root.selfSigned(with: rootKey)
            return (try leaf.issued(by: anchor, signedWith: rootKey), anchor)
        } catch { throw .certificates(error) }
    }

    private func json(at path: String) throws(VerifierKitError) -> JSONValue {
        let content: [UInt8]
        do throws(FilesError) { content = try Files.read(path, limitBytes: 256 << 10) } catch { throw .files(error) }
        do throws(JSONError) { return try JSONValue(parsing: content) } catch { throw .json(error) }
    }

    private func bytes(of name: String) throws(VerifierKitError) -> [UInt8] {
        do throws(FilesError) { return try Files.read("\(path)/\(name)", limitBytes: 256 << 10) } catch {
            throw .files(error)
        }
    }
}
