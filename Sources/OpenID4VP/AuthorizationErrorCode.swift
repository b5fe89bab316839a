/// The `error` that a wallet sends to a verifier.
///
/// An open set: a verifier keeps a code that it does not know. Source: OpenID4VP 1.0 §8.5, RFC 6749 §4.2.2.1, RFC 9101 §7.
public struct AuthorizationErrorCode: RawRepresentable, Hashable, Sendable {
    /// The code as it stands on the wire.
    public let rawValue: String

    /// Names a code.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The request is malformed or breaks a rule.
    public static let invalidRequest = Self(rawValue: "invalid_request")
    /// The client's metadata came although the wallet knows it, or the client is not who it says.
    public static let invalidClient = Self(rawValue: "invalid_client")
    /// The `scope` means no query to this wallet.
    public static let invalidScope = Self(rawValue: "invalid_scope")
    /// Another `response_type` than `vp_token`.
    public static let unsupportedResponseType = Self(rawValue: "unsupported_response_type")
    /// Nothing matches, or the person declined; the two are not told apart (DSEL-10).
    public static let accessDenied = Self(rawValue: "access_denied")
    /// No format that the query names is supported.
    public static let formatsNotSupported = Self(rawValue: "vp_formats_not_supported")
    /// `request_uri_method` is neither `get` nor `post`.
    public static let invalidRequestURIMethod = Self(rawValue: "invalid_request_uri_method")
    /// Transaction data that the wallet does not understand.
    public static let invalidTransactionData = Self(rawValue: "invalid_transaction_data")
    /// The request object behind `request_uri` could not be had.
    public static let invalidRequestURI = Self(rawValue: "invalid_request_uri")
    /// The request object is not a signed request of the right type.
    public static let invalidRequestObject = Self(rawValue: "invalid_request_object")
    /// Something went wrong on the wallet's side.
    public static let serverError = Self(rawValue: "server_error")
}
