import HTTP
import JSON
import Rules

extension VerifierRoutes {
    /// What backends do with questions that are kept.
    var templateRoutes: [Route] {
        [
            Route("GET", "/v1/templates") { list($0) },
            Route("GET", "/v1/templates/{name}") { readTemplate($0) },
            Route("PUT", "/v1/templates/{name}", body: .json) { putTemplate($0) },
            Route("DELETE", "/v1/templates/{name}") { deleteTemplate($0) },
        ]
    }

    private func list(_ request: HTTPRequest) -> HTTPResponse {
        backend(request, .readTemplates) { (owner) throws(VerifierKitError) in
            let templates = try store.templates(for: .backend(owner))
            return .json([
                "templates": .array(
                    templates.map { template in
                        var json = template.json.object ?? [:]
                        json["dcql_query"] = nil
                        return .object(json)
                    })
            ])
        }
    }

    private func readTemplate(_ request: HTTPRequest) -> HTTPResponse {
        backend(request, .readTemplates) { (owner) throws(VerifierKitError) in
            .json(try template(request.parameters["name"] ?? "", owner).json)
        }
    }

    private func putTemplate(_ request: HTTPRequest) -> HTTPResponse {
        backend(request, .writeTemplates) { (owner) throws(VerifierKitError) in
            let template = try QuestionTemplate(
                name: request.parameters["name"] ?? "", keeper: .backend(owner), at: clock.now,
                .object(try object(request.body)))
            return .json(template.json, status: try store.put(template) ? 201 : 200)
        }
    }

    private func deleteTemplate(_ request: HTTPRequest) -> HTTPResponse {
        backend(request, .writeTemplates) { (owner) throws(VerifierKitError) in
            guard try store.removeTemplate(request.parameters["name"] ?? "", of: .backend(owner)) else {
                throw .noSuchTemplate
            }
            return .empty()
        }
    }

    /// The template that a backend names.
    ///
    /// - Throws: `noSuchTemplate`.
    func template(_ name: String, _ owner: Int64) throws(VerifierKitError) -> QuestionTemplate {
        guard let template = try store.template(name, for: .backend(owner)) else { throw .noSuchTemplate }
        return template
    }
}
