public import Rules

/// Why a certificate or a chain of certificates was refused.
///
/// `subject` names the certificate for people; positions count from the leaf, which is 0.
public enum CertificatesError: RuleError {
    /// The bytes are no DER certificate, or have something after it.
    case notACertificate(position: Int)
    /// A certificate is larger than the limit.
    case tooLarge(position: Int, bytes: Int, limit: Int)
    /// The text is no PEM, or its base64 is broken.
    case notPEM
    /// A chain without any certificate.
    case emptyChain
    /// More certificates than the limit.
    case tooManyCertificates(count: Int, limit: Int)
    /// A certificate does not certify the one before it.
    case notInOrder(position: Int)
    /// The certificate is of a version that cannot issue others.
    case wrongVersion(subject: String, version: Int)
    /// The serial number is zero or negative.
    case badSerialNumber(subject: String)
    /// An extension occurs twice or cannot be read.
    case badExtension(subject: String, name: String)
    /// A signature algorithm that is not accepted, or two different ones in one certificate.
    case signatureAlgorithm(subject: String)
    /// The key is of a kind that cannot verify tokens here.
    case unsupportedKey(subject: String)
    /// The certificate is not valid any more.
    case expired(subject: String, at: UnixTime)
    /// The certificate is not valid yet.
    case notYetValid(subject: String, until: UnixTime)
    /// No configured anchor ends the path.
    case noAnchor(subject: String)
    /// A signature in the path is wrong.
    case badSignature(subject: String)
    /// A certificate signs another one without being an authority.
    case notAnAuthority(subject: String)
    /// More authorities below one than it permits.
    case pathTooLong(subject: String)
    /// A name outside the name constraints of an authority.
    case nameNotPermitted(subject: String)
    /// A critical extension that is not understood.
    case unknownCriticalExtension(subject: String)
    /// The leaf's key usage does not permit signatures.
    case keyUsage(subject: String)
    /// The leaf is not meant for this kind of signature.
    case extendedKeyUsage(subject: String)
    /// The path breaks another rule of RFC 5280; `reason` is the library's own words.
    case invalidPath(subject: String, reason: String)
    /// The library refused an operation that cannot fail on sound input.
    case libraryFailure(operation: String)

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .notACertificate(let position):
            Refusal(
                "JOSE-17", "not_a_certificate", "certificate \(position) is not one DER certificate and nothing else",
                hint: "x5c holds standard base64 of DER, leaf first")
        case .tooLarge(let position, let bytes, let limit):
            Refusal(
                "PKX-03", "certificate_too_large", "certificate \(position) has \(bytes) bytes, the limit is \(limit)",
                hint: "use certificates without pictures or long policies")
        case .notPEM:
            Refusal(
                "PKX-03", "not_pem", "the text holds no PEM certificate",
                hint: "it must have lines between -----BEGIN CERTIFICATE----- and -----END CERTIFICATE-----")
        case .emptyChain:
            Refusal(
                "JOSE-17", "empty_chain", "the chain holds no certificate",
                hint: "x5c must begin with the signer's certificate")
        case .tooManyCertificates(let count, let limit):
            Refusal(
                "PKX-03", "too_many_certificates", "the chain holds \(count) certificates, the limit is \(limit)",
                hint: "send the leaf and its intermediates only")
        case .notInOrder(let position):
            Refusal(
                "JOSE-17", "not_in_order", "certificate \(position) does not certify the one before it",
                hint:
                    "order the chain from the signer's certificate to the anchor and leave out what does not belong to it"
            )
        case .wrongVersion(let subject, let version):
            Refusal(
                "PKX-06", "wrong_version", "the certificate of \(subject) is of version \(version)",
                hint: "use X.509 version 3")
        case .badSerialNumber(let subject):
            Refusal(
                "PKX-06", "bad_serial_number", "the certificate of \(subject) has no positive serial number",
                hint: "let the authority issue it again")
        case .badExtension(let subject, let name):
            Refusal(
                "PKX-06", "bad_extension", "the certificate of \(subject) has a broken or repeated extension: \(name)",
                hint: "let the authority issue it again")
        case .signatureAlgorithm(let subject):
            Refusal(
                "PKX-05", "signature_algorithm",
                "the certificate of \(subject) is signed with an algorithm that is not accepted",
                hint: "use ECDSA with SHA-256, SHA-384 or SHA-512, or Ed25519")
        case .unsupportedKey(let subject):
            Refusal(
                "PKX-09", "unsupported_key", "the key in the certificate of \(subject) is neither P-256 nor Ed25519",
                hint: "use a P-256 key")
        case .expired(let subject, let time):
            Refusal(
                "PKX-04", "certificate_expired", "the certificate of \(subject) expired at \(time)",
                hint: "the signer needs a new certificate")
        case .notYetValid(let subject, let time):
            Refusal(
                "PKX-04", "certificate_not_yet_valid", "the certificate of \(subject) is valid from \(time) on",
                hint: "check the clock of this machine")
        case .noAnchor(let subject):
            Refusal(
                "PKX-01", "no_anchor", "no configured anchor ends the path from \(subject)",
                hint: "add the authority's certificate to the trust folder, if you do trust it")
        case .badSignature(let subject):
            Refusal(
                "JOSE-18", "certificate_signature", "the signature on the certificate of \(subject) is wrong",
                hint: "the certificate was changed, or another authority of the same name issued it")
        case .notAnAuthority(let subject):
            Refusal(
                "JOSE-18", "not_an_authority", "\(subject) signed a certificate without being an authority",
                hint: "an issuer needs basicConstraints with cA and the key usage keyCertSign")
        case .pathTooLong(let subject):
            Refusal(
                "JOSE-18", "path_too_long", "\(subject) does not permit so many authorities below it",
                hint: "use a shorter chain")
        case .nameNotPermitted(let subject):
            Refusal(
                "PKX-07", "name_not_permitted", "a name of \(subject) lies outside its authority's name constraints",
                hint: "let an authority issue it that may certify this name")
        case .unknownCriticalExtension(let subject):
            Refusal(
                "JOSE-18", "unknown_critical_extension",
                "the certificate of \(subject) has a critical extension that is not understood",
                hint: "the certificate is for another use")
        case .keyUsage(let subject):
            Refusal(
                "JOSE-18", "key_usage", "the certificate of \(subject) does not permit digital signatures",
                hint: "use a certificate with the key usage digitalSignature")
        case .extendedKeyUsage(let subject):
            Refusal(
                "X5C-04", "extended_key_usage", "the certificate of \(subject) is for TLS servers only",
                hint: "use a certificate that was issued for signing credentials")
        case .invalidPath(let subject, let reason):
            Refusal(
                "JOSE-18", "invalid_path", "the path to \(subject) is not valid: \(reason)",
                hint: "compare the certificates with RFC 5280")
        case .libraryFailure(let operation):
            Refusal(
                "SEC-40", "library_failure", "\(operation) failed in the cryptographic library",
                hint: "report this with the versions that --version --verbose prints")
        }
    }
}
