import HTTP
import Rules

extension VerifierRoutes {
    /// News of a transaction, as they come.
    var eventRoutes: [Route] {
        [Route("GET", "/v1/transactions/{id}/events") { events($0) }]
    }

    private func events(_ request: HTTPRequest) -> HTTPResponse {
        backend(request, .readTransactions) { (owner) throws(VerifierKitError) in
            let stream = try service.watch(id: request.parameters["id"] ?? "", owner: owner)
            // Nobody reads the body of an answer to HEAD.
            guard request.method != "HEAD" else {
                stream.close()
                return .bytes([], type: MediaType("text/event-stream"))
            }
            return .events(stream)
        }
    }
}
