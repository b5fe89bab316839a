/// What a certified key may be used for. Source: RFC 5280 §4.2.1.3, in the bit order of OpenSSL.
public struct KeyUsage: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt32

    /// Names a set of bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Signatures on anything but certificates and revocation lists.
    public static let digitalSignature = Self(rawValue: 0x80)
    /// Signatures on certificates.
    public static let certificateSigning = Self(rawValue: 0x04)
    /// Signatures on revocation lists.
    public static let revocationListSigning = Self(rawValue: 0x02)
}
