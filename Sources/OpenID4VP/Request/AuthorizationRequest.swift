public import CredentialModel
public import Cryptography
public import DCQL
public import JOSE
import JSON
import Rules

/// What a verifier asks: every parameter read and checked, whoever the verifier is.
///
/// ```swift
/// let request = try AuthorizationRequest(parameters: object)
/// request.query           // what to present
/// request.nonce           // what binds the answer to this request
/// ```
///
/// Source: OpenID4VP 1.0 §5 (REQ-04 … REQ-12).
public struct AuthorizationRequest: Sendable {
    /// The formats in which this implementation presents credentials.
    public static let formats: Set<CredentialFormat> = [.sdJWTVC]

    /// Who asks.
    public let client: ClientIdentifier
    /// The audience of every presentation: the full client identifier, and through the Digital Credentials API the origin,
    /// whoever signed the request (CID-12, DP-05).
    public let audience: String
    /// Binds every presentation to this request; 16 to 512 URL-safe characters.
    public let nonce: String
    /// Comes back unchanged with the response.
    public let state: String?
    /// What to present.
    public let query: DCQLQuery
    /// What to confirm, in the order of the request; empty when nothing is.
    public let transactionData: [TransactionData]
    /// How and whereto the answer goes.
    public let target: ResponseTarget
    /// What the verifier says of itself; nothing in it is authenticated beyond the request.
    public let clientMetadata: ClientMetadata?
    /// What the verifier attaches about itself; nil when nothing.
    public let verifierInfo: VerifierInfo?
    /// To which key the answer is encrypted; nil when it is not.
    public let encryption: ResponseEncryption?

    /// Reads the parameters of one request.
    ///
    /// - Parameters:
    ///   - parameters: the members of the request object, or the decoded URL parameters with `dcql_query` and
    ///     `client_metadata` parsed.
    ///   - target: the response target, checked against the client identifier before.
    ///   - profile: which rules are enforced beyond the standard.
    ///   - vouchedAt: when the signature of a verifier whom a trusted party names was checked; nil when there is none.
    ///   - registry: the types of transaction data that are understood; nil leaves it aside.
    /// - Throws: `member`, `excludes`, `notSupported`, `noCommonFormat`, `dcql`, `transactionData`,
    ///   `metadataOfRegisteredClient`, `jose`.
    init(
        parameters: JSONObject, client: ClientIdentifier, target: ResponseTarget, profile: Profile = .openID4VP,
        vouchedAt: UnixTime?, registry: TransactionDataRegistry?
    ) throws(OpenID4VPError) {
        self.client = client
        self.target = target
        audience = if case .origin(let origin) = target.place { origin.audience } else { client.text }
        let responseType = try parameters.read("REQ-05") { o throws(JSONMemberError) in try o.string("response_type") }
        guard responseType == "vp_token" else {
            throw .notSupported(
                rule: "REQ-05", feature: "response_type \(responseType)", code: .unsupportedResponseType)
        }
        nonce = try Self.nonce(in: parameters)
        // The Digital Credentials API has no state: the platform brings the answer back to the page that asked (DP-03).
        let hasState = !target.mode.isOfDigitalCredentials
        state = hasState ? try Self.state(in: parameters) : nil
        query = try Self.query(in: parameters)
        if let state, state.isEmpty { throw .member(rule: "REQ-08", name: "state", problem: "is empty") }
        if hasState, state == nil, query.credentials.contains(where: { !$0.requiresHolderBinding }) {
            throw .member(
                rule: "REQ-08", name: "state", problem: "is missing, and a presentation without holder binding needs it"
            )
        }
        transactionData = try Self.transactionData(in: parameters, query, vouchedAt: vouchedAt, registry)
        let metadata = try parameters.read("REQ-12") { o throws(JSONMemberError) in
            try o.objectIfPresent("client_metadata")
        }
        if metadata != nil, client.prefix == .preRegistered { throw .metadataOfRegisteredClient(id: client.text) }
        clientMetadata = if let metadata { try ClientMetadata(metadata) } else { nil }
        if let value = parameters["verifier_info"] {
            verifierInfo = try VerifierInfo(value, queryIDs: query.credentials.map(\.id))
        } else {
            verifierInfo = nil
        }
        let announced = clientMetadata?.formats
        let asked = query.credentials.map(\.format)
        guard asked.contains(where: { Self.formats.contains($0) && announced?.lists($0) != false }) else {
            throw .noCommonFormat(asked: asked)
        }
        encryption = target.mode.isEncrypted ? try ResponseEncryption(choosingFrom: clientMetadata, profile) : nil
    }

    /// Whether the verifier says that it can check a credential; a verifier that says nothing can (REQ-12, WM-02).
    ///
    /// - Parameters: as `FormatSupport.takes`.
    public func takes(_ format: CredentialFormat, issuer: SignatureAlgorithm, holder: SignatureAlgorithm?) -> Bool {
        clientMetadata?.formats?.takes(format, issuer: issuer, holder: holder) ?? true
    }

    /// The name under which the holder of a key on that curve signs for this verifier: `EdDSA` unless it lists only `Ed25519`
    /// (WM-03); nil for a curve that does not sign.
    public func holderAlgorithm(for curve: KeyCurve, in format: CredentialFormat = .sdJWTVC) -> SignatureAlgorithm? {
        guard let algorithm = SignatureAlgorithm(writtenFor: curve) else { return nil }
        return clientMetadata?.formats?.name(of: algorithm, in: format) ?? algorithm
    }

    private static func nonce(in parameters: JSONObject) throws(OpenID4VPError) -> String {
        let nonce = try parameters.read("REQ-07") { o throws(JSONMemberError) in try o.string("nonce") }
        guard (16...512).contains(nonce.utf8.count) else {
            throw .member(rule: "REQ-07", name: "nonce", problem: "must have 16 to 512 characters")
        }
        guard nonce.utf8.allSatisfy(isUnreserved) else {
            throw .member(rule: "REQ-07", name: "nonce", problem: "has characters other than A-Z a-z 0-9 - . _ ~")
        }
        return nonce
    }

    private static func state(in parameters: JSONObject) throws(OpenID4VPError) -> String? {
        let state = try parameters.read("REQ-08") { o throws(JSONMemberError) in try o.stringIfPresent("state") }
        guard state?.utf8.allSatisfy(isUnreserved) ?? true else {
            throw .member(rule: "REQ-08", name: "state", problem: "has characters other than A-Z a-z 0-9 - . _ ~")
        }
        return state
    }

    private static func query(in parameters: JSONObject) throws(OpenID4VPError) -> DCQLQuery {
        switch (parameters["dcql_query"], parameters["scope"]) {
        case (.some, .some): throw .excludes(rule: "REQ-09", name: "dcql_query", other: "scope")
        case (nil, .some): throw .notSupported(rule: "REQ-09", feature: "a scope as query", code: .invalidScope)
        case (nil, nil): throw .member(rule: "REQ-09", name: "dcql_query", problem: "is missing")
        case (.some(let query), nil):
            do { return try DCQLQuery(json: query) } catch { throw .dcql(error) }
        }
    }

    private static func transactionData(
        in parameters: JSONObject, _ query: DCQLQuery, vouchedAt: UnixTime?, _ registry: TransactionDataRegistry?
    ) throws(OpenID4VPError) -> [TransactionData] {
        guard let registry, let member = parameters["transaction_data"] else { return [] }
        do throws(TransactionDataFault) {
            let entries = try TransactionData.entries(member, query: query, registry: registry, at: vouchedAt)
            // Nobody would be answerable for what the person confirms.
            guard vouchedAt != nil else { throw .unsignedRequest }
            return entries
        } catch { throw .transactionData(error) }
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }
}
