public import Rules

/// One X.509 revocation list (CRL) as it was received: nothing in it counts before `revocation(of:issuedBy:)` checked who
/// signed it.
///
/// Only whole lists that the issuer of the certificates signed itself are read: lists of differences, lists of other
/// issuers' certificates and lists of some reasons only are refused, so that no list says less than it seems to.
/// Source: RFC 5280 §5, §6.3 (STA-03).
public struct RevocationList: Sendable {
    /// The most bytes that one list may have (STA-04).
    public static let limitBytes = 8 << 20

    /// The list as received.
    public let der: [UInt8]
    /// Who signed it, as it says.
    public let issuer: DistinguishedName
    /// When it was issued.
    public let thisUpdate: UnixTime
    /// When the next one is due.
    public let nextUpdate: UnixTime
    /// The number that its issuer gave it, big endian and without leading zeros; nil without one.
    public let number: [UInt8]?
    /// How many certificates it names.
    public let count: Int
    /// The identifier of the key that signed it.
    public let authorityKeyIdentifier: [UInt8]?
    /// Of whose certificates it speaks.
    public let scope: Scope
    /// The places that it was published at, as it says; empty when it does not say.
    public let placeURIs: [String]

    private let native: NativeRevocationList

    /// Of whose certificates a list speaks.
    public enum Scope: Sendable, Hashable {
        /// All that its issuer issued.
        case all
        /// Those of authorities only.
        case authorities
        /// Those of everybody but authorities.
        case endEntities
    }

    /// That a certificate was revoked.
    public struct Revocation: Sendable, Hashable {
        /// Since when.
        public let since: UnixTime
        /// Why, where the list says.
        public let reason: RevocationReason?
    }

    /// Reads a list that came from outside.
    ///
    /// - Parameter der: one DER list and nothing else, unchecked.
    /// - Throws: `badRevocationList`.
    public init(der: [UInt8]) throws(CertificatesError) {
        guard der.count <= Self.limitBytes else {
            throw .badRevocationList(problem: "it has \(der.count) bytes, the limit is \(Self.limitBytes)")
        }
        guard let native = NativeRevocationList(der: der) else {
            throw .badRevocationList(problem: "it is not one DER list and nothing else")
        }
        try native.checkForm()
        guard let thisUpdate = native.thisUpdate, let nextUpdate = native.nextUpdate else {
            throw .badRevocationList(problem: "it does not say when it was issued and when the next one is due")
        }
        guard thisUpdate < nextUpdate else {
            throw .badRevocationList(problem: "its next update is not after its issue")
        }
        (self.der, self.native, self.thisUpdate, self.nextUpdate) = (der, native, thisUpdate, nextUpdate)
        (issuer, number, count) = (native.issuer, native.number, native.count)
        authorityKeyIdentifier = native.authorityKeyIdentifier
        (scope, placeURIs) = try native.distribution()
    }

    /// What the list says of a certificate.
    ///
    /// - Parameters:
    ///   - certificate: the certificate.
    ///   - issuer: who issued it, in a path that was checked; the same must have signed the list.
    /// - Returns: nil when the certificate is not on it.
    /// - Throws: `badRevocationList` when the list does not speak of the certificate, or its signature is wrong.
    public func revocation(
        of certificate: Certificate, issuedBy issuer: Certificate
    ) throws(CertificatesError) -> Revocation? {
        try checkSpeaks(of: certificate, issuedBy: issuer)
        return native.revocation(of: certificate.native)
    }

    /// What the list says of a certificate that names its issuer, whoever signed it: enough to refuse one, and never to clear it.
    ///
    /// - Returns: nil when the certificate is not on it, or the list does not speak of it.
    public func uncheckedRevocation(of certificate: Certificate) -> Revocation? {
        guard certificate.issuer == issuer, covers(certificate) else { return nil }
        return native.revocation(of: certificate.native)
    }

    /// Checks that the list is its issuer's word on a certificate, whatever the word is.
    ///
    /// An issuer may have several lists, each for a part of its certificates; all are signed alike.
    ///
    /// - Throws: `badRevocationList`.
    public func checkSpeaks(of certificate: Certificate, issuedBy issuer: Certificate) throws(CertificatesError) {
        try checkSigned(by: issuer)
        guard certificate.issuer == self.issuer else {
            throw .badRevocationList(problem: "it is the list of another issuer")
        }
        guard covers(certificate) else {
            throw .badRevocationList(
                problem: "it does not speak of certificates such as that of \(certificate.subject.text)")
        }
    }

    /// Checks that an authority signed the list.
    ///
    /// - Throws: `badRevocationList`.
    public func checkSigned(by issuer: Certificate) throws(CertificatesError) {
        guard issuer.subject == self.issuer, namesKey(of: issuer) else {
            throw .badRevocationList(problem: "it is the list of another issuer")
        }
        guard issuer.keyUsage?.contains(.revocationListSigning) ?? true else {
            throw .badRevocationList(problem: "its issuer's certificate does not permit signing revocation lists")
        }
        guard native.isSigned(by: issuer.native, publicKeyInfo: issuer.publicKeyInfo) else {
            throw .badRevocationList(problem: "the signature on it is wrong")
        }
    }

    /// Whether a moment lies between its issue and its next update, both included.
    public func isInForce(at time: UnixTime) -> Bool { thisUpdate <= time && time <= nextUpdate }

    /// Whether the issuer said this after another list of its own, by the numbers and the times of both.
    ///
    /// Numbers rise within one series of lists (RFC 5280 §5.2.3); across series the times decide. Where number and time
    /// contradict each other, neither list is newer.
    public func isNewer(than other: RevocationList) -> Bool {
        guard issuer == other.issuer, thisUpdate >= other.thisUpdate else { return false }
        guard let number, let older = other.number, isOfSeries(of: other), number != older else {
            return thisUpdate > other.thisUpdate
        }
        return number.count == older.count ? older.lexicographicallyPrecedes(number) : number.count > older.count
    }

    private func isOfSeries(of other: RevocationList) -> Bool {
        scope == other.scope && placeURIs == other.placeURIs && authorityKeyIdentifier == other.authorityKeyIdentifier
    }

    private func namesKey(of issuer: Certificate) -> Bool {
        guard let wanted = authorityKeyIdentifier, let own = issuer.subjectKeyIdentifier else { return true }
        return own == wanted
    }

    /// A list that names its places speaks of the certificates that name one of them (RFC 5280 §6.3.3 (b)).
    private func covers(_ certificate: Certificate) -> Bool {
        switch scope {
        case .authorities where !certificate.isAuthority: return false
        case .endEntities where certificate.isAuthority: return false
        default: break
        }
        return placeURIs.isEmpty || !Set(placeURIs).isDisjoint(with: certificate.revocationListURIs)
    }
}

extension RevocationList: Hashable {
    /// Whether both are the same bytes.
    public static func == (left: Self, right: Self) -> Bool { left.der == right.der }

    /// Feeds the bytes into a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(der) }
}
