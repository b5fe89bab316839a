import DCQL
import HTTP
import JSON
import Rules
import TestSupport
import Testing

@testable import VerifierKit

@Suite struct QuestionTemplateTests {
    private static let content: JSONValue = [
        "purpose": ["en": "To greet you <b>.", "fr": "Pour vous saluer."], "dcql_query": TestService.query,
    ]

    private let service: TestService
    private let router: Router

    init() throws {
        service = try TestService()
        router = try service.routes()
    }

    private func call(
        _ method: String, _ name: String, _ body: JSONValue? = nil, key: APIKey = TestService.apiKey
    ) -> HTTPResponse {
        TestService.backend(router, method, "/v1/templates/\(name)", body, key: key)
    }

    private func begin(_ name: String, key: APIKey = TestService.apiKey) -> HTTPResponse {
        TestService.backend(router, "POST", "/v1/transactions", ["template": .string(name)], key: key)
    }

    private func refusal(of json: JSONValue) -> String? {
        do throws(VerifierKitError) {
            _ = try QuestionTemplate(name: "greeting", keeper: .house, at: service.now, json)
            return nil
        } catch { return error.refusal.code }
    }

    @Test func `SEC-30 a backend keeps, reads, replaces, asks and removes a template`() throws {
        #expect(call("PUT", "greeting", Self.content).status == 201)
        #expect(call("PUT", "greeting", Self.content).status == 200)
        let read = TestService.json(call("GET", "greeting"))
        #expect(read["dcql_query"]?["credentials"]?[0]?["id"] == "person")
        #expect(read["purpose"]?["fr"] == "Pour vous saluer.")
        #expect(read["shared"] == false)
        let list = TestService.json(TestService.backend(router, "GET", "/v1/templates"))["templates"]
        #expect(list?[0]?["name"] == "greeting")
        #expect(list?[0]?["dcql_query"] == nil)
        let answer = begin("greeting")
        #expect(answer.status == 201)
        let id = TestService.json(answer)["id"]?.string ?? ""
        let result = TestService.json(TestService.backend(router, "GET", "/v1/transactions/\(id)"))
        #expect(result["template"] == "greeting")
        #expect(call("DELETE", "greeting").status == 204)
        #expect(call("DELETE", "greeting").status == 404)
        #expect(call("GET", "greeting").status == 404)
        #expect(begin("greeting").status == 404)
    }

    @Test func `SEC-30 the template of another backend does not exist, in the same bytes`() throws {
        #expect(call("PUT", "greeting", Self.content).status == 201)
        let unknown = call("GET", "none", key: TestService.otherKey)
        #expect(call("GET", "greeting", key: TestService.otherKey).body == unknown.body)
        #expect(call("DELETE", "greeting", key: TestService.otherKey).status == 404)
        #expect(begin("greeting", key: TestService.otherKey).status == 404)
        #expect(TestService.backend(router, "GET", "/v1/templates", key: nil).status == 401)
        #expect(call("PUT", "greeting", Self.content, key: APIKey(text: "cvk_wrong")).status == 401)
    }

    @Test func `SEC-30 all can ask what the operator keeps, and no backend can change it`() throws {
        let store = SQLiteTransactionStore(service.database)
        let shared = try QuestionTemplate(name: "greeting", keeper: .house, at: service.now, Self.content)
        #expect(try store.put(shared))
        #expect(begin("greeting").status == 201)
        #expect(call("DELETE", "greeting").status == 404)
        #expect(TestService.json(call("GET", "greeting"))["shared"] == true)
        let own: JSONValue = ["purpose": "Mine.", "dcql_query": TestService.query]
        #expect(call("PUT", "greeting", own).status == 201)
        #expect(TestService.json(call("GET", "greeting"))["purpose"]?["en"] == "Mine.")
        #expect(TestService.json(call("GET", "greeting", key: TestService.otherKey))["shared"] == true)
        #expect(try store.templates(for: .house).count == 1)
    }

    @Test func `SEC-06 the page says why it is asked, escaped, in its language or in English`() throws {
        #expect(call("PUT", "greeting", Self.content).status == 201)
        let path = try WebURL(parsing: TestService.json(begin("greeting"))["page"]?.string ?? "").path
        func page(_ language: String) -> String {
            let request = HTTPRequest(method: "GET", path: path, query: [FormField("lang", language)])
            return String(decoding: router.respond(to: request).body, as: UTF8.self)
        }
        #expect(page("fr").contains("<p lang=\"fr\" dir=\"auto\">Pour vous saluer.</p>"))
        #expect(page("ar").contains("<p lang=\"en\" dir=\"auto\">To greet you &lt;b&gt;.</p>"))
    }

    @Test func `SEC-29 a backend keeps a hundred templates, and replaces one of them`() throws {
        let store = SQLiteTransactionStore(service.database)
        for number in 1...QuestionTemplate.limitPerKeeper {
            let template = try QuestionTemplate(
                name: "t-\(number)", keeper: .backend(1), at: service.now, Self.content)
            #expect(try store.put(template))
        }
        #expect(call("PUT", "one-more", Self.content).status == 409)
        #expect(call("PUT", "t-7", Self.content).status == 200)
        #expect(call("PUT", "one-more", Self.content, key: TestService.otherKey).status == 201)
    }

    @Test(arguments: ["", "Over", "a b", "ä", "a/b", "a_b", String(repeating: "a", count: 65)])
    func `VFY-02 a name of another form is refused`(name: String) {
        #expect(throws: VerifierKitError.self) {
            try QuestionTemplate(name: name, keeper: .house, at: UnixTime(seconds: 0), Self.content)
        }
    }

    @Test func `VFY-02 a template of another form is refused`() {
        let query = TestService.query
        let long = JSONValue.string(String(repeating: "a", count: QuestionPurpose.limitCharacters + 1))
        let wrong: [JSONValue] = [
            [], "x", [:], ["dcql_query": query, "porpose": "x"], ["dcql_query": query, "purpose": ""],
            ["dcql_query": query, "purpose": [:]], ["dcql_query": query, "purpose": ["EN": "x"]],
            ["dcql_query": query, "purpose": ["en": 7]], ["dcql_query": query, "purpose": long],
            ["dcql_query": query, "purpose": 7], ["dcql_query": query, "purpose": ["e": "x"]],
            ["dcql_query": query, "purpose": ["zh-hant-t": "x"]],
        ]
        for json in wrong { #expect(refusal(of: json) == "bad_template", "\(json.text)") }
        func template(longBy count: Int) -> JSONValue {
            var asked = query.object ?? [:]
            asked["note"] = ""
            let rest = QuestionTemplate.limitQueryBytes - JSONValue.object(asked).serialized().count
            asked["note"] = .string(String(repeating: "a", count: rest + count))
            return ["dcql_query": .object(asked)]
        }
        #expect(refusal(of: template(longBy: 0)) == nil)
        #expect(refusal(of: template(longBy: 1)) == "bad_template")
        #expect(refusal(of: ["dcql_query": [:]]) != nil)
        #expect(refusal(of: ["dcql_query": query]) == nil)
    }

    @Test func `VFY-02 a transaction has a query or a template, not both and not neither`() {
        let both: JSONValue = ["template": "greeting", "dcql_query": TestService.query]
        for body in [both, [:], ["template": 7]] {
            let status = TestService.backend(router, "POST", "/v1/transactions", body).status
            #expect(status == 400 || status == 404)
        }
    }

    @Test(arguments: ["over-18", "proof-of-address"])
    func `VFY-02 the templates that are shipped can be kept`(name: String) throws {
        let json = try JSONValue(parsing: try repositoryFile("examples/templates/\(name).json"))
        let template = try QuestionTemplate(name: name, keeper: .house, at: service.now, json)
        for language in PageLanguage.allCases {
            #expect(template.purpose?.text(in: language.rawValue).language == language.rawValue)
        }
    }
}
