public import Cryptography
public import Rules

/// One X.509 certificate: the bytes received and what they say. Nothing in it is trusted by being here.
///
/// ```swift
/// let certificate = try Certificate(der: bytes)
/// certificate.subject.text            // "CN=Counter 7, O=Post of Kea"
/// ```
///
/// Source: RFC 5280 §4 (PKX-04 … PKX-06, JOSE-17).
public struct Certificate: Sendable {
    /// The most bytes that one certificate may have (PKX-03).
    public static let limitBytes = 16 << 10
    /// The most subject alternative names that one certificate may have.
    public static let limitNames = 64

    /// The certificate as received.
    public let der: [UInt8]
    /// Whom it names.
    public let subject: DistinguishedName
    /// Who signed it.
    public let issuer: DistinguishedName
    /// The serial number, big endian without sign.
    public let serialNumber: [UInt8]
    /// The first moment of validity.
    public let notBefore: UnixTime
    /// The last moment of validity.
    public let notAfter: UnixTime
    /// The DER SubjectPublicKeyInfo.
    public let publicKeyInfo: [UInt8]
    /// The key, when it is of a kind that verifies tokens here.
    public let publicKey: PublicKey?
    /// The DNS names of the subject alternative name, as written.
    public let dnsNames: [String]
    /// The URIs of the subject alternative name, as written.
    public let uris: [String]
    /// What the key may be used for; nil when the certificate does not say.
    public let keyUsage: KeyUsage?
    /// The purposes by object identifier, dotted; empty when the certificate does not say.
    public let extendedKeyUsage: [String]
    /// Whether it may sign other certificates, as far as it says.
    public let basicConstraints: BasicConstraints?
    /// The identifier of the key that signed it.
    public let authorityKeyIdentifier: [UInt8]?
    /// The identifier of its own key.
    public let subjectKeyIdentifier: [UInt8]?
    /// Where revocation lists are published, as written.
    public let revocationListURIs: [String]
    /// All extensions as they stand in the certificate.
    public let extensions: [CertificateExtension]

    let native: NativeCertificate

    /// Certificates that were read before: the same few come with each credential and each request.
    private static let known = RecentValues<[UInt8], Certificate>(capacity: 64)

    /// Reads a certificate that came from outside, or takes it from those that were read last.
    ///
    /// - Parameters:
    ///   - der: one DER certificate and nothing else, unchecked.
    ///   - position: its place in a chain, for the words of a refusal.
    /// - Throws: `tooLarge`, `notACertificate`, `badValidity`, `badExtension`.
    public init(der: [UInt8], position: Int = 0) throws(CertificatesError) {
        guard der.count <= Self.limitBytes else {
            throw .tooLarge(position: position, bytes: der.count, limit: Self.limitBytes)
        }
        self = try Self.known.value(for: der) { () throws(CertificatesError) in
            try Certificate(reading: der, position: position)
        }
    }

    private init(reading der: [UInt8], position: Int) throws(CertificatesError) {
        guard let native = NativeCertificate(der: der) else { throw .notACertificate(position: position) }
        guard let notBefore = native.notBefore, let notAfter = native.notAfter else {
            throw .badValidity(position: position)
        }
        self.der = der
        self.native = native
        subject = native.subject
        issuer = native.issuer
        serialNumber = native.serialNumber
        (self.notBefore, self.notAfter) = (notBefore, notAfter)
        publicKeyInfo = native.publicKeyInfo
        publicKey = try? PublicKey(subjectPublicKeyInfo: publicKeyInfo)
        let extensions = try native.extensions(of: subject.text)
        (dnsNames, uris) = (extensions.dnsNames, extensions.uris)
        (keyUsage, extendedKeyUsage) = (extensions.keyUsage, extensions.extendedKeyUsage)
        basicConstraints = extensions.basicConstraints
        authorityKeyIdentifier = extensions.authorityKeyIdentifier
        subjectKeyIdentifier = extensions.subjectKeyIdentifier
        revocationListURIs = extensions.revocationListURIs
        self.extensions = extensions.all
    }

    /// The X.509 version: 1, 2 or 3.
    public var version: Int { native.version }

    /// The SHA-256 of the DER bytes, as `x509_hash` and `x5t#S256` use it.
    public var fingerprint: [UInt8] { HashAlgorithm.sha256.hash(der) }

    /// Whether it may sign other certificates.
    public var isAuthority: Bool { basicConstraints?.isAuthority ?? false }

    /// Whether it is signed with its own key; what it says of itself is then worth nothing without a pin.
    public var isSelfSigned: Bool { isSelfIssued && native.isSelfSigned }

    /// Whether a DNS name is among its names: ASCII without letter case, whole, no wildcards on either side (CID-05).
    ///
    /// - Parameter name: a name without a final dot.
    public func hasDNSName(_ name: String) -> Bool {
        let wanted = name.utf8.map(Self.lowerCased)
        guard !wanted.isEmpty, wanted.last != 0x2E, wanted.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x2A })
        else { return false }
        return dnsNames.contains { $0.utf8.map(Self.lowerCased) == wanted }
    }

    private static func lowerCased(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    /// Whether subject and issuer are the same.
    public var isSelfIssued: Bool { subject == issuer }
}

extension Certificate: Hashable {
    /// Whether both are the same bytes.
    public static func == (left: Self, right: Self) -> Bool { left.der == right.der }

    /// Feeds the bytes into a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(der) }
}
