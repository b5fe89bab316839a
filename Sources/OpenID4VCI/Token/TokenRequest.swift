public import HTTP
import JSON

/// A request for an access token with a pre-authorized code.
///
/// The other grants of the protocol are refused with `unsupported_grant_type` until they are built.
/// Source: OpenID4VCI 1.0 §6.1 (TOKEN-02, TOKEN-03).
public struct TokenRequest: Sendable, Hashable {
    /// The single-use code of the offer; a secret.
    public let preAuthorizedCode: String
    /// What the person typed; a secret.
    public let transactionCode: String?
    /// Who the wallet is, where the server asks.
    public let clientID: String?
    /// Which of the offered configurations are wanted; nil means all.
    public let details: [AuthorizationDetail]?

    /// Makes a request, on the wallet's side.
    public init(
        preAuthorizedCode: String, transactionCode: String?, clientID: String? = nil,
        details: [AuthorizationDetail]? = nil
    ) {
        (self.preAuthorizedCode, self.transactionCode) = (preAuthorizedCode, transactionCode)
        (self.clientID, self.details) = (clientID, details)
    }

    /// Reads a form.
    ///
    /// Unknown parameters are ignored, empty ones count as absent (HTTP-04).
    /// - Throws: `parameterTwice`, `parameterMissing`, `unsupportedGrant`, `details`.
    public init(_ form: URLForm) throws(TokenEndpointError) {
        guard (try? form.withoutRepeats()) != nil else { throw .parameterTwice }
        func present(_ parameter: Parameter) -> String? {
            form.values(parameter.rawValue).first.flatMap { $0.isEmpty ? nil : $0 }
        }
        guard let grant = present(.grantType) else { throw .parameterMissing(name: Parameter.grantType.rawValue) }
        guard GrantType(rawValue: grant) == .preAuthorizedCode else { throw .unsupportedGrant }
        guard let code = present(.code) else { throw .parameterMissing(name: Parameter.code.rawValue) }
        preAuthorizedCode = code
        transactionCode = present(.transactionCode)
        clientID = present(.clientID)
        if let text = present(.details) { details = try AuthorizationDetail.list(text) } else { details = nil }
    }

    /// The form on the wire.
    public var form: URLForm {
        var fields = [
            FormField(Parameter.grantType.rawValue, GrantType.preAuthorizedCode.rawValue),
            FormField(Parameter.code.rawValue, preAuthorizedCode),
        ]
        if let transactionCode { fields.append(FormField(Parameter.transactionCode.rawValue, transactionCode)) }
        if let clientID { fields.append(FormField(Parameter.clientID.rawValue, clientID)) }
        if let details {
            fields.append(FormField(Parameter.details.rawValue, JSONValue.array(details.map(\.json)).text))
        }
        return URLForm(fields)
    }

    private enum Parameter: String {
        case grantType = "grant_type"
        case code = "pre-authorized_code"
        case transactionCode = "tx_code"
        case clientID = "client_id"
        case details = "authorization_details"
    }
}
