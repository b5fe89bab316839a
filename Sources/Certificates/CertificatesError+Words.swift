public import Rules

extension CertificatesError {
    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .notACertificate(let position):
            Refusal(
                "JOSE-17", "not_a_certificate", "certificate \(position) is not one DER certificate and nothing else",
                hint: "x5c holds standard base64 of DER, leaf first")
        case .badValidity(let position):
            Refusal(
                "PKX-04", "bad_validity", "certificate \(position) has a time that is not written as RFC 5280 asks",
                hint: "write UTC with seconds and without fractions: YYMMDDhhmmssZ, from 2050 on YYYYMMDDhhmmssZ")
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
        case .repeatedCertificate(let position):
            Refusal(
                "PKX-10", "repeated_certificate",
                "certificate \(position) has the issuer and the serial number of one before it",
                hint: "leave it out; if it is another certificate, its authority must give each its own serial number")
        case .anchorInChain(let position):
            Refusal(
                "X5C-01", "anchor_in_chain", "certificate \(position) is the anchor itself",
                hint: "leave the anchor out of x5c; the reader has its own")
        case .selfSignedLeaf(let subject):
            Refusal(
                "X5C-01", "self_signed_leaf", "the certificate of \(subject) is signed with its own key",
                hint: "use a certificate that an authority issued")
        case .wrongVersion(let subject, let version):
            Refusal(
                "PKX-06", "wrong_version", "the certificate of \(subject) is of version \(version)",
                hint: "use X.509 version 3")
        case .badSerialNumber(let subject):
            Refusal(
                "PKX-06", "bad_serial_number",
                "the certificate of \(subject) has no positive serial number of at most 20 bytes",
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
        case .signatureAlgorithmsDiffer(let subject):
            Refusal(
                "PKX-05", "signature_algorithms_differ",
                "the certificate of \(subject) names two different signature algorithms",
                hint: "let the authority issue it again")
        case .weakKey(let subject):
            Refusal(
                "JOSE-18", "weak_key", "the key in the certificate of \(subject) is weaker than P-256, or unusable",
                hint: "use a P-256 key or a stronger one")
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
                hint: "an issuer needs basicConstraints with cA")
        case .certificateSigning(let subject):
            Refusal(
                "JOSE-18", "certificate_signing", "the certificate of \(subject) does not permit signing certificates",
                hint: "an issuer needs the key usage keyCertSign")
        case .pathTooLong(let subject):
            Refusal(
                "JOSE-18", "path_too_long", "\(subject) does not permit so many authorities below it",
                hint: "use a shorter chain")
        case .nameNotPermitted(let subject):
            Refusal(
                "PKX-07", "name_not_permitted", "a name of \(subject) lies outside its authority's name constraints",
                hint: "let an authority issue it that may certify this name")
        case .unknownCriticalExtension(let subject, let identifier):
            Refusal(
                "JOSE-18", "unknown_critical_extension",
                "the certificate of \(subject) has the critical extension \(identifier), which is not acted upon here",
                hint: "the certificate is for another use")
        case .keyUsage(let subject):
            Refusal(
                "JOSE-18", "key_usage", "the certificate of \(subject) does not permit digital signatures",
                hint: "use a certificate with the key usage digitalSignature")
        case .extendedKeyUsage(let subject):
            Refusal(
                "X5C-04", "extended_key_usage", "the certificate of \(subject) is for TLS servers only",
                hint: "use a certificate that was issued for signing credentials")
        case .missingPurpose(let subject, let wanted):
            Refusal(
                "JOSE-18", "missing_purpose",
                "the certificate of \(subject) has none of the purposes \(wanted.joined(separator: ", "))",
                hint: "use a certificate with this extended key usage")
        case .invalidPath(let subject, let reason):
            Refusal(
                "JOSE-18", "invalid_path", "the path to \(subject) is not valid: \(reason)",
                hint: "compare the certificates with RFC 5280")
        case .badRevocationList(let problem):
            Refusal(
                "STA-03", "bad_revocation_list", "the revocation list cannot be used: \(problem)",
                hint: "get the newest list of the authority that issued the certificate")
        case .libraryFailure(let operation):
            Refusal(
                "SEC-40", "library_failure", "\(operation) failed in the cryptographic library",
                hint: "report this with the versions that --version --verbose prints")
        }
    }
}
