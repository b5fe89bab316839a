public import Certificates
public import CredentialModel
public import Cryptography
public import DCQL
public import HTTP
public import JOSE
public import JSON
public import Rules
public import Trust

/// Why an authorization request or its response was refused.
public enum OpenID4VPError: RuleError {
    /// The link is no OpenID4VP request; `problem` says what it is instead.
    case notARequest(problem: String)
    /// A request parameter, or a member of one, is missing or has a wrong shape.
    case member(rule: RuleID, name: String, problem: String)
    /// A parameter that must stand alone came together with another one.
    case excludes(rule: RuleID, name: String, other: String)
    /// A parameter came twice.
    case repeated(name: String)
    /// The client identifier's prefix is unknown, or known and not supported.
    case unsupportedClientIDPrefix(String)
    /// The prefix asks for a signed request and this one is not, or the other way round.
    case signatureNotAsPrefixAsks(prefix: String, signed: Bool)
    /// `client_id` beside the request object differs from the one inside.
    case clientIDDiffers(outside: String, inside: String)
    /// Nobody registered this client beforehand.
    case unknownClient(id: String)
    /// The request object is not typed as one.
    case wrongType(found: String?)
    /// A DID, or what is found for it, cannot be used.
    case did(problem: String)
    /// A verifier attestation does not hold.
    case attestation(problem: String)
    /// A registration certificate does not hold.
    case registration(problem: String)
    /// The certificate does not stand for the name in the client identifier.
    case certificateDoesNotMatch(prefix: String, name: String)
    /// The response would go to a place that the client identifier does not cover.
    case responseTargetNotCovered(host: String, client: String)
    /// A signed request came from an origin that it does not expect.
    case originNotExpected(origin: String)
    /// The request object is meant for another wallet.
    case wrongAudience(found: String)
    /// The high assurance profile asks for more than came.
    case notHAIP(rule: RuleID, problem: String)
    /// A feature of the standard that this version does not support.
    case notSupported(rule: RuleID, feature: String, code: AuthorizationErrorCode)
    /// None of the formats asked for is known here and, where the verifier lists formats, listed.
    case noCommonFormat(asked: [CredentialFormat])
    /// `request_uri_method` is neither `get` nor `post`.
    case unknownRequestURIMethod(String)
    /// The server behind `request_uri` did not answer with a request object.
    case requestURIAnswer(status: Int, contentType: String?)
    /// The metadata of a client that is registered beforehand came with the request.
    case metadataOfRegisteredClient(id: String)
    /// The response is not what the request asked for.
    case response(rule: RuleID, problem: String)
    /// The wallet answered with an error.
    case walletError(code: String)
    /// The verifier's endpoint did not take the response.
    case endpointAnswer(status: Int, code: String?)
    /// Transaction data, or its confirmation, breaks a rule.
    case transactionData(TransactionDataFault)
    /// The query breaks a rule.
    case dcql(DCQLError)
    /// The request object's signature, header or times break a rule.
    case jose(JOSEError)
    /// An encrypted response does not decrypt, or cannot be encrypted.
    case encryption(JWEError)
    /// A certificate cannot be used.
    case certificates(CertificatesError)
    /// The client is not trusted.
    case trust(TrustError)
    /// A text is not JSON.
    case json(JSONError)
    /// A key could not be made.
    case cryptography(CryptographyError)
    /// The network or a URL failed.
    case http(HTTPError)

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .notARequest(let problem):
            Refusal(
                "REQ-01", "not_a_request", "this is not an OpenID4VP request: \(problem)",
                hint: "copy the whole link, from openid4vp:// to its end")
        case .member(let rule, let name, let problem):
            Refusal(
                rule, "bad_parameter", "the parameter \(name) \(problem)", hint: "the verifier must mend its request")
        case .excludes(let rule, let name, let other):
            Refusal(
                rule, "parameters_exclude_each_other", "\(name) came together with \(other)",
                hint: "the verifier must send one of the two")
        case .repeated(let name):
            Refusal(
                "REQ-19", "repeated_parameter", "the parameter \(name) came twice",
                hint: "the verifier must send it once")
        case .unsupportedClientIDPrefix(let prefix):
            Refusal(
                "CID-01", "unsupported_client_id_prefix", "the client identifier prefix '\(prefix)' is not supported",
                hint: "supported are redirect_uri, x509_san_dns, x509_hash and clients registered beforehand")
        case .signatureNotAsPrefixAsks(let prefix, let signed):
            Refusal(
                signed ? "CID-03" : "CID-02", signed ? "must_not_be_signed" : "must_be_signed",
                "a request with the prefix \(prefix) \(signed ? "must not" : "must") be signed",
                hint: "the verifier must choose a prefix that fits its request")
        case .clientIDDiffers(let outside, let inside):
            Refusal(
                "REQ-18", "client_id_differs",
                "client_id is '\(outside)' in the link and '\(inside)' in the signed request",
                hint: "somebody may have changed the link; ask the verifier for a new one")
        case .unknownClient(let id):
            Refusal(
                "CID-01", "unknown_client", "no client '\(id)' is registered in this wallet",
                hint: "add its trust entry first, if you do trust it")
        case .wrongType(let found):
            Refusal(
                "REQ-02", "wrong_type", "the request object's typ is \(found.map { "'\($0)'" } ?? "missing")",
                hint: "a request object is typed oauth-authz-req+jwt")
        case .did(let problem):
            Refusal(
                "CID-07", "did_unusable", problem,
                hint: "the verifier must use did:jwk or did:web, and sign with a key of its document")
        case .attestation(let problem):
            Refusal(
                "CID-08", "attestation_unusable", "the verifier attestation does not hold: \(problem)",
                hint: "the verifier must get a new attestation from its authority")
        case .registration(let problem):
            Refusal(
                "RPC-03", "registration_unusable", "the registration certificate does not hold: \(problem)",
                hint: "the verifier must get a new one from its registrar")
        case .certificateDoesNotMatch(let prefix, let name):
            Refusal(
                prefix == "x509_hash" ? "CID-06" : "CID-04", "certificate_does_not_match",
                "the signing certificate does not stand for '\(name)' as \(prefix) asks",
                hint: "somebody may be posing as this verifier; do not go on")
        case .responseTargetNotCovered(let host, let client):
            Refusal(
                "CID-04", "response_target_not_covered", "the answer would go to \(host), the verifier is \(client)",
                hint: "somebody may be posing as this verifier; do not go on")
        case .originNotExpected(let origin):
            Refusal(
                "DP-04", "origin_not_expected",
                "the request came from \(origin), which its expected_origins do not name",
                hint: "somebody may be passing on the request of another page; do not go on")
        case .wrongAudience(let found):
            Refusal(
                "REQ-16", "wrong_audience", "the request is meant for '\(found)'",
                hint: "the verifier must address https://self-issued.me/v2")
        case .notSupported(let rule, let feature, _):
            Refusal(rule, "not_supported", "\(feature) is not supported", hint: "the verifier must ask without it")
        case .notHAIP(let rule, let problem):
            Refusal(
                rule, "not_haip", problem,
                hint: "the high assurance profile (HAIP 1.0) is enforced here; the verifier must follow it")
        case .noCommonFormat(let asked):
            Refusal(
                "WM-06", "no_common_format",
                "of the formats asked for (\(asked.map(\.rawValue).joined(separator: ", "))) none is known here and "
                    + "listed by the verifier",
                hint: "the verifier must ask for a format that it can check itself; dc+sd-jwt is known here")
        case .unknownRequestURIMethod(let method):
            Refusal(
                "REQ-14", "unknown_request_uri_method", "request_uri_method is '\(method)'",
                hint: "the verifier must send get or post, in lower case")
        case .requestURIAnswer(let status, let contentType):
            Refusal(
                "RURI-04", "bad_request_uri_answer",
                "request_uri answered \(status) \(contentType ?? "without a content type")",
                hint: "the request may have been used or expired; ask the verifier for a new one")
        case .metadataOfRegisteredClient(let id):
            Refusal(
                "REQ-13", "metadata_of_registered_client", "client_metadata came for the registered client '\(id)'",
                hint: "the verifier must leave it out, or use another client identifier")
        case .response(let rule, let problem):
            Refusal(rule, "bad_response", problem, hint: "the wallet must answer exactly what was asked")
        case .walletError(let code):
            Refusal(
                "VFY-05", "wallet_error", "the wallet answered with the error \(code)",
                hint: "start a new transaction, if the person wants to try again")
        case .endpointAnswer(let status, let code):
            Refusal(
                "RSP-04", "endpoint_refused", "the verifier answered \(status)\(code.map { " (\($0))" } ?? "")",
                hint: status == 410 || status == 404
                    ? "the request was answered already or has expired; ask the verifier for a new one"
                    : "ask the verifier; it knows why it refused")
        case .transactionData(let fault): fault.refusal
        case .dcql(let error): error.refusal
        case .jose(let error): error.refusal
        case .encryption(let error): error.refusal
        case .certificates(let error): error.refusal
        case .trust(let error): error.refusal
        case .json(let error): error.refusal
        case .cryptography(let error): error.refusal
        case .http(let error): error.refusal
        }
    }

    /// The code that a wallet sends to the verifier for this refusal (OpenID4VP 1.0 §8.5).
    public var responseCode: AuthorizationErrorCode {
        switch self {
        case .notSupported(_, _, let code): code
        case .noCommonFormat: .formatsNotSupported
        case .transactionData: .invalidTransactionData
        case .unknownRequestURIMethod: .invalidRequestURIMethod
        case .metadataOfRegisteredClient, .unknownClient: .invalidClient
        case .wrongType: .invalidRequestObject
        case .requestURIAnswer, .http: .invalidRequestURI
        default: .invalidRequest
        }
    }
}
