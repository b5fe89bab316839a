import HTTP
import JSON

/// One operation of the service as `/openapi.json` describes it: a method of a path with all its answers.
struct APIOperation {
    /// Who calls it.
    enum Caller {
        /// With an API key that has the scope.
        case backend(APIScope)
        case wallet
        case browser
        case operations

        var tag: String {
            switch self {
            case .backend: "backend"
            case .wallet: "wallet"
            case .browser: "browser"
            case .operations: "operations"
            }
        }
    }

    /// What a body holds.
    enum Content {
        /// JSON by one of the schemas.
        case json(String)
        /// A problem document (RFC 9457).
        case problem
        /// Text or bytes of another type.
        case text(MediaType)
        case nothing
    }

    let method: String
    let path: String
    let id: String
    let summary: String
    let caller: Caller
    let body: (type: MediaType, schema: String)?
    let answers: [(status: Int, content: Content)]
    let parameters: [APIParameter]

    /// Describes an operation; what all of its kind answer is added.
    init(
        _ method: String, _ path: String, _ id: String, _ summary: String, _ caller: Caller,
        body: (type: MediaType, schema: String)? = nil, parameters: [APIParameter] = [],
        _ answers: [(status: Int, content: Content)]
    ) {
        (self.method, self.path, self.id, self.summary, self.caller) = (method, path, id, summary, caller)
        (self.body, self.parameters) = (body, parameters)
        var all = answers + [(413, .problem)]
        if body != nil { all.append((415, .problem)) }
        all += Self.answersOfTheFront(hasBody: body != nil)
        if case .backend = caller { all += [(401, .problem), (403, .problem), (429, .problem), (500, .problem)] }
        // A path whose variable part has characters that no name has leads nowhere.
        if path.contains("{") { all.append((404, .problem)) }
        if case .wallet = caller { all += [(404, .json("WalletError")), (500, .json("WalletError"))] }
        self.answers = all.sorted { $0.status < $1.status }
    }

    /// What the HTTP server itself answers before a route is asked: to a query that is no form, to a body of unknown length.
    static func answersOfTheFront(hasBody: Bool) -> [(status: Int, content: Content)] {
        hasBody ? [(400, .problem), (411, .problem)] : [(400, .problem)]
    }

    /// The scope that the API key of a backend needs; nil for other callers.
    var scope: APIScope? { if case .backend(let scope) = caller { scope } else { nil } }

    /// The operation as a Path Item has it.
    var json: JSONValue {
        var object: JSONObject = [
            "operationId": .string(id), "summary": .string(summary), "tags": [.string(caller.tag)],
        ]
        if let scope { object["security"] = [["apiKey": [.string(scope.rawValue)]]] }
        if !parameters.isEmpty { object["parameters"] = .array(parameters.map(\.json)) }
        if let body {
            object["requestBody"] = ["required": true, "content": .object(Self.content(body.type, body.schema))]
        }
        var responses = JSONObject()
        for status in Set(answers.map(\.status)).sorted() {
            responses["\(status)"] = answer(status, answers.filter { $0.status == status }.map(\.content))
        }
        object["responses"] = .object(responses)
        return .object(object)
    }

    private func answer(_ status: Int, _ contents: [Content]) -> JSONValue {
        var object: JSONObject = ["description": .string(HTTPStatus.phrase(status))]
        var types = JSONObject()
        for content in contents {
            switch content {
            case .json("WalletError"):
                types = types.merging(Self.content(.json, "WalletError", APIRefusals.walletErrors(status)))
            case .json(let schema): types = types.merging(Self.content(.json, schema))
            case .problem:
                types = types.merging(Self.content(.problem, "Problem", APIRefusals.problems(status, of: self)))
            case .text(let type): types = types.merging(Self.content(type, nil))
            case .nothing: break
            }
        }
        if !types.isEmpty { object["content"] = .object(types) }
        let headers = APIHeader.headers(of: self, status)
        if !headers.isEmpty { object["headers"] = .object(JSONObject(headers.map { ($0.name, $0.json) })) }
        let links = (200..<300).contains(status) ? APILink.links(from: id) : []
        if !links.isEmpty { object["links"] = .object(JSONObject(links.map { ($0.target, $0.json) })) }
        return .object(object)
    }

    private static func content(_ type: MediaType, _ schema: String?) -> JSONObject {
        content(type, schema, APIExamples.examples(of: schema ?? type.essence))
    }

    private static func content(_ type: MediaType, _ schema: String?, _ examples: [APIExample]) -> JSONObject {
        var content: JSONObject = ["schema": schema.map(APISchemas.reference) ?? APISchemas.text]
        if !examples.isEmpty { content["examples"] = .object(JSONObject(examples.map { ($0.name, $0.json) })) }
        return JSONObject([(type.essence, .object(content))])
    }
}

extension JSONObject {
    /// Both together; the other's members win.
    fileprivate func merging(_ other: JSONObject) -> JSONObject {
        var result = self
        for (name, value) in other { result[name] = value }
        return result
    }
}
