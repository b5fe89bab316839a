/// Which of the protocol's documents an error speaks about.
public enum Document: String, Sendable, Hashable {
    /// The configuration of this program.
    case configuration = "the configuration"
    /// The credential offer.
    case offer = "the credential offer"
    /// The issuer's metadata document.
    case issuerMetadata = "the issuer's metadata"
    /// The authorization server's metadata document.
    case serverMetadata = "the authorization server's metadata"
    /// The answer of the token endpoint.
    case tokenResponse = "the token response"
    /// The answer of the nonce endpoint.
    case nonceResponse = "the nonce response"
    /// The answer of the credential endpoint.
    case credentialResponse = "the credential response"
    /// An error answer of any endpoint.
    case errorResponse = "the error response"
}
