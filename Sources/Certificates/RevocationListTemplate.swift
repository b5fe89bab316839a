public import Cryptography
public import Rules

/// What a new revocation list shall say; `signed(by:with:)` makes it.
///
/// For tests, vectors and small authorities. Source: RFC 5280 §5.
public struct RevocationListTemplate: Sendable {
    /// A certificate that is revoked.
    public struct Entry: Sendable {
        /// Its serial number, big endian.
        public var serialNumber: [UInt8]
        /// Since when.
        public var since: UnixTime
        /// Why; nil to say nothing.
        public var reason: RevocationReason?
        /// Extensions as they are: identifier, critical, content.
        public var furtherExtensions: [(identifier: [UInt], critical: Bool, content: [UInt8])] = []

        /// Names a certificate.
        public init(serialNumber: [UInt8], since: UnixTime, reason: RevocationReason? = nil) {
            (self.serialNumber, self.since, self.reason) = (serialNumber, since, reason)
        }
    }

    /// When the list is issued.
    public var thisUpdate: UnixTime
    /// When the next one is due; nil makes a list that nobody may use.
    public var nextUpdate: UnixTime?
    /// The number of the list, big endian, of at most 20 bytes; it rises. Nil to give none, which RFC 5280 §5.2.3 forbids.
    public var number: [UInt8]?
    /// Who is revoked.
    public var entries: [Entry]
    /// Extensions as they are: identifier, critical, content.
    public var furtherExtensions: [(identifier: [UInt], critical: Bool, content: [UInt8])] = []

    /// Begins a list.
    public init(thisUpdate: UnixTime, nextUpdate: UnixTime?, number: [UInt8]? = [1], entries: [Entry] = []) {
        (self.thisUpdate, self.nextUpdate, self.number, self.entries) = (thisUpdate, nextUpdate, number, entries)
    }

    /// Says that the list speaks of end entities or of authorities only, or that it was published at some place.
    public mutating func limit(to scope: RevocationList.Scope, at uri: String? = nil) {
        typealias DER = DERWriter
        var content: [UInt8] = []
        if let uri { content += DER.element(0xA0, DER.element(0xA0, DER.element(0x86, Array(uri.utf8)))) }
        switch scope {
        case .all: break
        case .endEntities: content += DER.element(0x81, [0xFF])
        case .authorities: content += DER.element(0x82, [0xFF])
        }
        furtherExtensions.append(([2, 5, 29, 28], true, DER.sequence(content)))
    }

    /// Makes the bytes of a list that an authority signs.
    ///
    /// - Throws: `libraryFailure` when signing fails.
    public func signed(
        by issuer: Certificate, with key: some SigningKey
    ) throws(CertificatesError) -> [UInt8] {
        typealias DER = DERWriter
        let algorithm = CertificateTemplate.algorithm(of: key.publicKey)
        func extensions(_ all: [(identifier: [UInt], critical: Bool, content: [UInt8])]) -> [UInt8] {
            DER.sequence(
                all.flatMap { one in
                    DER.sequence(
                        DER.identifier(one.identifier), one.critical ? DER.boolean(true) : [],
                        DER.octetString(one.content))
                })
        }
        let revoked = entries.map { entry -> [UInt8] in
            var parts = entry.furtherExtensions
            if let reason = entry.reason {
                parts.append(([2, 5, 29, 21], false, DER.element(0x0A, [UInt8(clamping: reason.rawValue)])))
            }
            return DER.sequence(
                DER.integer(entry.serialNumber), CertificateTemplate.time(entry.since),
                parts.isEmpty ? [] : extensions(parts))
        }
        let identifier = CertificateTemplate.keyIdentifier(of: key.publicKey)
        var own: [(identifier: [UInt], critical: Bool, content: [UInt8])] = [
            ([2, 5, 29, 35], false, DER.sequence(DER.element(0x80, identifier)))
        ]
        if let number { own.append(([2, 5, 29, 20], false, DER.integer(number))) }
        let content = DER.sequence(
            DER.integer([1]), algorithm, issuer.subject.der, CertificateTemplate.time(thisUpdate),
            nextUpdate.map(CertificateTemplate.time) ?? [],
            revoked.isEmpty ? [] : DER.sequence(revoked.flatMap { $0 }),
            DER.element(0xA0, extensions(own + furtherExtensions)))
        return DER.sequence(
            content, algorithm, DER.bitString(try CertificateTemplate.signature(of: content, with: key)))
    }
}
