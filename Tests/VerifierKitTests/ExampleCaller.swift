import Cryptography
import HTTP
import JSON
import TestSupport

@testable import VerifierKit

/// Sends the examples of `/openapi.json` to a service in which there is what they name.
struct ExampleCaller {
    let service: TestService
    let router: Router

    init() throws {
        service = try TestService()
        let typed = APIExamples.examples(of: "LoginForm").first?.value["password"]?.string ?? ""
        var octets = Array(typed.utf8)
        let password = try ConsolePassword(try SecretBytes(wiping: &octets), random: SystemRandom())
        router = try service.routes(console: { password })
        let template = APIExamples.examples(of: "TemplateContent").first?.value
        _ = TestService.backend(router, "PUT", "/v1/templates/\(APIExamples.templateName)", template)
    }

    static func operation(_ id: String) throws -> APIOperation {
        guard let operation = APITable.operations.first(where: { $0.id == id }) else { throw TestService.Missing() }
        return operation
    }

    /// The path of an operation with that in its variable part.
    static func path(of operation: APIOperation, with value: String) -> String {
        operation.path.split(separator: "/").map { $0.hasPrefix("{") ? "/\(value)" : "/\($0)" }.joined()
    }

    /// The path of an operation, leading to something that was just begun.
    func livePath(of operation: APIOperation) throws -> String {
        let open = try service.begin(router)
        let value =
            switch operation.path.split(separator: "/").first {
            case _ where operation.id == "passOnAnswer": try service.beginOnPage(router).id
            case "p": open.pageID
            case "r": String(open.requestPath.split(separator: "/").last ?? "")
            case "console": "1"
            default: operation.path.contains("{name}") ? APIExamples.templateName : open.id
            }
        return Self.path(of: operation, with: value)
    }

    /// Calls an operation, with an example as its body where it has one.
    func send(_ operation: APIOperation, _ example: APIExample?, query: [FormField] = []) throws -> HTTPResponse {
        guard let body = operation.body, body.type == .form else {
            let path = try livePath(of: operation)
            return TestService.backend(router, operation.method, path, example?.value, query: query)
        }
        let value = example?.value.object ?? [:]
        let open = try service.begin(router, mode: value.contains("response") ? "direct_post.jwt" : "direct_post")
        // The state is each transaction's own.
        let fields = value.map { name, value in
            FormField(name, (name == "state" ? open.request["state"] : value)?.string ?? "")
        }
        let request = String(open.requestPath.split(separator: "/").last ?? "")
        return router.respond(
            to: HTTPRequest(
                method: operation.method, path: Self.path(of: operation, with: request),
                headers: ["Content-Type": MediaType.form.essence], body: URLForm(fields).bytes))
    }
}
