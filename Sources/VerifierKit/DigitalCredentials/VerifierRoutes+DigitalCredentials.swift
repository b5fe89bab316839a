import HTTP
import JSON
import OpenID4VP
import Rules

extension VerifierRoutes {
    /// What backends of pages call that ask through the Digital Credentials API.
    var digitalCredentialRoutes: [Route] {
        [
            Route(
                "POST", "/v1/transactions/{id}/response",
                body: .of([.json], limitBytes: DigitalCredentialAnswer.limitBytes)
            ) { receiveAnswer($0) }
        ]
    }

    private func receiveAnswer(_ request: HTTPRequest) -> HTTPResponse {
        backend(request, .createTransactions) { (owner) throws(VerifierKitError) in
            let id = request.parameters["id"] ?? ""
            let answer: DigitalCredentialAnswer
            do throws(OpenID4VPError) { answer = try DigitalCredentialAnswer(parsing: request.body) } catch {
                throw .openID4VP(error)
            }
            let state = try service.receive(answer, id: id, owner: owner)
            return .json(["id": .string(id), "state": .string(state.rawValue)])
        }
    }
}
