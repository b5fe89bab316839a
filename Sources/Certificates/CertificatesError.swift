public import Rules

/// Why a certificate or a chain of certificates was refused.
///
/// `subject` names the certificate for people; positions count from the leaf, which is 0.
public enum CertificatesError: RuleError {
    /// The bytes are no DER certificate, or have something after it.
    case notACertificate(position: Int)
    /// A certificate has a time that is not written as RFC 5280 asks, without seconds for one.
    case badValidity(position: Int)
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
    /// A certificate stands twice in the chain, or two have the issuer and the serial number in common.
    case repeatedCertificate(position: Int)
    /// The chain brings the anchor along, and the profile refuses that.
    case anchorInChain(position: Int)
    /// The leaf signed itself, and the profile refuses that.
    case selfSignedLeaf(subject: String)
    /// The certificate is of a version that cannot issue others.
    case wrongVersion(subject: String, version: Int)
    /// The serial number is zero, negative or longer than 20 bytes.
    case badSerialNumber(subject: String)
    /// An extension occurs twice or cannot be read.
    case badExtension(subject: String, name: String)
    /// A signature algorithm that is not accepted, or one with parameters.
    case signatureAlgorithm(subject: String)
    /// What is signed names another signature algorithm than what stands beside it.
    case signatureAlgorithmsDiffer(subject: String)
    /// A key that is weaker than P-256.
    case weakKey(subject: String)
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
    /// A certificate signs another one without the key usage for it.
    case certificateSigning(subject: String)
    /// More authorities below one than it permits.
    case pathTooLong(subject: String)
    /// A name outside the name constraints of an authority.
    case nameNotPermitted(subject: String)
    /// A critical extension that is not understood.
    case unknownCriticalExtension(subject: String, identifier: String)
    /// The leaf's key usage does not permit signatures.
    case keyUsage(subject: String)
    /// The leaf is not meant for this kind of signature.
    case extendedKeyUsage(subject: String)
    /// The certificate names none of the purposes that the profile asks for.
    case missingPurpose(subject: String, wanted: [String])
    /// The path breaks another rule of RFC 5280; `reason` is the library's own words.
    case invalidPath(subject: String, reason: String)
    /// A revocation list cannot be used, or does not speak of the certificate.
    case badRevocationList(problem: String)
    /// The library refused an operation that cannot fail on sound input.
    case libraryFailure(operation: String)
}
