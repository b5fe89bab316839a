import HTTP
import OpenID4VCI
import Rules

/// Offers by reference; they can be fetched until they are redeemed, since cameras fetch previews.
///
/// Source: OFFER-03, OFFER-05, section 17.3 of the digest.
struct OfferEndpoint: Sendable {
    let context: IssuerContext

    func respond(_ request: HTTPRequest) -> HTTPResponse {
        let reference = OneTimeSecret(.offer, text: request.parameters["id"] ?? "")
        do throws(IssuerKitError) {
            guard let stored = try context.store.offer(reference: reference.digest, at: context.clock.now),
                stored.failedAttempts < context.settings.limits.transactionCodeAttempts
            else {
                return .problem(
                    ProblemDocument(
                        status: 404, code: "offer_not_found", detail: "there is no such offer, or not any more",
                        rule: "OFFER-05", hint: "ask the issuer for a new offer"))
            }
            let code = String(decoding: try reference.opened(stored.sealedCode), as: UTF8.self)
            context.write(.offerFetched, request, issuance: stored.issuance)
            return .json(context.offers.offer(stored, code: code).json)
        } catch {
            return context.failed(error, request)
        }
    }
}
