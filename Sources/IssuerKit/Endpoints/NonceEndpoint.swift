import HTTP
import OpenID4VCI
import Rules

/// Gives nonces to everyone who asks (NONCE-01…07).
struct NonceEndpoint: Sendable {
    let context: IssuerContext
    let limiter: RateLimiter

    func respond(_ request: HTTPRequest) -> HTTPResponse {
        let now = context.clock.now
        guard limiter.allows(context.settings.trustedProxies.client(of: request), at: now) else {
            context.write(.tooManyRequests, request)
            return limiter.refusal(at: now)
        }
        let nonce = OneTimeSecret(.nonce, random: context.random)
        let limits = context.settings.limits
        do {
            try context.store.add(
                nonce: nonce.digest, expires: now + limits.nonceSeconds, limit: limits.nonces, at: now)
            return .json(NonceResponse(nonce: nonce.text).json)
        } catch {
            return context.failed(error, request)
        }
    }
}
