import Certificates
public import Cryptography
import Files
import HTTP
import JOSE
import JSON
import OpenID4VCI
public import Rules
import SQLite
import Trust

extension IssuerFolder {
    /// Who the new issuer is.
    public struct Identity: Sendable {
        /// What people call it.
        public let name: String
        /// ISO 3166 alpha-2 code of its country.
        public let country: String
        /// The three letters of its operator.
        public let operatorCode: String

        /// Names an issuer.
        public init(name: String, country: String, operatorCode: String) {
            (self.name, self.country, self.operatorCode) = (name, country, operatorCode)
        }

        var trustID: String { "post-\(operatorCode.lowercased())" }
    }

    /// What `create` made.
    public struct Created: Sendable {
        /// The entry for the trust folders of wallets and verifiers.
        public let trustEntry: String
        /// The file with the certificate that wallets and verifiers must trust.
        public let anchorFile: String
    }

    /// Makes the folder: keys, certificates for trials, settings, types, database, and the trust entry.
    ///
    /// The key of the root is used twice and kept nowhere: for trials the certificates live as long as the root. A real
    /// issuer puts certificates of its authority in their place.
    ///
    /// - Parameters:
    ///   - settings: the settings to begin with.
    ///   - identity: who it is.
    ///   - types: the folder whose types are copied.
    ///   - time: now.
    ///   - random: where keys and serial numbers come from.
    /// - Throws: `files` with `exists` when the folder was made before, `typeFile`, and what key making throws.
    public func create(
        _ settings: IssuerSettings, _ identity: Identity, typesFrom types: String, at time: UnixTime,
        random: some RandomSource
    ) throws(IssuerKitError) -> Created {
        // Read before anything is written, so that a mistake in a type leaves nothing behind.
        let catalogue = try TypeCatalogue(folder: types)
        let made = try Self.certificates(settings, identity, at: time, random: random)
        let root = made.root
        do throws(FilesError) {
            try Files.makeFolder(path)
            try Files.makeFolder(typesPath)
            try write(settings.json.prettyText() + "\n", to: Name.settings, for: .owner)
            for (name, key, certificate) in made.signers {
                try write(JSONValue.object(JWK.Private.json(of: key)).text, to: "\(name).jwk", for: .owner)
                try write(PEM.text(of: [certificate]), to: "\(name).pem", for: .everyone)
            }
            try write(PEM.text(of: [root]), to: Name.anchor, for: .everyone)
            for name in try Files.names(in: types) where name.hasSuffix(".json") {
                let content = try Files.read("\(types)/\(name)", limitBytes: 1_048_576)
                try Files.write(content, to: "\(typesPath)/\(name)", for: .everyone, existing: .keep)
            }
        } catch {
            throw .files(error)
        }
        let entry = TrustEntry(
            id: identity.trustID, name: identity.name, country: identity.country,
            purposes: [.postalIssuer, .statusSigner], types: Set(catalogue.issuable.map(\.vct)), keys: [.anchor(root)],
            source: trustPath)
        do { try TrustFolder(path: trustPath).add(entry) } catch { throw .trust(error) }
        do {
            _ = try Database(at: databasePath, DatabaseConfiguration(.createNew), schema: SQLiteIssuerStore.schema)
        } catch {
            throw .sqlite(error)
        }
        return Created(trustEntry: "\(trustPath)/\(identity.trustID).json", anchorFile: "\(path)/\(Name.anchor)")
    }

    private func write(_ text: String, to name: String, for audience: Files.Audience) throws(FilesError) {
        try Files.write(Array(text.utf8), to: "\(path)/\(name)", for: audience, existing: .keep)
    }

    private typealias Signer = (name: String, key: SoftwareKey, certificate: Certificate)

    private static func certificates(
        _ settings: IssuerSettings, _ identity: Identity, at time: UnixTime, random: some RandomSource
    ) throws(IssuerKitError) -> (root: Certificate, signers: [Signer]) {
        func template(_ role: String, _ key: SoftwareKey) -> CertificateTemplate {
            CertificateTemplate(
                commonName: "\(identity.name) \(role)", organization: identity.name, country: identity.country,
                key: key.publicKey, serialNumber: [1] + random.bytes(15), notBefore: time - 3600,
                notAfter: time + yearsOfValidity * 365 * 86_400)
        }
        do {
            let rootKey = try SoftwareKey(generating: .p256, from: random)
            var rootTemplate = template("Root", rootKey)
            rootTemplate.authority = .init(pathLength: 0)
            let root = try rootTemplate.selfSigned(with: rootKey)
            var signers: [Signer] = []
            for (name, role) in [(Name.credentials, "Credentials"), (Name.status, "Status Lists")] {
                let key = try SoftwareKey(generating: .p256, from: random)
                var leaf = template(role, key)
                if settings.issuer.url.address == nil { leaf.dnsNames = [settings.issuer.url.host] }
                leaf.uris = [settings.issuer.text]
                signers.append((name, key, try leaf.issued(by: root, signedWith: rootKey)))
            }
            return (root, signers)
        } catch let error as CryptographyError {
            throw .cryptography(error)
        } catch let error as CertificatesError {
            throw .certificates(error)
        } catch {
            throw .internalInconsistency("an error of an unknown kind")
        }
    }

    /// Longer than any credential lives, since its certificate must still be good when it is shown.
    private static let yearsOfValidity: Int64 = 10
}
