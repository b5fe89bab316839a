import Bytes
import Cryptography
import HTTP
import JSON
import OpenID4VCI
import Rules

/// Redeems pre-authorized codes.
///
/// Source: OpenID4VCI 1.0 §6 (TOKEN-01…06, TOKEN-20…24).
struct TokenEndpoint: Sendable {
    let context: IssuerContext
    let limiter: RateLimiter

    func respond(_ request: HTTPRequest) -> HTTPResponse {
        let now = context.clock.now
        guard limiter.allows(context.settings.trustedProxies.client(of: request), at: now) else {
            context.write(.tooManyRequests, request)
            return limiter.refusal(at: now)
        }
        do {
            switch try answer(request) {
            case .success(let granted):
                context.write(.tokenGranted, request, issuance: granted.issuance)
                return .json(granted.response.json)
            case .failure(let error):
                context.write(.tokenRefused, request, refusal: error.refusal)
                return .json(OAuthErrorBody(error.code, error.refusal).json, status: error.status)
            }
        } catch {
            return context.failed(error, request)
        }
    }

    private typealias Answer = Result<(issuance: String, response: TokenResponse), TokenEndpointError>

    /// The inner error is the wallet's, the thrown one ours.
    private func answer(_ request: HTTPRequest) throws(IssuerKitError) -> Answer {
        let wanted: TokenRequest
        do throws(TokenEndpointError) { wanted = try read(request) } catch { return .failure(error) }
        let limits = context.settings.limits
        let code = OneTimeSecret(.code, text: wanted.preAuthorizedCode)
        guard let offer = try context.store.offer(code: code.digest, at: context.clock.now),
            offer.failedAttempts < limits.transactionCodeAttempts
        else { return .failure(.codeNotGood) }
        if let error = fault(wanted, offer) { return .failure(error) }
        let token = OneTimeSecret(.token, random: context.random)
        let stored = try stored(token, for: wanted, offer, claims: try code.opened(offer.sealedClaims))
        let outcome = try context.store.redeem(
            code: code.digest, tag: wanted.transactionCode.map(code.tag(of:)), for: stored,
            attempts: limits.transactionCodeAttempts, at: context.clock.now)
        switch outcome {
        case .granted:
            let response = TokenResponse(
                accessToken: token.text, expiresInSeconds: limits.tokenSeconds, granted: stored.granted)
            return .success((offer.issuance, response))
        case .wrongTransactionCode: return .failure(.transactionCodeWrong)
        case .notGood: return .failure(.codeNotGood)
        }
    }

    private func read(_ request: HTTPRequest) throws(TokenEndpointError) -> TokenRequest {
        guard request.query.isEmpty else { throw .parametersInQuery }
        guard let form = try? request.form() else { throw .notAForm }
        let wanted = try TokenRequest(form)
        guard context.settings.allows(clientID: wanted.clientID) else { throw .clientMissing }
        return wanted
    }

    /// What is wrong with the request as such; none of it counts as an attempt (TOKEN-22).
    private func fault(_ wanted: TokenRequest, _ offer: StoredOffer) -> TokenEndpointError? {
        if offer.tag != nil, wanted.transactionCode == nil { return .transactionCodeMissing }
        if offer.tag == nil, wanted.transactionCode != nil { return .transactionCodeUnexpected }
        for detail in wanted.details ?? [] {
            guard offer.configurationIDs.contains(where: { haveSameBytes($0, detail.configurationID) }) else {
                return .details(.beyondOffer)
            }
            // Required when our metadata names authorization servers (AUTHZ-03).
            let isRequired = context.settings.server != context.settings.issuer
            let names = detail.locations?.contains { haveSameBytes($0, context.settings.issuer.text) }
            guard names ?? !isRequired else { return .details(.foreignLocation) }
        }
        return nil
    }

    /// The token with its claims, resealed so that only the token opens them.
    private func stored(
        _ token: OneTimeSecret, for wanted: TokenRequest, _ offer: StoredOffer, claims: [UInt8]
    ) throws(IssuerKitError) -> StoredToken {
        let asked = wanted.details?.map(\.configurationID)
        let ids = offer.configurationIDs.filter { id in asked?.contains { haveSameBytes($0, id) } ?? true }
        let granted = asked.map { _ in
            ids.map { id in
                GrantedCredential(
                    configurationID: id, identifiers: [Base64URL.encode(context.random.bytes(32))])
            }
        }
        return StoredToken(
            digest: token.digest, issuance: offer.issuance, configurationIDs: ids, granted: granted,
            clientID: wanted.clientID, sealedClaims: try token.sealed(claims, random: context.random),
            copyLimit: offer.copyLimit,
            expires: context.clock.now + context.settings.limits.tokenSeconds)
    }
}
