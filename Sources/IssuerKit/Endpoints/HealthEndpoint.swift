import HTTP
import JSON
import Rules

/// Says whether the issuer can do its work: whether its store answers.
struct HealthEndpoint: Sendable {
    let context: IssuerContext

    func respond(_ request: HTTPRequest) -> HTTPResponse {
        do throws(IssuerKitError) {
            _ = try context.store.issuances(limit: 1, at: context.clock.now)
            return .json(["status": "ok"])
        } catch {
            context.write(.failure, request, refusal: error.refusal)
            return .json(["status": "failing"], status: 503)
        }
    }
}
