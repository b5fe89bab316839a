import COpenSSL
import Rules
import Synchronization

/// A revocation list as OpenSSL holds it; freed when nobody refers to it any more.
@safe final class NativeRevocationList: Sendable {
    // Read-only after `init`, but for the order of the entries, which OpenSSL guards with a lock of its own.
    nonisolated(unsafe) private let pointer: OpaquePointer
    /// The keys that the signature was checked with and held: a list is large, and asked often.
    private let signers = Mutex<[[UInt8]]>([])
    private let hasOneSignatureAlgorithm: Bool

    private static let limitSigners = 4

    /// Reads one DER list; nil when the bytes are anything else, BER and trailing bytes included.
    init?(der: [UInt8]) {
        guard
            let parsed = unsafe NativeDER.object(
                der, read: { unsafe d2i_X509_CRL(nil, &$0, $1) }, free: { unsafe X509_CRL_free($0) })
        else { return nil }
        unsafe pointer = unsafe parsed
        hasOneSignatureAlgorithm = Self.hasOneSignatureAlgorithm(der)
    }

    deinit { unsafe X509_CRL_free(pointer) }

    /// The algorithm stands in what is signed and beside it; this version of OpenSSL shows only one of them.
    private static func hasOneSignatureAlgorithm(_ der: [UInt8]) -> Bool {
        guard let whole = DERShape.elements(of: der[...]).first,
            let signed = DERShape.elements(of: whole.content).first,
            let inner = DERShape.elements(of: signed.content).first(where: { $0.tag == 0x30 }),
            let outer = DERShape.elements(of: whole.content).dropFirst().first
        else { return false }
        return inner.tag == outer.tag && inner.content.elementsEqual(outer.content)
    }

    var issuer: DistinguishedName { unsafe NativeCertificate.name(X509_CRL_get_issuer(pointer)) }

    var thisUpdate: UnixTime? { unsafe NativeCertificate.time(X509_CRL_get0_lastUpdate(pointer)) }

    var nextUpdate: UnixTime? { unsafe NativeCertificate.time(X509_CRL_get0_nextUpdate(pointer)) }

    var count: Int { unsafe Int(max(0, OPENSSL_sk_num(X509_CRL_get_REVOKED(pointer)))) }

    var authorityKeyIdentifier: [UInt8]? {
        guard let raw = unsafe X509_CRL_get_ext_d2i(pointer, NID_authority_key_identifier, nil, nil) else { return nil }
        let identifier = unsafe raw.assumingMemoryBound(to: AUTHORITY_KEYID.self)
        defer { unsafe AUTHORITY_KEYID_free(identifier) }
        return unsafe identifier.pointee.keyid.map { unsafe NativeCertificate.octets($0) }
    }

    /// The number of the list without leading zeros; nil where it has none that could be compared.
    var number: [UInt8]? {
        guard let raw = unsafe X509_CRL_get_ext_d2i(pointer, NID_crl_number, nil, nil) else { return nil }
        let value = unsafe raw.assumingMemoryBound(to: ASN1_INTEGER.self)
        defer { unsafe ASN1_INTEGER_free(value) }
        guard unsafe value.pointee.type == V_ASN1_INTEGER else { return nil }
        return unsafe Array(NativeCertificate.octets(value).drop { $0 == 0 })
    }

    /// Version, algorithm and extensions: what is critical must be acted upon, and what is acted upon is not much.
    func checkForm() throws(CertificatesError) {
        guard unsafe X509_CRL_get_version(pointer) == 1 else {
            throw .badRevocationList(problem: "it is not of version 2")
        }
        guard hasOneSignatureAlgorithm,
            CertificateRules.acceptedAlgorithms.contains(unsafe X509_CRL_get_signature_nid(pointer))
        else { throw .badRevocationList(problem: "it is signed with an algorithm that is not accepted") }
        var seen: Set<String> = []
        for index in unsafe 0..<X509_CRL_get_ext_count(pointer) {
            let entry = unsafe X509_CRL_get_ext(pointer, index)
            let identifier = unsafe NativeCertificate.dotted(X509_EXTENSION_get_object(entry))
            guard seen.insert(identifier).inserted else {
                throw .badRevocationList(problem: "it has the extension \(identifier) twice")
            }
            guard unsafe DERShape.isStrict(NativeCertificate.octets(X509_EXTENSION_get_data(entry))) else {
                throw .badRevocationList(problem: "its extension \(identifier) cannot be read")
            }
            guard identifier != Self.difference else {
                throw .badRevocationList(problem: "it is a list of differences to another one")
            }
            guard unsafe X509_EXTENSION_get_critical(entry) == 0 || Self.understood.contains(identifier) else {
                throw .badRevocationList(
                    problem: "it has the critical extension \(identifier), which is not acted upon here")
            }
        }
        try checkEntries()
    }

    private func checkEntries() throws(CertificatesError) {
        let entries = unsafe X509_CRL_get_REVOKED(pointer)
        for index in unsafe 0..<max(0, OPENSSL_sk_num(entries)) {
            guard let raw = unsafe OPENSSL_sk_value(entries, index) else { continue }
            let entry = OpaquePointer(raw)
            guard unsafe NativeCertificate.time(X509_REVOKED_get0_revocationDate(entry)) != nil else {
                throw .badRevocationList(problem: "it has an entry without a time")
            }
            for position in unsafe 0..<X509_REVOKED_get_ext_count(entry) {
                let part = unsafe X509_REVOKED_get_ext(entry, position)
                let identifier = unsafe NativeCertificate.dotted(X509_EXTENSION_get_object(part))
                guard identifier != Self.otherIssuer else {
                    throw .badRevocationList(problem: "it names certificates of other issuers")
                }
                guard unsafe X509_EXTENSION_get_critical(part) == 0 || identifier == Self.reason else {
                    throw .badRevocationList(
                        problem: "an entry has the critical extension \(identifier), which is not acted upon here")
                }
            }
            guard unsafe Self.reason(of: entry) != .removeFromList else {
                throw .badRevocationList(problem: "it takes certificates off another list")
            }
        }
    }

    /// Of whose certificates the list speaks, and where it was published.
    func distribution() throws(CertificatesError) -> (RevocationList.Scope, [String]) {
        var critical: Int32 = 0
        guard let raw = unsafe X509_CRL_get_ext_d2i(pointer, NID_issuing_distribution_point, &critical, nil) else {
            guard critical == -1 else {
                throw .badRevocationList(problem: "its issuingDistributionPoint cannot be read")
            }
            return (.all, [])
        }
        let point = unsafe raw.assumingMemoryBound(to: ISSUING_DIST_POINT.self)
        defer { unsafe ISSUING_DIST_POINT_free(point) }
        guard unsafe point.pointee.indirectCRL <= 0 else {
            throw .badRevocationList(problem: "it names certificates of other issuers")
        }
        guard unsafe point.pointee.onlysomereasons == nil, unsafe point.pointee.onlyattr <= 0 else {
            throw .badRevocationList(problem: "it speaks of some reasons or of attribute certificates only")
        }
        let (isUser, isAuthority) = unsafe (point.pointee.onlyuser > 0, point.pointee.onlyCA > 0)
        guard !(isUser && isAuthority) else { throw .badRevocationList(problem: "it speaks of nobody") }
        let scope: RevocationList.Scope = isUser ? .endEntities : isAuthority ? .authorities : .all
        guard let name = unsafe point.pointee.distpoint else { return (scope, []) }
        let uris = unsafe name.pointee.type == 0 ? NativeCertificate.uris(in: name.pointee.name.fullname) : []
        // A place that is not read could not be compared, and the list would seem to speak of everybody.
        guard !uris.isEmpty else { throw .badRevocationList(problem: "the place that it names is no URI") }
        return (scope, uris)
    }

    func isSigned(by issuer: NativeCertificate, publicKeyInfo: [UInt8]) -> Bool {
        if signers.withLock({ $0.contains(publicKeyInfo) }) { return true }
        guard issuer.securityBits >= 128, let key = unsafe X509_get0_pubkey(issuer.pointer),
            unsafe X509_CRL_verify(pointer, key) == 1
        else {
            ERR_clear_error()
            return false
        }
        signers.withLock { if $0.count < Self.limitSigners { $0.append(publicKeyInfo) } }
        return true
    }

    func revocation(of certificate: NativeCertificate) -> RevocationList.Revocation? {
        var entry: OpaquePointer?
        guard unsafe X509_CRL_get0_by_serial(pointer, &entry, X509_get0_serialNumber(certificate.pointer)) != 0,
            let entry = unsafe entry
        else { return nil }
        return unsafe RevocationList.Revocation(
            since: NativeCertificate.time(X509_REVOKED_get0_revocationDate(entry)) ?? UnixTime(seconds: 0),
            reason: Self.reason(of: entry))
    }

    private static func reason(of entry: OpaquePointer) -> RevocationReason? {
        guard let raw = unsafe X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, nil, nil) else { return nil }
        let value = unsafe raw.assumingMemoryBound(to: ASN1_ENUMERATED.self)
        defer { unsafe ASN1_ENUMERATED_free(value) }
        return unsafe RevocationReason(rawValue: ASN1_ENUMERATED_get(value))
    }

    // RFC 5280 §5.2, §5.3.
    private static let difference = "2.5.29.27"
    private static let otherIssuer = "2.5.29.29"
    private static let reason = "2.5.29.21"
    /// Issuing distribution point, list number, identifier of the key.
    private static let understood: Set<String> = ["2.5.29.28", "2.5.29.20", "2.5.29.35"]
}
