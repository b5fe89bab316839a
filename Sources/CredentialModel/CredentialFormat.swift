/// A format of credentials, by its identifier in OpenID4VP and OpenID4VCI; unknown identifiers survive.
public struct CredentialFormat: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The identifier as on the wire.
    public let rawValue: String

    /// Names a format.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// SD-JWT VC.
    public static let sdJWTVC = CredentialFormat(rawValue: "dc+sd-jwt")
    /// ISO mdoc.
    public static let mdoc = CredentialFormat(rawValue: "mso_mdoc")
    /// W3C credential as a JWT, without JSON-LD processing.
    public static let jwtVCJSON = CredentialFormat(rawValue: "jwt_vc_json")
    /// W3C credential with a Data Integrity proof.
    public static let ldpVC = CredentialFormat(rawValue: "ldp_vc")

    /// The identifier as on the wire.
    public var description: String { rawValue }
}
