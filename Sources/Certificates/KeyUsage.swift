/// What a certified key may be used for. Source: RFC 5280 §4.2.1.3, in the bit order of OpenSSL.
public struct KeyUsage: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt32

    /// Names a set of bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Signatures on anything but certificates and revocation lists.
    public static let digitalSignature = Self(rawValue: 0x80)
    /// Signatures that the signer cannot deny later.
    public static let contentCommitment = Self(rawValue: 0x40)
    /// Encryption of keys.
    public static let keyEncipherment = Self(rawValue: 0x20)
    /// Encryption of data.
    public static let dataEncipherment = Self(rawValue: 0x10)
    /// Key agreement.
    public static let keyAgreement = Self(rawValue: 0x08)
    /// Signatures on certificates.
    public static let certificateSigning = Self(rawValue: 0x04)
    /// Signatures on revocation lists.
    public static let revocationListSigning = Self(rawValue: 0x02)
}
