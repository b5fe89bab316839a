/// One extension of a certificate as it stands there.
public struct CertificateExtension: Sendable, Hashable {
    /// The object identifier, dotted.
    public let identifier: String
    /// Whether a reader that does not understand it must refuse the certificate.
    public let isCritical: Bool
    /// The content: the DER that the octet string holds.
    public let content: [UInt8]
}

/// The identifiers of the extensions that this module reads. Source: RFC 5280 §4.2.1.
enum ExtensionIdentifier {
    static let subjectKeyIdentifier = "2.5.29.14"
    static let keyUsage = "2.5.29.15"
    static let subjectAlternativeName = "2.5.29.17"
    static let basicConstraints = "2.5.29.19"
    static let nameConstraints = "2.5.29.30"
    static let revocationListPoints = "2.5.29.31"
    static let policies = "2.5.29.32"
    static let authorityKeyIdentifier = "2.5.29.35"
    static let extendedKeyUsage = "2.5.29.37"

    /// What is acted upon when it is critical. Policies are among them because any policy is accepted here; what
    /// constrains policies, and where revocation lists are, is not acted upon.
    static let understood: Set<String> = [
        keyUsage, subjectAlternativeName, basicConstraints, nameConstraints, policies, extendedKeyUsage,
    ]

    static let read: Set<String> = understood.union([
        subjectKeyIdentifier, authorityKeyIdentifier, revocationListPoints,
    ])
}
