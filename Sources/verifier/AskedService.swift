import HTTP
import HTTPClient
import JSON
import Rules
import Terminal

/// Why a service did not do what its backend asked.
enum AskedServiceError: RuleError {
    /// It said why.
    case refused(status: Int, Refusal)
    /// It answered as no verifier service does.
    case unexpectedAnswer(status: Int)

    var refusal: Refusal {
        switch self {
        case .refused(let status, let why):
            Refusal(why.rule, why.code, "the service answered \(status): \(why.problem)", hint: why.hint)
        case .unexpectedAnswer(let status):
            Refusal(
                "VFY-02", "unexpected_answer", "what answered \(status) there is no verifier service",
                hint: "check the URL; 'verifier serve' runs the service")
        }
    }
}

/// A verifier service as its backend sees it.
struct AskedService {
    static let url = Option(
        "url", "URL", "the service (default http://127.0.0.1:8080)", variable: "VERIFIER_URL")
    static let key = Option("api-key-file", "FILE", "a file that holds the API key")
    static let code = Option("response-code", "CODE", "the code that the browser brought to the redirect URI")

    private let base: String
    private let apiKey: String
    private let client: CurlClient

    init(base: String, apiKey: String) throws(HTTPError) {
        let url = try WebURL(parsing: base)
        var text = url.text
        while text.hasSuffix("/") { text.removeLast() }
        (self.base, self.apiKey) = (text, apiKey)
        // A backend talks to its own service, which may well stand on the same machine.
        client = CurlClient(ClientConfiguration(reach: url.isLoopback ? .test : .publicInternet))
    }

    /// The service that the parameters `url` and `key` name.
    init(_ call: Invocation) throws {
        try self.init(
            base: call[Self.url] ?? "http://127.0.0.1:8080",
            apiKey: String(decoding: try CheckInput.read(try call.required(Self.key)), as: UTF8.self))
    }

    /// Begins a transaction.
    ///
    /// - Returns: its id; the link for the wallet, or what a page calls the Digital Credentials API with; the whole answer.
    func create(_ question: JSONObject) throws -> (id: String, request: String, answer: JSONValue) {
        let (status, json) = try answer("POST", "/v1/transactions", body: .object(question))
        guard let id = json["id"]?.string, let request = json["link"]?.string ?? json["call"]?.text else {
            throw AskedServiceError.unexpectedAnswer(status: status)
        }
        return (id, request, json)
    }

    /// Passes on what a page got from the Digital Credentials API.
    func passOn(_ received: JSONValue, id: String) throws {
        _ = try answer("POST", "/v1/transactions/\(id)/response", body: received)
    }

    /// What became of a transaction.
    func result(id: String, responseCode: String?) throws -> JSONValue {
        let query = responseCode.map { "?" + URLForm([FormField("response_code", $0)]).encoded } ?? ""
        return try answer("GET", "/v1/transactions/\(id)\(query)", body: nil).json
    }

    /// The proof package of an accepted transaction; the service has it no more afterwards.
    func proof(id: String, responseCode: String?) throws -> JSONValue {
        let query = responseCode.map { "?" + URLForm([FormField("response_code", $0)]).encoded } ?? ""
        return try answer("GET", "/v1/transactions/\(id)/proof\(query)", body: nil).json
    }

    private func answer(_ method: String, _ path: String, body: JSONValue?) throws -> (status: Int, json: JSONValue) {
        var headers: HTTPHeaders = ["Authorization": "Bearer \(apiKey)", "Accept": "application/json"]
        if body != nil { headers.set("Content-Type", "application/json") }
        let response = try client.fetch(
            OutboundRequest(method, try WebURL(parsing: base + path), headers: headers, body: body?.serialized() ?? []))
        guard let json = try? JSONValue(parsing: response.body) else {
            throw AskedServiceError.unexpectedAnswer(status: response.status)
        }
        guard (200...299).contains(response.status) else {
            guard let rule = json["rule"]?.string, let code = json["code"]?.string,
                let detail = json["detail"]?.string
            else { throw AskedServiceError.unexpectedAnswer(status: response.status) }
            throw AskedServiceError.refused(
                status: response.status, Refusal(RuleID(rule), code, detail, hint: json["hint"]?.string ?? ""))
        }
        return (response.status, json)
    }
}
