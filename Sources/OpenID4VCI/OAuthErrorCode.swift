/// The value of `error` in an answer of the token or the credential endpoint.
///
/// Source: RFC 6749 §5.2, RFC 6750 §3.1, OpenID4VCI 1.0 §6.3, §8.3.1.2.
public struct OAuthErrorCode: RawRepresentable, Hashable, Sendable {
    /// The name on the wire.
    public let rawValue: String

    /// Takes any name; unknown ones survive.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A parameter is missing, doubled or out of place.
    public static let invalidRequest = OAuthErrorCode(rawValue: "invalid_request")
    /// The code, or the transaction code with it, is no good.
    public static let invalidGrant = OAuthErrorCode(rawValue: "invalid_grant")
    /// The name that OpenID4VCI 1.1 gives to a wrong transaction code (TOKEN-22).
    public static let invalidTransactionCode = OAuthErrorCode(rawValue: "invalid_tx_code")
    /// The client is unknown or did not say who it is.
    public static let invalidClient = OAuthErrorCode(rawValue: "invalid_client")
    /// A grant that the server does not know.
    public static let unsupportedGrantType = OAuthErrorCode(rawValue: "unsupported_grant_type")
    /// The details ask for something that may not be had.
    public static let invalidAuthorizationDetails = OAuthErrorCode(rawValue: "invalid_authorization_details")
    /// The access token is unknown, expired or revoked.
    public static let invalidToken = OAuthErrorCode(rawValue: "invalid_token")
    /// The access token does not cover this credential.
    public static let insufficientScope = OAuthErrorCode(rawValue: "insufficient_scope")
    /// The body of a credential request is malformed.
    public static let invalidCredentialRequest = OAuthErrorCode(rawValue: "invalid_credential_request")
    /// The issuer has no such configuration.
    public static let unknownCredentialConfiguration = OAuthErrorCode(rawValue: "unknown_credential_configuration")
    /// The token has no such dataset.
    public static let unknownCredentialIdentifier = OAuthErrorCode(rawValue: "unknown_credential_identifier")
    /// A proof is missing or wrong.
    public static let invalidProof = OAuthErrorCode(rawValue: "invalid_proof")
    /// The nonce in a proof is unknown, expired or used.
    public static let invalidNonce = OAuthErrorCode(rawValue: "invalid_nonce")
    /// Encryption is asked in a way that is not supported.
    public static let invalidEncryptionParameters = OAuthErrorCode(rawValue: "invalid_encryption_parameters")
    /// The issuer will not issue.
    public static let credentialRequestDenied = OAuthErrorCode(rawValue: "credential_request_denied")
    /// Something broke at the server.
    public static let serverError = OAuthErrorCode(rawValue: "server_error")
}
