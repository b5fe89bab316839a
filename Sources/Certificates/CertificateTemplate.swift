public import Cryptography
public import Rules

/// What a new certificate shall say; `issued(by:signedWith:)` makes it.
///
/// ```swift
/// let root = try CertificateTemplate(authority: "Post of Kea Root", organization: "Post of Kea", key: rootKey.publicKey, …)
///     .selfSigned(with: rootKey)
/// ```
///
/// For the `init` commands and for tests; a production authority brings certificates of its own. Source: RFC 5280 §4.
public struct CertificateTemplate: Sendable {
    /// The common name of the subject.
    public var commonName: String
    /// The organisation of the subject.
    public var organization: String?
    /// The identifier of the organisation in a register, such as `VATGR-123456789`.
    public var organizationIdentifier: String?
    /// The ISO 3166 alpha-2 country of the subject.
    public var country: String?
    /// The certified key.
    public var key: PublicKey
    /// The first moment of validity.
    public var notBefore: UnixTime
    /// The last moment of validity.
    public var notAfter: UnixTime
    /// The serial number, big endian; 1 to 20 bytes, not zero.
    public var serialNumber: [UInt8]
    /// DNS names for the subject alternative name.
    public var dnsNames: [String] = []
    /// URIs for the subject alternative name.
    public var uris: [String] = []
    /// Where revocation lists are published.
    public var revocationListURIs: [String] = []
    /// Whether it may sign certificates, and how many authorities may stand below it.
    public var authority: Authority?
    /// The purposes by object identifier.
    public var purposes: [[UInt]] = []
    /// Extensions as they are: identifier, critical, content; for profiles that need more than the above.
    public var furtherExtensions: [(identifier: [UInt], critical: Bool, content: [UInt8])] = []

    /// The rights of a certificate that signs others.
    public struct Authority: Sendable, Hashable {
        /// How many authorities may stand between it and a leaf; nil for any number.
        public let pathLength: UInt8?

        /// Names the rights.
        public init(pathLength: UInt8?) { self.pathLength = pathLength }
    }

    /// Begins a template with what every certificate has.
    public init(
        commonName: String, organization: String? = nil, country: String? = nil, key: PublicKey, serialNumber: [UInt8],
        notBefore: UnixTime, notAfter: UnixTime
    ) {
        (self.commonName, self.organization, self.country) = (commonName, organization, country)
        (self.key, self.serialNumber, self.notBefore, self.notAfter) = (key, serialNumber, notBefore, notAfter)
    }

    /// Makes a certificate that its own key signs.
    ///
    /// - Throws: `libraryFailure` when signing fails, and what `Certificate.init` throws.
    public func selfSigned(with key: some SigningKey) throws(CertificatesError) -> Certificate {
        try signed(by: subjectName, issuerKey: key.publicKey, with: key)
    }

    /// Makes a certificate that an authority signs.
    ///
    /// - Throws: as `selfSigned(with:)`.
    public func issued(
        by issuer: Certificate, signedWith key: some SigningKey
    ) throws(CertificatesError) -> Certificate {
        try signed(by: issuer.subject.der, issuerKey: key.publicKey, with: key)
    }

    private func signed(
        by issuerName: [UInt8], issuerKey: PublicKey, with key: some SigningKey
    ) throws(CertificatesError) -> Certificate {
        typealias DER = DERWriter
        let algorithm = Self.algorithm(of: issuerKey)
        let content = DER.sequence(
            DER.element(0xA0, DER.integer([2])), DER.integer(serialNumber), algorithm, issuerName,
            DER.sequence(Self.time(notBefore), Self.time(notAfter)), subjectName, self.key.subjectPublicKeyInfo,
            DER.element(0xA3, DER.sequence(extensions(issuerKey: issuerKey))))
        return try Certificate(
            der: DER.sequence(content, algorithm, DER.bitString(try Self.signature(of: content, with: key))))
    }

    static func algorithm(of key: PublicKey) -> [UInt8] {
        DERWriter.sequence(
            DERWriter.identifier(key.curve == .p256 ? [1, 2, 840, 10045, 4, 3, 2] : [1, 3, 101, 112]))
    }

    static func signature(of content: [UInt8], with key: some SigningKey) throws(CertificatesError) -> [UInt8] {
        let signature: [UInt8]
        do { signature = try key.sign(content) } catch {
            throw .libraryFailure(operation: "signing a certificate")
        }
        guard signature.count == 64 else { throw .libraryFailure(operation: "signing a certificate") }
        guard key.publicKey.curve == .p256 else { return signature }
        return DERWriter.sequence(
            DERWriter.integer(Array(signature[..<32])), DERWriter.integer(Array(signature[32...])))
    }

    private var subjectName: [UInt8] {
        typealias DER = DERWriter
        func attribute(_ identifier: [UInt], _ value: [UInt8]) -> [UInt8] {
            DER.set(DER.sequence(DER.identifier(identifier), value))
        }
        var parts: [UInt8] = []
        if let country { parts += attribute([2, 5, 4, 6], DER.printable(country)) }
        if let organization { parts += attribute([2, 5, 4, 10], DER.utf8(organization)) }
        if let organizationIdentifier { parts += attribute([2, 5, 4, 97], DER.utf8(organizationIdentifier)) }
        parts += attribute([2, 5, 4, 3], DER.utf8(commonName))
        return DER.sequence(parts)
    }

    private func extensions(issuerKey: PublicKey) -> [UInt8] {
        typealias DER = DERWriter
        func one(_ identifier: [UInt], critical: Bool = false, _ content: [UInt8]) -> [UInt8] {
            DER.sequence(
                DER.identifier(identifier), critical ? DER.boolean(true) : [], DER.octetString(content))
        }
        var all = one([2, 5, 29, 14], DER.octetString(Self.keyIdentifier(of: key)))
        all += one([2, 5, 29, 35], DER.sequence(DER.element(0x80, Self.keyIdentifier(of: issuerKey))))
        if let authority {
            let length = authority.pathLength.map { DER.integer([$0]) } ?? []
            all += one([2, 5, 29, 19], critical: true, DER.sequence(DER.boolean(true), length))
            all += one([2, 5, 29, 15], critical: true, DER.bitString([0x06], unusedBits: 1))
        } else {
            all += one([2, 5, 29, 15], critical: true, DER.bitString([0x80], unusedBits: 7))
        }
        let names =
            dnsNames.flatMap { DER.element(0x82, Array($0.utf8)) } + uris.flatMap { DER.element(0x86, Array($0.utf8)) }
        if !names.isEmpty { all += one([2, 5, 29, 17], DER.sequence(names)) }
        if !purposes.isEmpty { all += one([2, 5, 29, 37], DER.sequence(purposes.flatMap(DER.identifier))) }
        if !revocationListURIs.isEmpty {
            let points = revocationListURIs.map { uri in
                DER.sequence(DER.element(0xA0, DER.element(0xA0, DER.element(0x86, Array(uri.utf8)))))
            }
            all += one([2, 5, 29, 31], DER.sequence(points.flatMap { $0 }))
        }
        for (identifier, critical, content) in furtherExtensions { all += one(identifier, critical: critical, content) }
        return all
    }

    /// The first 20 bytes of the key's SHA-256, as RFC 7093 §2 (1) makes it.
    static func keyIdentifier(of key: PublicKey) -> [UInt8] {
        let point = key.curve == .p256 ? [0x04] + key.x + key.y : key.x
        return Array(HashAlgorithm.sha256.hash(point).prefix(20))
    }

    /// UTCTime up to 2049, GeneralizedTime from 2050 on (PKX-04).
    static func time(_ time: UnixTime) -> [UInt8] {
        let digits = time.description.filter { $0.isNumber }
        return digits < "2050"
            ? DERWriter.element(0x17, Array("\(digits.dropFirst(2))Z".utf8))
            : DERWriter.element(0x18, Array("\(digits)Z".utf8))
    }
}
