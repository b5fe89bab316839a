public import JSON
public import Rules

/// Something worth a line in the log. The fields are all there is: no token, code, nonce, key or claim can get in (SEC-32).
public struct IssuerEvent: Sendable, Hashable {
    /// What happened.
    public enum Name: String, Sendable {
        /// An offer was fetched by its address.
        case offerFetched = "offer_fetched"
        /// A code was redeemed.
        case tokenGranted = "token_granted"
        /// The token endpoint refused.
        case tokenRefused = "token_refused"
        /// Credentials were issued.
        case credentialsIssued = "credentials_issued"
        /// The credential endpoint refused.
        case credentialRefused = "credential_refused"
        /// An address asks too often.
        case tooManyRequests = "too_many_requests"
        /// The service could not do its work.
        case failure
    }

    /// What happened.
    public let name: Name
    /// When.
    public let time: UnixTime
    /// The request it belongs to.
    public let request: String
    /// The issuance it belongs to.
    public let issuance: String?
    /// How many credentials.
    public let copies: Int?
    /// The rule and the code of a refusal.
    public let refusal: Refusal?

    init(
        _ name: Name, at time: UnixTime, request: String, issuance: String? = nil, copies: Int? = nil,
        refusal: Refusal? = nil
    ) {
        (self.name, self.time, self.request) = (name, time, request)
        (self.issuance, self.copies, self.refusal) = (issuance, copies, refusal)
    }

    /// The line.
    public var json: JSONValue {
        var object = JSONObject([
            ("time", .string(time.description)), ("level", name == .failure ? "error" : "info"),
            ("event", .string(name.rawValue)), ("request", .string(request)),
        ])
        object["issuance"] = issuance.map { .string($0) }
        object["copies"] = copies.map { .integer(Int64($0)) }
        object["rule"] = refusal.map { .string($0.rule.description) }
        object["code"] = refusal.map { .string($0.code) }
        return .object(object)
    }
}
