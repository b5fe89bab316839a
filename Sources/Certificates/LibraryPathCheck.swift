import COpenSSL
import Cryptography

/// OpenSSL's own validation of a path that was laid out before: signatures, name constraints, and all the rest again.
///
/// The store holds the one anchor and nothing else; default directories are never loaded (PKX-08).
enum LibraryPathCheck {
    /// The paths that held before. Whether one holds follows from its bytes alone: times are checked elsewhere.
    private static let known = RecentValues<[[UInt8]], Bool>(capacity: 64)

    /// Checks a path, or knows that it was checked.
    static func run(_ path: [Certificate], anchor: Certificate) throws(CertificatesError) {
        _ = try known.value(for: path.map(\.der) + [anchor.der]) { () throws(CertificatesError) in
            try validate(path, anchor: anchor)
            return true
        }
    }

    private static func validate(_ path: [Certificate], anchor: Certificate) throws(CertificatesError) {
        let store = unsafe X509_STORE_new()
        let untrusted = unsafe carnet_certificates_new()
        let context = unsafe X509_STORE_CTX_new()
        defer {
            unsafe X509_STORE_CTX_free(context)
            unsafe carnet_certificates_free(untrusted)
            unsafe X509_STORE_free(store)
        }
        guard unsafe X509_STORE_add_cert(store, anchor.native.pointer) == 1 else {
            throw .libraryFailure(operation: "adding an anchor")
        }
        for certificate in path.dropFirst() {
            guard unsafe carnet_certificates_push(untrusted, certificate.native.pointer) > 0 else {
                throw .libraryFailure(operation: "adding a certificate")
            }
        }
        guard unsafe carnet_verification_init(context, store, path[0].native.pointer, untrusted) == 1 else {
            throw .libraryFailure(operation: "beginning a path validation")
        }
        let parameters = unsafe X509_STORE_CTX_get0_param(context)
        // OpenSSL takes the last second of validity for a second too late; the times are checked elsewhere (PKX-04).
        var flags = X509_V_FLAG_X509_STRICT | X509_V_FLAG_NO_CHECK_TIME
        // Lists of trusted entities name issuing authorities without the root above them; the store holds only this one.
        if !anchor.isSelfIssued { flags |= X509_V_FLAG_PARTIAL_CHAIN }
        unsafe X509_VERIFY_PARAM_set_flags(parameters, UInt(flags))
        unsafe X509_VERIFY_PARAM_set_depth(parameters, Int32(CertificatePath.limitCertificates))
        let expected = path + [anchor]
        guard unsafe X509_verify_cert(context) == 1 else {
            let reason = unsafe X509_STORE_CTX_get_error(context)
            let depth = unsafe Int(X509_STORE_CTX_get_error_depth(context))
            ERR_clear_error()
            let failing = expected[min(max(0, depth), expected.count - 1)]
            throw error(reason, subject: failing.subject.text)
        }
        // Another path than the one whose certificates were checked would prove nothing.
        let isSame = unsafe (0..<max(0, carnet_verified_count(context))).elementsEqual(expected) { index, certificate in
            unsafe X509_cmp(carnet_verified_certificate(context, index), certificate.native.pointer) == 0
        }
        guard isSame else { throw .invalidPath(subject: path[0].subject.text, reason: "several paths are possible") }
    }

    private static func error(_ reason: Int32, subject: String) -> CertificatesError {
        switch reason {
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
            X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_CERT_UNTRUSTED:
            .noAnchor(subject: subject)
        case X509_V_ERR_CERT_SIGNATURE_FAILURE: .badSignature(subject: subject)
        case X509_V_ERR_INVALID_CA, X509_V_ERR_INVALID_NON_CA: .notAnAuthority(subject: subject)
        case X509_V_ERR_KEYUSAGE_NO_CERTSIGN, X509_V_ERR_CA_CERT_MISSING_KEY_USAGE:
            .certificateSigning(subject: subject)
        case X509_V_ERR_PATH_LENGTH_EXCEEDED, X509_V_ERR_CERT_CHAIN_TOO_LONG: .pathTooLong(subject: subject)
        case X509_V_ERR_PERMITTED_VIOLATION, X509_V_ERR_EXCLUDED_VIOLATION: .nameNotPermitted(subject: subject)
        default:
            unsafe .invalidPath(
                subject: subject,
                reason: X509_verify_cert_error_string(Int(reason)).map { unsafe String(cString: $0) } ?? "\(reason)")
        }
    }
}
