public import Rules

/// Why the token endpoint refuses.
///
/// The sentences are sent to the wallet, so they hold our own words only (HTTP-07, SEC-32).
public enum TokenEndpointError: RuleError {
    /// What is wrong with `authorization_details`.
    public enum DetailsFault: String, Sendable, Equatable {
        /// Not a JSON array of one to 64 objects.
        case notAnArray = "is no array of objects"
        /// Another type than `openid_credential`.
        case otherType = "has an object whose type is not openid_credential"
        /// No `credential_configuration_id`.
        case noConfiguration = "has an object without credential_configuration_id"
        /// A configuration that the offer does not hold.
        case beyondOffer = "asks for a configuration that was not offered"
        /// `locations` names another issuer, or is missing where it is required.
        case foreignLocation = "has locations that do not name this issuer"
    }

    /// The body is no form.
    case notAForm
    /// Parameters stand in the URL.
    case parametersInQuery
    /// A parameter occurs twice.
    case parameterTwice
    /// The parameter is missing or empty.
    case parameterMissing(name: String)
    /// A grant that this server does not know, such as the authorization code grant.
    case unsupportedGrant
    /// No client identifier, though the server asks for one.
    case clientMissing
    /// A transaction code is required and missing; not counted as an attempt.
    case transactionCodeMissing
    /// A transaction code came although none is expected.
    case transactionCodeUnexpected
    /// The transaction code is wrong.
    case transactionCodeWrong
    /// The pre-authorized code is unknown, used, expired or locked after too many wrong transaction codes.
    case codeNotGood
    /// `authorization_details` cannot be granted.
    case details(DetailsFault)

    /// The value of `error`.
    public var code: OAuthErrorCode {
        switch self {
        case .notAForm, .parametersInQuery, .parameterTwice, .parameterMissing, .transactionCodeMissing,
            .transactionCodeUnexpected:
            .invalidRequest
        case .unsupportedGrant: .unsupportedGrantType
        case .clientMissing: .invalidClient
        case .transactionCodeWrong, .codeNotGood: .invalidGrant
        case .details: .invalidAuthorizationDetails
        }
    }

    /// The status of the answer.
    public var status: Int { code == .invalidClient ? 401 : 400 }

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .notAForm:
            Refusal(
                "HTTP-03", "not_a_form", "the body is not application/x-www-form-urlencoded",
                hint: "send the parameters of RFC 6749 as a form")
        case .parametersInQuery:
            Refusal(
                "HTTP-03", "parameters_in_query", "the parameters stand in the URL",
                hint: "send them in the body, where no log keeps them")
        case .parameterTwice:
            Refusal("HTTP-04", "parameter_twice", "a parameter occurs twice", hint: "send each parameter once")
        case .parameterMissing(let name):
            Refusal(
                "TOKEN-02", "parameter_missing", "\(name) is missing", hint: "send it; an empty value counts as missing"
            )
        case .unsupportedGrant:
            Refusal(
                "TOKEN-02", "unsupported_grant", "only the pre-authorized code grant is supported here",
                hint: "use a grant that the server's metadata lists")
        case .clientMissing:
            Refusal(
                "CLIENT-02", "client_missing", "client_id is missing, and anonymous access is not allowed",
                hint: "send the client_id that this server knows")
        case .transactionCodeMissing:
            Refusal(
                "TOKEN-22", "transaction_code_missing", "tx_code is required",
                hint: "ask the person for the transaction code")
        case .transactionCodeUnexpected:
            Refusal(
                "TOKEN-02", "transaction_code_unexpected", "tx_code was sent though none is expected",
                hint: "send tx_code exactly when the offer has the object")
        case .transactionCodeWrong:
            Refusal("TOKEN-20", "transaction_code_wrong", "tx_code is wrong", hint: "ask the person again")
        case .codeNotGood:
            Refusal(
                "TOKEN-24", "code_not_good", "the pre-authorized code is unknown, used, expired or locked",
                hint: "ask the issuer for a new offer")
        case .details(let fault):
            Refusal(
                "TOKEN-03", "authorization_details", "authorization_details \(fault.rawValue)",
                hint: "ask for configurations of the offer only")
        }
    }
}
