/// The name of a certificate's subject or issuer.
public struct DistinguishedName: Sendable, Hashable {
    /// The encoded name; two names are equal when these are.
    public let der: [UInt8]
    /// For people: `CN=Counter 7, O=Post of Kea, C=KE`.
    public let text: String
    /// The first common name.
    public let commonName: String?
    /// The first organisation name.
    public let organizationName: String?
    /// The first country code.
    public let countryCode: String?

    /// Whether both have the same encoding.
    public static func == (left: Self, right: Self) -> Bool { left.der == right.der }

    /// Feeds the encoding into a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(der) }
}
