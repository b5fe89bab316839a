/// Whose credentials a verifier wants, so that the wallet need not reveal others.
///
/// It minimises data; whether an issuer is trusted is decided by the verifier on its own (DCQL-08).
/// Source: OpenID4VP §6.1.1 (DCQL-07).
public struct TrustedAuthority: Sendable, Hashable {
    /// How authorities are named; unknown types survive, and match nothing.
    public struct Kind: RawRepresentable, Sendable, Hashable {
        /// The type as on the wire.
        public let rawValue: String

        /// Names a type.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// KeyIdentifier octets of an authority key identifier, in base64url.
        public static let authorityKeyIdentifier = Kind(rawValue: "aki")
        /// Identifier of a trusted list.
        public static let trustedList = Kind(rawValue: "etsi_tl")
        /// Entity identifier of OpenID Federation.
        public static let federation = Kind(rawValue: "openid_federation")
    }

    /// How the authorities are named.
    public let kind: Kind
    /// Their names as on the wire.
    public let values: [String]
    /// For `authorityKeyIdentifier`: the octets.
    let keyIdentifiers: [[UInt8]]
}
