import COpenSSL
import Cryptography
import Rules

/// The checks of single certificates in a path. Source: RFC 5280 §4, §6.1 (JOSE-18, PKX-04 … PKX-09).
enum CertificateRules {
    /// What holds for every certificate of a path.
    static func checkForm(of certificate: Certificate, isAnchor: Bool = false) throws(CertificatesError) {
        let subject = certificate.subject.text
        guard certificate.version == 3 else { throw .wrongVersion(subject: subject, version: certificate.version) }
        // An old root may have serial number 0, and nothing depends on it (PKX-06).
        guard isAnchor || (1...20).contains(certificate.serialNumber.count) else {
            throw .badSerialNumber(subject: subject)
        }
        let native = certificate.native
        guard native.hasOneSignatureAlgorithm else { throw .signatureAlgorithmsDiffer(subject: subject) }
        guard acceptedAlgorithms.contains(native.signatureAlgorithm), !native.hasAlgorithmParameters else {
            throw .signatureAlgorithm(subject: subject)
        }
        let unknown = certificate.extensions.first {
            $0.isCritical && !ExtensionIdentifier.understood.contains($0.identifier)
        }
        if let unknown {
            throw .unknownCriticalExtension(subject: subject, identifier: unknown.identifier)
        }
    }

    /// What holds for the certificate whose key signs tokens.
    static func checkLeaf(_ leaf: Certificate, _ policy: CertificatePathPolicy) throws(CertificatesError) {
        let subject = leaf.subject.text
        guard let key = leaf.publicKey, key.scheme != nil else { throw .unsupportedKey(subject: subject) }
        guard leaf.keyUsage?.contains(.digitalSignature) ?? true else { throw .keyUsage(subject: subject) }
        guard policy.purposes.isEmpty || !policy.purposes.isDisjoint(with: leaf.extendedKeyUsage) else {
            throw .missingPurpose(subject: subject, wanted: policy.purposes.sorted())
        }
    }

    /// What holds for a certificate that signs the one below it.
    ///
    /// - Parameters:
    ///   - issuer: the certificate.
    ///   - below: the authorities between it and the leaf.
    ///   - policy: what a profile asks for.
    static func checkIssuer(
        _ issuer: Certificate, above below: ArraySlice<Certificate>, _ policy: CertificatePathPolicy
    ) throws(CertificatesError) {
        let subject = issuer.subject.text
        guard let constraints = issuer.basicConstraints, constraints.isAuthority else {
            throw .notAnAuthority(subject: subject)
        }
        guard issuer.keyUsage?.contains(.certificateSigning) ?? false else {
            throw .certificateSigning(subject: subject)
        }
        // The leaf's key is of a kind that is strong enough by itself.
        guard issuer.native.securityBits >= 128 else { throw .weakKey(subject: subject) }
        // Certificates that an authority issues to itself, for a new key, do not count.
        let count = below.count { !$0.isSelfIssued }
        if let length = constraints.pathLength, count > length { throw .pathTooLong(subject: subject) }
        let purposes = issuer.extendedKeyUsage
        guard
            policy.purposes.isEmpty || purposes.isEmpty || purposes.contains(CertificatePathPolicy.anyPurpose)
                || !policy.purposes.isDisjoint(with: purposes)
        else { throw .missingPurpose(subject: subject, wanted: policy.purposes.sorted()) }
    }

    /// Both ends count as valid (PKX-04).
    static func checkTimes(of certificate: Certificate, at time: UnixTime) throws(CertificatesError) {
        guard time >= certificate.notBefore else {
            throw .notYetValid(subject: certificate.subject.text, until: certificate.notBefore)
        }
        guard time <= certificate.notAfter else {
            throw .expired(subject: certificate.subject.text, at: certificate.notAfter)
        }
    }

    static let acceptedAlgorithms: Set<Int32> = [
        NID_ecdsa_with_SHA256, NID_ecdsa_with_SHA384, NID_ecdsa_with_SHA512, NID_ED25519,
    ]
}
