import HTTP
import JSON
import Rules

/// Says whether the issuer can do its work: whether its store answers.
struct HealthEndpoint: Sendable {
    let context: IssuerContext

    func respond(_ request: HTTPRequest) -> HTTPResponse {
        do throws(IssuerKitError) {
            try context.store.probe()
            return .json(["status": "ok"])
        } catch {
            context.write(.failure, request, refusal: error.refusal)
            return .json(["status": "failing"], status: 503)
        }
    }
}
