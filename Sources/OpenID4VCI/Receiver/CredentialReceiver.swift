import Bytes
import CredentialModel
public import Cryptography
public import HTTP
import JSON
public import Rules

/// The wallet's side of an issuance with a pre-authorized code, step by step; the caller shows, asks and stores in between.
///
/// ```swift
/// let receiver = CredentialReceiver(http: client, clock: .system)
/// let offer = try receiver.offer(try CredentialOfferLink(parsing: text))      // after the person agreed to the host
/// let plan = try receiver.plan(offer)                                          // show it, ask for the code
/// let authorized = try receiver.authorized(plan, transactionCode: code)
/// for available in authorized.available {
///     let received = try receiver.credentials(available, of: authorized, keys: freshKeys)
///     // verify each copy with the key at its keyIndex, then store all of them or none
/// }
/// ```
///
/// Source: OpenID4VCI 1.0 §3, the first state machine of the digest (section 17.1).
public struct CredentialReceiver: Sendable {
    /// How the token request says what is wanted.
    public enum Wish: Sendable, Hashable {
        /// It says nothing: everything in the offer.
        case everythingOffered
        /// By `authorization_details`, so that the issuer answers with credential identifiers.
        case authorizationDetails
    }

    private let talk: PeerTalk
    private let clock: Clock
    private let hosts: HostPolicy
    private let clientID: String?
    private let wish: Wish

    /// Takes what the steps need from outside.
    ///
    /// - Parameters:
    ///   - http: the client.
    ///   - clock: for the times in proofs.
    ///   - hosts: which hosts may be named.
    ///   - clientID: the wallet's identifier at authorization servers that want one; nil for anonymous access.
    ///   - wish: how the token request says what is wanted.
    public init(
        http: any HTTPFetching, clock: Clock, hosts: HostPolicy = .publicHosts, clientID: String? = nil,
        wish: Wish = .everythingOffered
    ) {
        talk = PeerTalk(http: http)
        (self.clock, self.hosts, self.clientID, self.wish) = (clock, hosts, clientID, wish)
    }

    /// The offer of a link, fetched when it is by reference. The person has agreed before (OFFER-04).
    ///
    /// - Throws: `fetch`, `unexpectedAnswer`, and whatever `CredentialOffer` throws.
    public func offer(_ link: CredentialOfferLink) throws(OpenID4VCIError) -> CredentialOffer {
        switch link {
        case .value(let offer): return offer
        case .reference(let url):
            return try CredentialOffer(parsing: try talk.document(.offer, .offer, at: url), hosts: hosts)
        }
    }

    /// Reads the issuer's and its authorization server's metadata and finds out what can be had.
    ///
    /// - Throws: `noUsableGrant`, `authorizationServer`, `noUsableConfiguration`, `encryptionRequired`, and whatever the
    ///   two documents throw.
    public func plan(_ offer: CredentialOffer) throws(OpenID4VCIError) -> IssuancePlan {
        // Without a pre-authorized code only a login is left, whatever the metadata will say (OFFER-07).
        guard let grant = offer.grants?.preAuthorized else { throw .noUsableGrant(.loginNotSupported) }
        let issuer = offer.issuer
        let document = try talk.json(.issuerMetadata, .issuerMetadata, at: try issuer.issuerMetadataURL)
        let metadata = try CredentialIssuerMetadata(document, expected: issuer, hosts: hosts)
        guard !metadata.requiresEncryption else { throw .encryptionRequired }
        let (configurations, warnings) = try Self.usable(offer, metadata)
        let server = try server(for: grant, metadata)
        guard server.allowsAnonymousPreAuthorizedAccess || clientID != nil else {
            throw .noUsableGrant(.clientRequired)
        }
        return IssuancePlan(
            offer: offer, metadata: metadata, server: server, configurations: configurations, warnings: warnings,
            grant: grant)
    }

    /// Fetches the access token.
    ///
    /// - Parameters:
    ///   - plan: the plan.
    ///   - transactionCode: what the person typed, exactly; nil when the plan asks for none.
    /// - Throws: `transactionCodeRequired`, `transactionCodeUnexpected`, `refusedByPeer` (with `invalid_grant` after a
    ///   transaction code, the person may try again), `tokenType`, and whatever `TokenResponse` throws.
    public func authorized(
        _ plan: IssuancePlan, transactionCode: String?
    ) throws(OpenID4VCIError) -> AuthorizedIssuance {
        guard transactionCode != nil || plan.transactionCode == nil else { throw .transactionCodeRequired }
        guard transactionCode == nil || plan.transactionCode != nil else { throw .transactionCodeUnexpected }
        let details = wish == .authorizationDetails ? Self.details(plan) : nil
        let request = TokenRequest(
            preAuthorizedCode: plan.grant.code, transactionCode: transactionCode,
            clientID: plan.server.allowsAnonymousPreAuthorizedAccess ? nil : clientID, details: details)
        let post = OutboundRequest.post(request.form, to: plan.server.tokenEndpoint, limits: PeerTalk.answerLimits)
        let answer: JSONValue
        do throws(OpenID4VCIError) {
            answer = try talk.post(.token, .tokenResponse, post, statuses: 200...200)
        } catch {
            // One more try with the same code, since the first may never have arrived (TOKEN-23).
            guard error.isTemporary else { throw error }
            answer = try talk.post(.token, .tokenResponse, post, statuses: 200...200)
        }
        return AuthorizedIssuance(plan: plan, token: try TokenResponse(answer, usedDetails: details != nil))
    }

    /// Fetches the copies of one credential.
    ///
    /// - Parameters:
    ///   - available: which credential.
    ///   - authorized: where it comes from.
    ///   - keys: a fresh key per copy; empty for a credential that is bound to no key.
    /// - Returns: the copies, fewer than keys perhaps, in the order of the answer.
    /// - Throws: `keyCount`, `proofNotPossible`, `refusedByPeer`, `deferred`, `received`, and whatever
    ///   `CredentialResponse` throws.
    public func credentials(
        _ available: AuthorizedIssuance.Available, of authorized: AuthorizedIssuance, keys: [any SigningKey]
    ) throws(OpenID4VCIError) -> [ReceivedCredential] {
        let isBound = available.configuration.keyBinding != nil
        guard isBound ? (1...available.copyLimit).contains(keys.count) : keys.isEmpty else {
            throw .keyCount(count: keys.count, limit: isBound ? available.copyLimit : 0)
        }
        let answer: JSONValue
        do throws(OpenID4VCIError) {
            answer = try requested(available, of: authorized, keys: keys)
        } catch {
            // A new nonce and new proofs, once (NONCE-08).
            guard case .refusedByPeer(.credential, let body) = error, body.code == .invalidNonce else { throw error }
            answer = try requested(available, of: authorized, keys: keys)
        }
        let response = try CredentialResponse(answer, limit: max(1, keys.count))
        return try CredentialMatching(configuration: available.configuration, keys: keys).matched(response.credentials)
    }

    private func requested(
        _ available: AuthorizedIssuance.Available, of authorized: AuthorizedIssuance, keys: [any SigningKey]
    ) throws(OpenID4VCIError) -> JSONValue {
        let metadata = authorized.plan.metadata
        var proofs: [String] = []
        if let binding = available.configuration.keyBinding {
            let nonce = try nonce(metadata)
            let client = authorized.plan.server.allowsAnonymousPreAuthorizedAccess ? nil : clientID
            for key in keys {
                guard let support = binding.jwt, !support.requiresKeyAttestation,
                    let algorithm = ProofJWT.algorithm(for: key, among: support.signingAlgorithms)
                else { throw .proofNotPossible(configuration: available.configuration.id) }
                proofs.append(
                    try ProofJWT.text(
                        for: metadata.issuer, nonce: nonce, clientID: client, key: key, algorithm: algorithm,
                        at: clock.now))
            }
        }
        let post = OutboundRequest(
            "POST", metadata.credentialEndpoint,
            headers: [
                "Accept": MediaType.json.description, "Content-Type": MediaType.json.description,
                "Authorization": "\(TokenResponse.bearer) \(authorized.token.accessToken)",
            ],
            body: CredentialRequest(available.selector, proofs: proofs).json.serialized(), limits: PeerTalk.answerLimits
        )
        return try talk.post(.credential, .credentialResponse, post, statuses: 200...202)
    }

    /// A fresh nonce for each request (NONCE-04); nil when the issuer has no endpoint for it (NONCE-09).
    private func nonce(_ metadata: CredentialIssuerMetadata) throws(OpenID4VCIError) -> String? {
        guard let endpoint = metadata.nonceEndpoint else { return nil }
        let post = OutboundRequest("POST", endpoint, headers: ["Accept": MediaType.json.description])
        return try NonceResponse(try talk.post(.nonce, .nonceResponse, post, statuses: 200...200)).nonce
    }

    private func server(
        for grant: PreAuthorizedGrant, _ metadata: CredentialIssuerMetadata
    ) throws(OpenID4VCIError) -> AuthorizationServerMetadata {
        var candidates = metadata.servers
        if let named = grant.authorizationServer {
            guard metadata.authorizationServers != nil else { throw .authorizationServer(named: false) }
            candidates = candidates.filter { haveSameBytes($0.text, named) }
            guard !candidates.isEmpty else { throw .authorizationServer(named: true) }
        }
        for candidate in candidates {
            let document = try talk.json(.serverMetadata, .serverMetadata, at: try candidate.serverMetadataURL)
            let server = try AuthorizationServerMetadata(document, expected: candidate, hosts: hosts)
            if server.grantTypes.contains(.preAuthorizedCode) { return server }
        }
        throw .noUsableGrant(.notAtServer)
    }

    private static func usable(
        _ offer: CredentialOffer, _ metadata: CredentialIssuerMetadata
    ) throws(OpenID4VCIError) -> ([CredentialConfiguration], [IssuancePlan.Warning]) {
        var configurations: [CredentialConfiguration] = []
        var skipped: [CredentialIssuerMetadata.Skipped] = []
        var warnings: [IssuancePlan.Warning] = []
        for id in offer.configurationIDs {
            if let configuration = metadata.configuration(id) {
                configurations.append(configuration)
                if configuration.droppedClaims != nil {
                    warnings.append(.droppedClaims(configuration: DisplayText(id, limit: 64)))
                }
            } else if let reason = metadata.skipped.first(where: { haveSameBytes($0.id, id) }) {
                skipped.append(reason)
                warnings.append(.unusableConfiguration(reason))
            } else {
                warnings.append(.unknownConfiguration(DisplayText(id, limit: 64)))
            }
        }
        guard !configurations.isEmpty else { throw .noUsableConfiguration(skipped: skipped.map(\.refusal)) }
        if metadata.credentialEndpoint.host != offer.issuer.url.host {
            warnings.append(.otherHost(DisplayText(metadata.credentialEndpoint.host, limit: 255)))
        }
        return (configurations, warnings)
    }

    /// `locations` is required exactly when the metadata names authorization servers, even one (TRAP-11).
    private static func details(_ plan: IssuancePlan) -> [AuthorizationDetail] {
        let locations = plan.metadata.authorizationServers == nil ? nil : [plan.metadata.issuer.text]
        return plan.configurations.map { AuthorizationDetail(configurationID: $0.id, locations: locations) }
    }
}

extension OpenID4VCIError {
    /// Whether the same request may be sent once more.
    fileprivate var isTemporary: Bool {
        switch self {
        case .fetch(_, let error): error.isNetworkFailure
        case .unexpectedAnswer(_, let status, _): (500...599).contains(status)
        default: false
        }
    }
}
