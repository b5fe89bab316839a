import Bytes
import Certificates
import Cryptography
import HTTP
import JOSE
public import JSON
public import Rules
public import Trust

/// Finds out who sent a request, by the rules of its client identifier prefix.
///
/// ```swift
/// let authenticator = RequestAuthenticator(trust: store, network: .secure)
/// let request = try authenticator.authenticated(requestObject: jwt, clientID: "x509_hash:…", at: clock.now, log: &log)
/// ```
///
/// Source: OpenID4VP 1.0 §5.9, RFC 9101 §6 (REQ-02, REQ-16 … REQ-18, CID-01 … CID-09).
public struct RequestAuthenticator: Sendable {
    /// The audience of a request when the wallet was not discovered dynamically.
    public static let staticAudience = "https://self-issued.me/v2"
    /// The `typ` of a request object.
    public static let type = "oauth-authz-req+jwt"

    let trust: TrustStore
    let network: NetworkPolicy
    let profile: Profile
    let dids: DIDResolver
    let skewSeconds: Int64

    /// Decides with the anchors and registered clients of a store, by the rules of a profile.
    ///
    /// - Parameter dids: finds the keys of verifiers that are named by a DID; by default only of those that need no network.
    public init(
        trust: TrustStore, network: NetworkPolicy, profile: Profile = .openID4VP, dids: DIDResolver = DIDResolver(),
        skewSeconds: Int64 = 60
    ) {
        (self.trust, self.network) = (trust.under(profile), network)
        (self.profile, self.dids, self.skewSeconds) = (profile, dids, skewSeconds)
    }

    /// Checks an unsigned request, which only the prefix `redirect_uri` permits.
    ///
    /// - Throws: `signatureNotAsPrefixAsks`, `member`, `excludes`, `notSupported`, `responseTargetNotCovered`.
    public func authenticated(
        parameters: JSONObject, log: inout StepLog
    ) throws(OpenID4VPError) -> AuthenticatedRequest {
        let client = try client(in: parameters)
        try checkWalletNonce(in: parameters, sent: nil)
        try checkHAIP(client, transport: .value, isSigned: false, log: &log)
        guard client.prefix == .redirectURI else {
            let error = OpenID4VPError.signatureNotAsPrefixAsks(prefix: client.prefix.rawValue, signed: false)
            log.failed("signature of the request", error.refusal)
            throw error
        }
        log.skipped("CID-03", "signature of the request", why: "the prefix redirect_uri does not permit one")
        let target = try log.check("REQ-11", "place of the answer") { () throws(OpenID4VPError) in
            try responseTarget(in: parameters, client: client)
        }
        return AuthenticatedRequest(
            client: client, verifier: VerifierIdentity(name: client.name, assurance: .selfAsserted), target: target,
            profile: profile, registration: nil, warnings: Self.warnings(of: target), signedAt: nil,
            parameters: parameters)
    }

    /// Checks a signed request object.
    ///
    /// - Parameters:
    ///   - requestObject: the compact JWS, unchecked.
    ///   - clientID: the `client_id` beside it in the link, unchecked.
    ///   - transport: how it came.
    ///   - walletNonce: what was sent when it was fetched, and must come back in it; nil when nothing was (RURI-03).
    ///   - time: the moment of the check.
    ///   - log: receives the steps.
    /// - Throws: `wrongType`, `clientIDDiffers`, `signatureNotAsPrefixAsks`, `trust`, `certificateDoesNotMatch`, `jose`,
    ///   `wrongAudience`, `responseTargetNotCovered` and the errors of single parameters.
    public func authenticated(
        requestObject: String, clientID: String, transport: RequestTransport = .reference,
        walletNonce: String? = nil, at time: UnixTime, log: inout StepLog
    ) throws(OpenID4VPError) -> AuthenticatedRequest {
        let outer = try ClientIdentifier(parsing: clientID)
        let jws = try log.check("REQ-02", "type of the request object") { () throws(OpenID4VPError) in
            try typedJWS(requestObject)
        }
        try checkHAIP(outer, transport: transport, isSigned: true, log: &log)
        let (sender, parameters) = try signedParameters(jws, as: outer, at: time, log: &log)
        let client = try log.check("REQ-18", "client identifier inside and outside", on: outer.text) {
            () throws(OpenID4VPError) in try sameClient(outer, parameters)
        }
        try log.check("RURI-03", "nonce of this wallet", on: walletNonce) { () throws(OpenID4VPError) in
            try checkWalletNonce(in: parameters, sent: walletNonce)
        }
        let warnings = try checkTimesAndAudience(of: parameters, at: time, log: &log)
        let target = try log.check("REQ-11", "place of the answer") { () throws(OpenID4VPError) in
            let target = try responseTarget(in: parameters, client: client)
            try checkCoverage(of: target, client: client, sender: sender)
            return target
        }
        let revocation = Self.revocationWarnings(of: sender.identity, log: &log)
        let (registration, more) = registration(in: parameters, sender, at: time, log: &log)
        return AuthenticatedRequest(
            client: client, verifier: sender.identity, target: target, profile: profile, registration: registration,
            warnings: warnings + Self.warnings(of: target) + revocation + more, signedAt: time,
            parameters: parameters)
    }

    /// A person may go on when nothing could be learned, but is told (RPC-05); what is revoked was refused before.
    private static func revocationWarnings(of identity: VerifierIdentity, log: inout StepLog) -> [String] {
        guard case .authenticated(let decision) = identity.assurance else { return [] }
        log.note(decision.revocation, of: "verifier")
        return decision.revocation.compactMap { finding in
            guard case .unknown(let why) = finding.state else { return nil }
            return "whether the certificate of \(finding.subject) was revoked is unknown: \(why) (RPC-05)"
        }
    }

    /// Finds the sender, and the parameters under its signature.
    func signedParameters(
        _ jws: CompactJWS, as client: ClientIdentifier, at time: UnixTime, log: inout StepLog
    ) throws(OpenID4VPError) -> (RequestSender, JSONObject) {
        let sender = try log.check("CID-02", "sender by its prefix", on: client.prefix.rawValue) {
            () throws(OpenID4VPError) in try self.sender(client, jws, at: time)
        }
        let parameters = try log.check("JOSE-14", "signature of the request", on: jws.header.algorithm.rawValue) {
            () throws(OpenID4VPError) in
            do throws(JOSEError) {
                return try jws.verified(by: sender.key, allowing: SignatureAlgorithm.supported).payload()
            } catch {
                throw .jose(error)
            }
        }
        return (sender, parameters)
    }

    /// What HAIP asks of the way in which a request comes.
    private func checkHAIP(
        _ client: ClientIdentifier, transport: RequestTransport, isSigned: Bool, log: inout StepLog
    ) throws(OpenID4VPError) {
        guard profile == .haip else { return }
        guard isSigned else {
            let error = OpenID4VPError.notHAIP(rule: "HAIP-02", problem: "the request is not signed")
            log.failed("signed request of an x509_hash", error.refusal)
            throw error
        }
        try checkHAIP(prefixOf: client, log: &log)
        try log.check("HAIP-05", "request by reference") { () throws(OpenID4VPError) in
            guard transport == .reference else {
                throw .notHAIP(rule: "HAIP-05", problem: "the request came by value, not by request_uri")
            }
        }
    }

    /// Which identifier HAIP asks of a signed request.
    func checkHAIP(prefixOf client: ClientIdentifier, log: inout StepLog) throws(OpenID4VPError) {
        guard profile == .haip else { return }
        try log.check("HAIP-02", "signed request of an x509_hash", on: client.prefix.rawValue) {
            () throws(OpenID4VPError) in
            guard client.prefix == .x509Hash else {
                throw .notHAIP(rule: "HAIP-02", problem: "the client identifier is no x509_hash")
            }
        }
    }

    func client(in parameters: JSONObject) throws(OpenID4VPError) -> ClientIdentifier {
        try ClientIdentifier(
            parsing: try parameters.read("REQ-06") { o throws(JSONMemberError) in try o.string("client_id") })
    }

    func typedJWS(_ text: String) throws(OpenID4VPError) -> CompactJWS {
        let jws: CompactJWS
        do throws(JOSEError) { jws = try CompactJWS(parsing: text) } catch { throw .jose(error) }
        try checkType(of: jws)
        return jws
    }

    func checkType(of jws: CompactJWS) throws(OpenID4VPError) {
        guard let type = jws.header.type, type.utf8.elementsEqual(Self.type.utf8) else {
            throw .wrongType(found: jws.header.type)
        }
    }

    private func sameClient(
        _ outer: ClientIdentifier, _ parameters: JSONObject
    ) throws(OpenID4VPError) -> ClientIdentifier {
        try refuseNested(parameters)
        let inner = try client(in: parameters)
        guard inner.text.utf8.elementsEqual(outer.text.utf8) else {
            throw .clientIDDiffers(outside: outer.text, inside: inner.text)
        }
        return inner
    }

    func refuseNested(_ parameters: JSONObject) throws(OpenID4VPError) {
        for name in ["request", "request_uri"] where parameters.contains(name) {
            throw .excludes(rule: "REQ-18", name: name, other: "a request object that holds it")
        }
    }

    /// A request that was made for another fetch is none for this one.
    func checkWalletNonce(in parameters: JSONObject, sent nonce: String?) throws(OpenID4VPError) {
        let found = parameters["wallet_nonce"]
        guard found != nonce.map(JSONValue.string) else { return }
        let problem =
            nonce == nil
            ? "is the nonce of another wallet" : found == nil ? "is missing" : "is not the nonce that was sent"
        throw .member(rule: "RURI-03", name: "wallet_nonce", problem: problem)
    }

    /// - Parameter mustName: whether HAIP asks for an audience; through the Digital Credentials API it does not.
    func checkTimesAndAudience(
        of parameters: JSONObject, mustName: Bool = true, at time: UnixTime, log: inout StepLog
    ) throws(OpenID4VPError) -> [String] {
        try log.check("REQ-17", "times of the request", on: time.description) { () throws(OpenID4VPError) in
            do throws(JOSEError) { try JWTTimes(parameters).check(at: time, skewSeconds: skewSeconds) } catch {
                throw .jose(error)
            }
        }
        guard let audience = parameters["aud"] else {
            guard profile != .haip || !mustName else {
                throw .member(rule: "REQ-16", name: "aud", problem: "is missing, and HAIP asks for it")
            }
            log.skipped("REQ-16", "audience of the request", why: "the request names none")
            guard mustName else { return [] }
            return ["the request names no audience (REQ-16)"]
        }
        try log.check("REQ-16", "audience of the request", on: Self.staticAudience) { () throws(OpenID4VPError) in
            guard audience == .string(Self.staticAudience) else {
                throw .wrongAudience(found: audience.string ?? audience.kind.phrase)
            }
        }
        return []
    }
}
