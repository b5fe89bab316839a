import Bytes
import Cryptography
import DCQL
import HTTP
import JSON
import OpenID4VP
import TestSupport
import Testing

@testable import VerifierKit

@Suite struct OpenAPIDocumentTests {
    private let service: TestService
    private let router: Router
    private let document: JSONValue

    init() throws {
        service = try TestService()
        router = try service.routes()
        document = TestService.json(router.respond(to: HTTPRequest(method: "GET", path: "/openapi.json")))
    }

    @Test func `SEC-29 every route is described, with its body, and nothing else is`() {
        let described = APITable.operations.map { "\($0.method) \($0.path)" }
        #expect(described.sorted() == router.routes.map { "\($0.method) \($0.template)" }.sorted())
        for route in router.routes {
            let operation = document["paths"]?["\(route.template)"]?[route.method.lowercased()]
            let types = operation?["requestBody"]?["content"]?.object?.names ?? []
            switch route.body {
            case .none: #expect(types == [], "\(route.template)")
            case .of(let allowed, _): #expect(types == allowed.map(\.essence), "\(route.template)")
            }
        }
        #expect(Set(APITable.operations.map(\.id)).count == APITable.operations.count)
    }

    @Test func `SEC-29 the document is of OpenAPI 3.1, and every schema that it names is there`() throws {
        #expect(document["openapi"] == "3.1.0")
        #expect(document["servers"]?[0]?["url"] == "https://verify.example")
        let schemas = try #require(document["components"]?["schemas"]?.object)
        let text = document.text
        for piece in text.split(separator: "\"#/components/schemas/").dropFirst() {
            let name = String(piece.prefix { $0 != "\"" })
            #expect(schemas[name] != nil, "\(name)")
        }
        for name in schemas.names { #expect(text.contains("schemas/\(name)\""), "\(name) is used") }
    }

    @Test func `SEC-29 SEC-30 all answers are described, and all that are described are given`() throws {
        let observed = ObservedAnswers(document)
        try askAsBackend(observed)
        try askTemplates(observed)
        try askAsWallet(observed)
        try askAsOthers(observed)
        try askAsOperator(observed)
        try askTooMuch(observed)
        try askWhatFails(observed)
        // Others would have to change the transaction eight times between a reading and a writing.
        let unreached = Set(
            ["GET", "DELETE"].map { method in
                ObservedAnswers.Answer(
                    operation: "\(method) /v1/transactions/{id}", status: 410, type: MediaType.problem.essence)
            })
        // These the server gives before it asks a route; its own tests have them (SEC-28, SEC-29).
        let front = Set(
            APITable.operations.flatMap { operation in
                APIOperation.answersOfTheFront(hasBody: operation.body != nil).map {
                    ObservedAnswers.Answer(
                        operation: "\(operation.method) \(operation.path)", status: $0.status,
                        type: MediaType.problem.essence)
                }
            })
        let documented = observed.documented
        #expect(observed.answers.subtracting(documented) == [], "given, and not described")
        #expect(documented.subtracting(observed.answers).subtracting(front) == unreached, "described, and not given")
        #expect(observed.complaints == [])
        #expect(examples(unlike: observed) == [], "shown, and not given with these members")
        expectRefusals(as: observed, but: unreached.union(front))
        expectHeaders(as: observed)
    }

    /// Each refusal that is shown was given, by its code.
    private func expectRefusals(as observed: ObservedAnswers, but unreached: Set<ObservedAnswers.Answer>) {
        for operation in APITable.operations {
            let route = "\(operation.method) \(operation.path)"
            for status in Set(operation.answers.map(\.status)) {
                let answers = document["paths"]?[operation.path]?[operation.method.lowercased()]?["responses"]
                let content = answers?["\(status)"]?["content"]?.object ?? [:]
                let given = observed.codes["\(route) \(status)"] ?? []
                for (type, body) in content where status >= 400 {
                    let answer = ObservedAnswers.Answer(operation: route, status: status, type: type)
                    if unreached.contains(answer), given.isEmpty { continue }
                    for (name, example) in body["examples"]?.object ?? [:] {
                        let code = (example["value"]?["code"] ?? example["value"]?["error"])?.string ?? ""
                        #expect(given.contains(code), "\(answer): \(name) shows \(code), given were \(given)")
                        let fault = observed.fault(of: example["value"] ?? .null, by: body["schema"] ?? .null)
                        #expect(fault == nil, "\(answer)")
                    }
                }
            }
        }
    }

    /// Answers have the header fields that are described, no others, and always those that are said to be there always.
    private func expectHeaders(as observed: ObservedAnswers) {
        for operation in APITable.operations {
            for status in Set(operation.answers.map(\.status)) {
                let given = observed.headers["\(operation.method) \(operation.path) \(status)"] ?? []
                if given.isEmpty { continue }
                let described = APIHeader.headers(of: operation, status)
                let place: Comment = "\(operation.id) \(status)"
                #expect(Set(given.joined()) == Set(described.map(\.name)), place)
                for header in described where header.isAlwaysThere {
                    #expect(given.allSatisfy { $0.contains(header.name) }, place)
                }
            }
        }
    }

    /// The examples of answers that have other members than each answer that was given.
    private func examples(unlike observed: ObservedAnswers) -> [String] {
        APITable.operations.flatMap { operation in
            operation.answers.flatMap { status, content -> [String] in
                guard case .json(let schema) = content else { return [] }
                let given = observed.members["\(operation.method) \(operation.path) \(status)"] ?? []
                return APIExamples.examples(of: schema)
                    .filter { !given.contains($0.value.object?.names.sorted() ?? []) }
                    .map { "\(operation.id) \($0.name)" }
            }
        }
    }

    private static let json = "application/json"

    private func askAsBackend(_ observed: ObservedAnswers) throws {
        let query = TestService.query.text
        let begun = observed.send(
            router, "POST", "/v1/transactions", "{\"dcql_query\":\(query)}", type: Self.json)
        observed.send(router, "POST", "/v1/transactions", "{", type: Self.json)
        observed.send(router, "POST", "/v1/transactions", "{\"template\":\"none\"}", type: Self.json)
        let id = TestService.json(begun)["id"]?.string ?? ""
        let path = "/v1/transactions/\(id)"
        observed.send(router, "GET", path)
        try askOnPage(observed)
        let code = FormField("response_code", "x")
        observed.send(router, "GET", path, query: [code, code])
        observed.send(router, "GET", path + "/events")
        for path in [path + "x", path + "x/events"] { observed.send(router, "GET", path) }
        observed.send(router, "DELETE", path)
        observed.send(router, "DELETE", path + "x")
        let accepted = try service.begin(router)
        _ = try service.answer(router, accepted)
        observed.send(router, "GET", "/v1/transactions/\(accepted.id)")
        let bound = try service.begin(router, redirect: "https://shop.example/done")
        _ = try service.answer(router, bound)
        observed.send(router, "GET", "/v1/transactions/\(bound.id)")
        for query in [[], [code, code]] { observed.send(router, "GET", path + "/proof", query: query) }
        observed.send(router, "GET", "/v1/transactions/\(bound.id)/proof")
        let paid = try service.begin(router, transactionData: [.object(try TestService.confirmable())])
        let hashes = paid.transactionData.map { Base64URL.encode(HashAlgorithm.sha256.hash(Array($0.utf8))) }
        _ = try service.confirm(router, paid, hashes: hashes)
        observed.send(router, "GET", "/v1/transactions/\(paid.id)/proof")
        let check = "{\"presentation\":\"a.b.c~\",\"nonce\":\"n\",\"audience\":\"a\",\"dcql_query\":\(query)}"
        observed.send(router, "POST", "/v1/check", check, type: Self.json)
        for body in ["{}", "{"] { observed.send(router, "POST", "/v1/check", body, type: Self.json) }
        for example in APIExamples.examples(of: "CheckRequest") {
            observed.send(router, "POST", "/v1/check", example.value.text, type: Self.json)
        }
    }

    private func askOnPage(_ observed: ObservedAnswers) throws {
        let begin = "{\"dcql_query\":\(TestService.query.text),\"response_mode\":\"dc_api.jwt\"}"
        observed.send(router, "POST", "/v1/transactions", begin, type: Self.json)
        let page = try service.beginOnPage(router)
        let path = "/v1/transactions/\(page.id)/response"
        for body in ["{}", "{"] { observed.send(router, "POST", path, body, type: Self.json) }
        let answer = try service.answer(on: page).text
        observed.send(router, "POST", path, answer, type: Self.json)
        observed.send(router, "POST", path, answer, type: Self.json)
        observed.send(router, "POST", "/v1/transactions/none/response", answer, type: Self.json)
        observed.send(router, "GET", "/v1/transactions/\(page.id)")
    }

    private func askTemplates(_ observed: ObservedAnswers) throws {
        let content = "{\"purpose\":\"why\",\"dcql_query\":\(TestService.query.text)}"
        for body in [content, content, "{}", "{"] {
            observed.send(router, "PUT", "/v1/templates/t", body, type: Self.json)
        }
        for number in 1...QuestionTemplate.limitPerKeeper {
            observed.send(router, "PUT", "/v1/templates/t-\(number)", content, type: Self.json)
        }
        observed.send(router, "GET", "/v1/templates")
        for name in ["t", "none"] {
            observed.send(router, "GET", "/v1/templates/\(name)")
            observed.send(router, "DELETE", "/v1/templates/\(name)")
        }
    }

    private func askAsWallet(_ observed: ObservedAnswers) throws {
        let form = MediaType.form.essence
        let open = try service.begin(router)
        observed.send(router, "GET", open.requestPath)
        observed.send(router, "POST", open.requestPath, "wallet_nonce=abcdefghijklmnopqrst", type: form)
        observed.send(router, "POST", open.requestPath, "wallet_nonce=a&wallet_nonce=b", type: form)
        for method in ["GET", "POST"] { observed.send(router, method, open.requestPath + "x", "", type: form) }
        let state = FormField("state", open.request["state"]?.string ?? "")
        let error = String(decoding: URLForm([FormField("error", "access_denied"), state]).bytes, as: UTF8.self)
        observed.send(router, "POST", open.responsePath, "state=x", type: form)
        observed.send(router, "POST", open.responsePath, error, type: form)
        observed.send(router, "POST", open.responsePath, error, type: form)
        observed.send(router, "POST", open.responsePath + "x", error, type: form)
        observed.send(router, "GET", "/v1/transactions/\(open.id)")
        let bound = try service.begin(router, redirect: "https://shop.example/done")
        let token: JSONValue = ["person": [.string(try service.presentation(for: bound))]]
        let good = URLForm([
            FormField("vp_token", token.text), FormField("state", bound.request["state"]?.string ?? ""),
        ])
        observed.send(router, "POST", bound.responsePath, String(decoding: good.bytes, as: UTF8.self), type: form)
    }

    private func askAsOthers(_ observed: ObservedAnswers) throws {
        for path in ["/healthz", "/readyz", "/metrics", "/openapi.json", "/p/style.css", "/p/none"] {
            observed.send(router, "GET", path)
        }
        try askAsBrowser(observed)
    }

    private func askAsOperator(_ observed: ObservedAnswers) throws {
        var octets = Array("correct horse battery".utf8)
        let password = try ConsolePassword(try SecretBytes(wiping: &octets), random: SystemRandom())
        let router = try service.routes(console: { password })
        let open = "/console/transactions/\(try service.begin(router).number)"
        let form = MediaType.form.essence
        let paths = ["/console", "/console/counters", open, "/console/transactions/99"]
        for path in paths + ["/console/style.css", "/console/login"] { observed.send(router, "GET", path) }
        let answer = observed.send(router, "POST", "/console/login", "password=correct+horse+battery", type: form)
        let cookie = answer.headers["Set-Cookie"]?.split(separator: ";").first.map(String.init)
        for path in paths { observed.send(router, "GET", path, cookie: cookie) }
        let page = String(decoding: observed.send(router, "GET", "/console", cookie: cookie).body, as: UTF8.self)
        let token = page.split(separator: "name=\"token\" value=\"").last?.prefix { $0 != "\"" } ?? ""
        for sent in ["x", token] {
            observed.send(router, "POST", "/console/logout", "token=\(sent)", type: form, cookie: cookie)
        }
        observed.send(router, "POST", "/console/logout", "", type: form)
        for _ in 0...5 { observed.send(router, "POST", "/console/login", "password=x", type: form) }
        for path in paths { observed.send(self.router, "GET", path) }
        for path in ["/console/login", "/console/logout"] {
            observed.send(self.router, "POST", path, "a=b", type: form)
        }
        observed.send(self.router, "GET", "/console/login")
    }

    private func askAsBrowser(_ observed: ObservedAnswers) throws {
        let busy = try service.begin(router).pageID
        for _ in 0...60 { observed.send(router, "GET", "/p/\(busy)") }
        let bound = try service.begin(router, redirect: "https://shop.example/done")
        let opened = observed.send(router, "GET", "/p/\(bound.pageID)")
        let cookie = opened.headers["Set-Cookie"]?.split(separator: ";").first.map(String.init)
        observed.send(router, "GET", "/p/\(bound.pageID)")
        let address = try WebURL(
            parsing: TestService.json(try service.answer(router, bound))["redirect_uri"]?.string ?? "")
        let code = try address.queryFields()
        observed.send(router, "GET", address.path, query: code, cookie: cookie)
        observed.send(router, "GET", address.path, query: code, cookie: cookie)
        let foreign = try service.begin(router, redirect: "https://shop.example/done")
        _ = service.openPage(router, foreign)
        let other = try WebURL(
            parsing: TestService.json(try service.answer(router, foreign))["redirect_uri"]?.string ?? "")
        observed.send(router, "GET", other.path, query: try other.queryFields())
        for _ in 0...60 { for path in ["/p/none", "/r/none"] { observed.send(router, "GET", path) } }
    }

    /// Bodies that are too large or of another type, keys that are missing or wrong too often.
    private func askTooMuch(_ observed: ObservedAnswers) throws {
        for operation in APITable.operations where operation.path.contains("{") {
            let path = operation.path.replacingPlaceholders.replacingLastX
            observed.send(
                router, operation.method, path, "", type: operation.body?.type.essence, around: operation.path)
        }
        for route in router.routes {
            let path = "\(route.template)".replacingPlaceholders
            let type = if case .of(let types, _) = route.body { types.first?.essence } else { String?.none }
            let body = String(repeating: "a", count: route.body.limitBytes + 1)
            observed.send(router, route.method, path, body, type: type)
            if type != nil { observed.send(router, route.method, path, "a", type: "text/plain") }
        }
        let powerless = APIKey(text: "cvk_powerless")
        try SQLiteTransactionStore(service.database).insertKey(
            name: "powerless", hash: powerless.hash(under: TestService.secret), grant: APIKeyGrant(scopes: []),
            at: service.now)
        let backend = APITable.operations.filter { $0.scope != nil }
        for operation in backend {
            let (path, type) = (operation.path.replacingPlaceholders, operation.body?.type.essence)
            observed.send(router, operation.method, path, "", type: type, key: nil)
            observed.send(router, operation.method, path, "", type: type, key: powerless.text)
        }
        for _ in 0..<20 { observed.send(router, "GET", "/v1/templates", key: "cvk_wrong") }
        for operation in backend {
            let (path, type) = (operation.path.replacingPlaceholders, operation.body?.type.essence)
            observed.send(router, operation.method, path, "", type: type, key: "cvk_wrong")
        }
        let crowded = try service.routes()
        let open = try service.begin(crowded)
        for _ in 0...TransactionWatch.limitPerTransaction {
            observed.send(crowded, "GET", "/v1/transactions/\(open.id)/events")
        }
    }

    private func askWhatFails(_ observed: ObservedAnswers) throws {
        let router = try service.routes(failing: true)
        for table in ["probe", "transactions", "api_keys"] { try service.breakDatabase(table) }
        for operation in APITable.operations {
            // Only what has the form of a token is looked for in the database.
            let path = operation.path.replacing("{id}", with: String(repeating: "A", count: 43)).replacingPlaceholders
            observed.send(router, operation.method, path, "", type: operation.body?.type.essence)
        }
    }
}

extension String {
    /// A path whose variable part no name has.
    fileprivate var replacingLastX: String {
        split(separator: "/", omittingEmptySubsequences: false).map { $0 == "x" ? "%01" : String($0) }
            .joined(separator: "/")
    }

    /// A path that fits a template.
    fileprivate var replacingPlaceholders: String {
        split(separator: "/", omittingEmptySubsequences: false).map { $0.hasPrefix("{") ? "x" : String($0) }
            .joined(separator: "/")
    }
}
