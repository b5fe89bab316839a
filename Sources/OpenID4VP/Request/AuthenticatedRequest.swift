import JSON
public import Rules
import Trust

/// A request whose sender and response target were checked; only `RequestAuthenticator` makes one.
///
/// From here on a refusal may be sent to the verifier: before, the wallet would answer to a place that an attacker chose
/// (ERR-01).
public struct AuthenticatedRequest: Sendable {
    /// The full client identifier; the audience of every presentation.
    public let client: ClientIdentifier
    /// Who asks.
    public let verifier: VerifierIdentity
    /// Whereto the answer or the refusal goes.
    public let target: ResponseTarget
    /// Whether a signature covers the parameters.
    public var isSigned: Bool { signedAt != nil }
    /// Which rules the request was held to.
    public let profile: Profile
    /// What a registrar says of the verifier; nil when nothing that holds came along.
    public let registration: RegistrationCertificate?
    /// What is odd without breaking a rule, for people.
    public let warnings: [String]

    /// When the signature was checked; nil when there is none.
    let signedAt: UnixTime?
    let parameters: JSONObject

    /// The same, when somebody whom the person trusts says who signed, and its certificate is known not to be revoked:
    /// nobody else can have anything confirmed (PAY-18).
    private var vouchedAt: UnixTime? {
        guard case .authenticated(let decision) = verifier.assurance,
            !decision.revocation.contains(where: \.isUnknown)
        else { return nil }
        return signedAt
    }

    /// The `state` to send back with a refusal; nil when it is missing or mistyped.
    public var state: String? { parameters["state"]?.string }

    /// What each entry of `transaction_data` calls its type, and the credential queries that it names, whether it is
    /// understood or not; nothing in it was checked.
    public var transactions: [(type: String, queryIDs: [String])] {
        parameters["transaction_data"].map(TransactionData.outline) ?? []
    }

    /// Reads and checks every parameter.
    ///
    /// - Parameter transactionData: the types of transaction data that are understood; nil leaves it aside, for a request
    ///   that will not be answered.
    /// - Throws: as `AuthorizationRequest.init`; the error's `responseCode` may be sent to `target`.
    public func authorizationRequest(
        transactionData: TransactionDataRegistry? = .standard
    ) throws(OpenID4VPError) -> AuthorizationRequest {
        try AuthorizationRequest(
            parameters: parameters, client: client, target: target, profile: profile, vouchedAt: vouchedAt,
            registry: transactionData)
    }
}
