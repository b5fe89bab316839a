import COpenSSL
import Cryptography
public import Rules

/// Path validation: from a signer's certificate to an anchor that the caller configured.
///
/// Source: RFC 5280 §6 (JOSE-17, JOSE-18, PKX-01 … PKX-09).
public enum CertificatePath {
    /// The most certificates that a chain may bring.
    public static let limitCertificates = 5

    /// Validates a chain.
    ///
    /// - Parameters:
    ///   - chain: leaf first, each certificate certifying the one before it; nothing in it is an anchor by being there.
    ///   - anchors: the configured certificates, an end-entity certificate among them pins that leaf.
    ///   - time: the moment at which every certificate must be valid.
    /// - Throws: what is wrong with the first certificate that breaks a rule.
    public static func validated(
        leafFirst chain: [Certificate], anchors: [Certificate], at time: UnixTime
    ) throws(CertificatesError) -> ValidatedPath {
        guard let leaf = chain.first else { throw .emptyChain }
        guard chain.count <= limitCertificates else {
            throw .tooManyCertificates(count: chain.count, limit: limitCertificates)
        }
        for (position, pair) in zip(chain, chain.dropFirst()).enumerated() where pair.0.issuer != pair.1.subject {
            throw .notInOrder(position: position + 1)
        }
        for certificate in chain { try checkForm(of: certificate) }
        try checkLeaf(leaf)
        if anchors.contains(leaf) {
            try checkTimes(of: leaf, at: time)
            return ValidatedPath(certificates: [leaf], leaf: leaf, anchor: leaf)
        }
        for certificate in chain { try checkTimes(of: certificate, at: time) }
        let path = try builtPath(leaf, intermediates: Array(chain.dropFirst()), anchors: anchors)
        try checkForm(of: path.anchor)
        try checkTimes(of: path.anchor, at: time)
        return path
    }

    private static func checkForm(of certificate: Certificate) throws(CertificatesError) {
        let subject = certificate.subject.text
        guard certificate.version == 3 else { throw .wrongVersion(subject: subject, version: certificate.version) }
        guard !certificate.serialNumber.isEmpty else { throw .badSerialNumber(subject: subject) }
        guard let algorithm = certificate.native.signatureAlgorithm, acceptedAlgorithms.contains(algorithm) else {
            throw .signatureAlgorithm(subject: subject)
        }
    }

    private static let acceptedAlgorithms: Set<Int32> = [
        NID_ecdsa_with_SHA256, NID_ecdsa_with_SHA384, NID_ecdsa_with_SHA512, NID_ED25519,
    ]

    private static func checkLeaf(_ leaf: Certificate) throws(CertificatesError) {
        guard let key = leaf.publicKey, key.scheme != nil else { throw .unsupportedKey(subject: leaf.subject.text) }
        guard leaf.keyUsage?.contains(.digitalSignature) ?? true else { throw .keyUsage(subject: leaf.subject.text) }
    }

    private static func checkTimes(of certificate: Certificate, at time: UnixTime) throws(CertificatesError) {
        guard time >= certificate.notBefore else {
            throw .notYetValid(subject: certificate.subject.text, until: certificate.notBefore)
        }
        guard time <= certificate.notAfter else {
            throw .expired(subject: certificate.subject.text, at: certificate.notAfter)
        }
    }

    private static func builtPath(
        _ leaf: Certificate, intermediates: [Certificate], anchors: [Certificate]
    ) throws(CertificatesError) -> ValidatedPath {
        let store = unsafe X509_STORE_new()
        let untrusted = unsafe carnet_certificates_new()
        let context = unsafe X509_STORE_CTX_new()
        defer {
            unsafe X509_STORE_CTX_free(context)
            unsafe carnet_certificates_free(untrusted)
            unsafe X509_STORE_free(store)
        }
        for anchor in anchors { unsafe X509_STORE_add_cert(store, anchor.native.pointer) }
        for certificate in intermediates { unsafe carnet_certificates_push(untrusted, certificate.native.pointer) }
        guard unsafe carnet_verification_init(context, store, leaf.native.pointer, untrusted) == 1 else {
            throw .libraryFailure(operation: "beginning a path validation")
        }
        let parameters = unsafe X509_STORE_CTX_get0_param(context)
        // OpenSSL takes the last second of validity for a second too late; the times are checked here instead (PKX-04).
        unsafe X509_VERIFY_PARAM_set_flags(parameters, UInt(X509_V_FLAG_X509_STRICT | X509_V_FLAG_NO_CHECK_TIME))
        unsafe X509_VERIFY_PARAM_set_depth(parameters, Int32(limitCertificates))
        guard unsafe X509_verify_cert(context) == 1 else {
            let reason = unsafe X509_STORE_CTX_get_error(context)
            let depth = unsafe Int(X509_STORE_CTX_get_error_depth(context))
            ERR_clear_error()
            let failing = subject(at: depth, in: [leaf] + intermediates) ?? leaf.subject.text
            throw error(reason, subject: failing)
        }
        let count = unsafe Int(carnet_verified_count(context))
        guard let root = unsafe carnet_verified_certificate(context, Int32(count - 1)),
            let anchor = anchors.first(where: { unsafe X509_cmp($0.native.pointer, root) == 0 })
        else { throw .noAnchor(subject: leaf.subject.text) }
        let between = intermediates.prefix(max(0, count - 2))
        return ValidatedPath(certificates: [leaf] + between + [anchor], leaf: leaf, anchor: anchor)
    }

    private static func subject(at depth: Int, in chain: [Certificate]) -> String? {
        chain.indices.contains(depth) ? chain[depth].subject.text : nil
    }

    private static func error(_ reason: Int32, subject: String) -> CertificatesError {
        switch reason {
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
            X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_CERT_UNTRUSTED:
            .noAnchor(subject: subject)
        case X509_V_ERR_CERT_SIGNATURE_FAILURE: .badSignature(subject: subject)
        case X509_V_ERR_INVALID_CA, X509_V_ERR_KEYUSAGE_NO_CERTSIGN, X509_V_ERR_INVALID_NON_CA,
            X509_V_ERR_CA_CERT_MISSING_KEY_USAGE, X509_V_ERR_CA_BCONS_NOT_CRITICAL:
            .notAnAuthority(subject: subject)
        case X509_V_ERR_PATH_LENGTH_EXCEEDED, X509_V_ERR_CERT_CHAIN_TOO_LONG: .pathTooLong(subject: subject)
        case X509_V_ERR_PERMITTED_VIOLATION, X509_V_ERR_EXCLUDED_VIOLATION: .nameNotPermitted(subject: subject)
        case X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION: .unknownCriticalExtension(subject: subject)
        default:
            unsafe .invalidPath(
                subject: subject,
                reason: X509_verify_cert_error_string(Int(reason)).map { unsafe String(cString: $0) } ?? "\(reason)")
        }
    }
}
