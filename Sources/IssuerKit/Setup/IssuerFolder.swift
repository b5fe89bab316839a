import Bytes
import Certificates
public import Cryptography
import Files
public import HTTP
import JOSE
import JSON
public import Rules
import SQLite

/// The folder in which an issuer keeps everything that it is.
///
/// ```
/// issuer.json       settings                      types/        the credential types, one file each
/// credentials.jwk   signs credentials (owner only)             credentials.pem  its certificate
/// status.jwk        signs status lists (owner only)            status.pem       its certificate
/// issuer-ca.pem     the anchor that wallets and verifiers are given             issuer.db  what was offered and issued
/// ```
public struct IssuerFolder: Sendable {
    /// What `init` made.
    public struct Created: Sendable {
        /// The issuer's identifier.
        public let issuer: String
        /// The file with the anchor that wallets and verifiers must trust.
        public let anchorFile: String
        /// The types that can be issued.
        public let types: [String]
    }

    /// What an issuer runs with.
    public struct Opened: Sendable {
        /// The service.
        public let service: IssuerService
        /// What it knows to issue.
        public let catalogue: TypeCatalogue
        /// What it has issued.
        public let store: SQLiteIssuerStore
        /// Where it listens.
        public let listen: (address: IPAddress, port: UInt16)
    }

    /// The folder.
    public let path: String

    /// Names a folder; nothing is read yet.
    public init(path: String) { self.path = path }

    /// Makes keys, certificates for trials, settings, types and the database.
    ///
    /// - Parameters:
    ///   - url: the issuer's identifier.
    ///   - name: what people call the issuer.
    ///   - country: ISO 3166 alpha-2; becomes the default of `issuing_country`.
    ///   - operatorCode: the operator's code; becomes the default of `issuing_operator`.
    ///   - typesFolder: the type files to begin with.
    /// - Throws: `files` with `exists` when the folder was set up before, `typeFile`, `settings`.
    public func create(
        url: WebURL, name: String, country: String, operatorCode: String, typesFolder: String, at time: UnixTime,
        random: some RandomSource
    ) throws(IssuerKitError) -> Created {
        let port = url.port
        let settings: JSONValue = [
            "schema": 1, "issuer": .string(url.text), "test_mode": .bool(url.isLoopback),
            "display": [["name": .string(name), "locale": "en"]],
            "default_claims": ["issuing_country": .string(country), "issuing_operator": .string(operatorCode)],
            "listen": .string("127.0.0.1:\(url.isLoopback ? port : 8081)"),
        ]
        _ = try IssuerSettings(settings)
        do throws(FilesError) {
            try Files.makeFolder("\(path)/types")
            try Files.write(
                Array((settings.prettyText() + "\n").utf8), to: "\(path)/issuer.json", for: .owner, existing: .keep)
            for file in try Files.names(in: typesFolder) where file.hasSuffix(".json") {
                let bytes = try Files.read("\(typesFolder)/\(file)", limitBytes: 1 << 20)
                try Files.write(bytes, to: "\(path)/types/\(file)", for: .everyone, existing: .replace)
            }
        } catch { throw .files(error) }
        let catalogue = try TypeCatalogue(folder: "\(path)/types")
        try makeKeys(url: url, name: name, country: country, at: time, random: random)
        _ = try openStore(.createNew)
        return Created(
            issuer: url.text, anchorFile: "\(path)/issuer-ca.pem", types: catalogue.issuable.map(\.vct))
    }

    /// Opens everything.
    ///
    /// - Throws: `files`, `settings`, `typeFile`, `keys`, `sqlite`.
    public func open(
        clock: Clock = .system, random: any RandomSource = SystemRandom(),
        log: @escaping @Sendable (IssuerEvent) -> Void = { _ in }
    ) throws(IssuerKitError) -> Opened {
        let json = try json(in: "issuer.json")
        let settings = try IssuerSettings(json)
        let catalogue = try TypeCatalogue(folder: "\(path)/types")
        let keys = try IssuerKeys(credentials: try certifiedKey("credentials"), status: try certifiedKey("status"))
        let store = try openStore(.open)
        let service = try IssuerService(
            settings: settings, catalogue: catalogue, keys: keys, store: store, clock: clock, random: random, log: log)
        guard let listen = Self.endpoint(json["listen"]?.string ?? "127.0.0.1:8081") else {
            throw .settings(.member(.listen))
        }
        return Opened(service: service, catalogue: catalogue, store: store, listen: listen)
    }

    /// Reads `address:port`; an IPv6 address stands in brackets.
    public static func endpoint(_ text: String) -> (address: IPAddress, port: UInt16)? {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        return IPAddress(host).map { ($0, port) }
    }

    /// A root that stands for the operator's authority, and two certificates under it: for trials, until a real authority
    /// certifies the keys.
    private func makeKeys(
        url: WebURL, name: String, country: String, at time: UnixTime, random: some RandomSource
    ) throws(IssuerKitError) {
        let rootKey = try freshKey(random)
        func template(_ suffix: String, _ key: SoftwareKey, days: Int64) -> CertificateTemplate {
            CertificateTemplate(
                commonName: "\(name) \(suffix)", organization: name, country: country, key: key.publicKey,
                serialNumber: [1] + random.bytes(15), notBefore: time - 3600, notAfter: time + days * 86_400)
        }
        var root = template("Root", rootKey, days: 3650)
        root.authority = .init(pathLength: 0)
        let anchor = try Self.wrapped { () throws(CertificatesError) in try root.selfSigned(with: rootKey) }
        try write(Array(PEM.text(of: [anchor]).utf8), "issuer-ca.pem", for: .everyone)
        for (file, words) in [("credentials", "Credentials"), ("status", "Status Lists")] {
            let key = try freshKey(random)
            var leaf = template(words, key, days: 730)
            if url.address == nil { leaf.dnsNames = [url.host] }
            leaf.uris = [url.text]
            let certificate = try Self.wrapped { () throws(CertificatesError) in
                try leaf.issued(by: anchor, signedWith: rootKey)
            }
            try write(Array(PEM.text(of: [certificate]).utf8), "\(file).pem", for: .everyone)
            try write(JSONValue.object(JWK.Private.json(of: key)).serialized(), "\(file).jwk", for: .owner)
        }
    }

    private func certifiedKey(_ name: String) throws(IssuerKitError) -> CertifiedKey {
        let value = try json(in: "\(name).jwk")
        let key: JWK.Private
        do throws(JOSEError) { key = try JWK.Private(value) } catch { throw .jose(error) }
        let text = String(decoding: try bytes(of: "\(name).pem"), as: UTF8.self)
        let chain = try Self.wrapped { () throws(CertificatesError) in try PEM.certificates(in: text) }
        return try CertifiedKey(key: key.key, chain: chain)
    }

    private func openStore(_ access: DatabaseConfiguration.Access) throws(IssuerKitError) -> SQLiteIssuerStore {
        do throws(SQLiteError) {
            return SQLiteIssuerStore(
                try Database(
                    at: "\(path)/issuer.db", DatabaseConfiguration(access, durability: .full),
                    schema: SQLiteIssuerStore.schema))
        } catch { throw .sqlite(error) }
    }

    private func freshKey(_ random: some RandomSource) throws(IssuerKitError) -> SoftwareKey {
        do throws(CryptographyError) { return try SoftwareKey(generating: .p256, from: random) } catch {
            throw .cryptography(error)
        }
    }

    private func json(in name: String) throws(IssuerKitError) -> JSONValue {
        let content = try bytes(of: name)
        guard let value = try? JSONValue(parsing: content) else { throw .settings(.schema) }
        return value
    }

    private func bytes(of name: String) throws(IssuerKitError) -> [UInt8] {
        do throws(FilesError) { return try Files.read("\(path)/\(name)", limitBytes: 1 << 20) } catch {
            throw .files(error)
        }
    }

    private func write(_ bytes: [UInt8], _ name: String, for audience: Files.Audience) throws(IssuerKitError) {
        do throws(FilesError) { try Files.write(bytes, to: "\(path)/\(name)", for: audience, existing: .keep) } catch {
            throw .files(error)
        }
    }

    private static func wrapped<Value>(
        _ body: () throws(CertificatesError) -> Value
    ) throws(IssuerKitError) -> Value {
        do throws(CertificatesError) { return try body() } catch { throw .certificates(error) }
    }
}
