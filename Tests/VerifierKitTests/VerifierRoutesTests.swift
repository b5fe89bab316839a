import HTTP
import JSON
import OpenID4VP
import Rules
import Synchronization
import TestSupport
import Testing

@testable import VerifierKit

@Suite struct VerifierRoutesTests {
    private let service: TestService

    init() throws { service = try TestService() }

    @Test
    func
        `SES-04 VFY-01 a transaction is created, fetched, answered and read once with its claims, and is not phishing resistant`()
        throws
    {
        let router = try service.routes()
        let open = try service.begin(router)
        #expect(open.request["response_mode"] == "direct_post")
        #expect(open.request["aud"] == "https://self-issued.me/v2")
        #expect(TestService.json(service.result(router, open))["state"] == "open")
        #expect(try service.answer(router, open).status == 200)
        let first = TestService.json(service.result(router, open))
        #expect(first["state"] == "accepted")
        #expect(first["claims"]?["person"]?[0]?["given_name"] == "Ada")
        #expect(first["phishing_resistant"] == false, "SES-04")
        let second = TestService.json(service.result(router, open))
        #expect(second["state"] == "accepted")
        #expect(second["claims"] == nil, "SEC-28: claims are kept until they are fetched")
    }

    @Test func `V11-02 the backend's key opens the API, a VP Token or a part of it does not`() throws {
        let router = try service.routes()
        let open = try service.begin(router)
        let shown = try service.presentation(for: open)
        let token = JSONValue.object(["person": [.string(shown)]]).text
        #expect(try service.answer(router, open).status == 200)
        for text in [shown, token, String(shown.split(separator: "~").last ?? "")] {
            for (method, path) in [("GET", "/v1/transactions/\(open.id)"), ("POST", "/v1/transactions")] {
                let answer = router.respond(
                    to: HTTPRequest(method: method, path: path, headers: ["Authorization": "Bearer \(text)"]))
                #expect(answer.status == 401, "\(method) \(path)")
            }
        }
        #expect(service.result(router, open).status == 200, "the key of the backend does")
    }

    @Test func `NEG-201 VFY-05 SES-08 a second response is refused with 410, whatever the first was`() throws {
        let router = try service.routes()
        let open = try service.begin(router)
        #expect(try service.answer(router, open).status == 200)
        #expect(try service.answer(router, open).status == 410)
        let other = try service.begin(router)
        let state = FormField("state", other.request["state"]?.string ?? "")
        #expect(try service.answer(router, other, [FormField("error", "access_denied"), state]).status == 200)
        #expect(try service.answer(router, other).status == 410)
        #expect(TestService.json(service.result(router, other))["wallet_error"] == "access_denied")
    }

    @Test func `NEG-203 VFY-13 of many responses at the same time exactly one wins`() async throws {
        let router = try service.routes()
        let open = try service.begin(router)
        let token: JSONValue = ["person": [.string(try service.presentation(for: open))]]
        let fields = [FormField("vp_token", token.text), FormField("state", open.request["state"]?.string ?? "")]
        let service = self.service
        let statuses = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<16 { group.addTask { (try? service.answer(router, open, fields))?.status ?? 0 } }
            return await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(statuses.filter { $0 == 200 }.count == 1)
        #expect(statuses.filter { $0 == 410 }.count == 15)
    }

    @Test func `SEC-28 of two that read the result at the same time one gets the claims`() throws {
        let router = try service.routes()
        let open = try service.begin(router)
        #expect(try service.answer(router, open).status == 200)
        let inner = Mutex<[JSONValue?]>([])
        // The first reading of the clock is for the API key, the second after the transaction was read.
        service.interrupt(atReading: 2) { [service] in
            let result = TestService.json(service.result(router, open))
            inner.withLock { $0.append(result["claims"]) }
        }
        let outer = TestService.json(service.result(router, open))
        #expect(inner.withLock { $0.count } == 1)
        #expect(inner.withLock { $0.first ?? nil } == ["person": [["given_name": "Ada"]]])
        #expect(outer["state"] == "accepted")
        #expect(outer["claims"] == nil)
    }

    @Test func `NEG-202 VFY-01 SES-09 a response after the time is refused with 410`() throws {
        let router = try service.routes()
        let open = try service.begin(router)
        service.advance(299)
        let late = try service.begin(router)
        service.advance(1)
        #expect(try service.answer(router, open).status == 410)
        #expect(TestService.json(service.result(router, open))["state"] == "expired")
        #expect(try service.answer(router, late).status == 200)
    }

    @Test func `NEG-200 VFY-04 SES-06 RSP-07 a state that is missing, of another transaction or wrong changes nothing`()
        throws
    {
        let router = try service.routes()
        let open = try service.begin(router)
        let other = try service.begin(router)
        let token: JSONValue = ["person": [.string(try service.presentation(for: open))]]
        let vp = FormField("vp_token", token.text)
        for fields in [
            [vp], [vp, FormField("state", "x")], [vp, FormField("state", other.request["state"]?.string ?? "")],
        ] {
            #expect(try service.answer(router, open, fields).status == 400)
        }
        #expect(try service.answer(router, open).status == 200)
    }

    @Test func `VFY-02 RSP-09 malformed responses change nothing`() throws {
        let router = try service.routes()
        let open = try service.begin(router)
        let state = FormField("state", open.request["state"]?.string ?? "")
        let bad: [[FormField]] = [
            [FormField("vp_token", "[]"), state], [FormField("vp_token", "{\"person\": []}"), state],
            [FormField("vp_token", "no"), state], [state], [FormField("response", "x"), state],
            [FormField("vp_token", "{}"), FormField("error", "x"), state],
        ]
        for fields in bad { #expect(try service.answer(router, open, fields).status == 400, "\(fields.map(\.name))") }
        let json = router.respond(
            to: HTTPRequest(
                method: "POST", path: open.responsePath, headers: ["Content-Type": "application/json"],
                body: Array("{}".utf8)))
        #expect(json.status == 415)
        #expect(router.respond(to: HTTPRequest(method: "GET", path: open.responsePath)).status == 405)
        #expect(try service.answer(router, open).status == 200)
    }

    @Test func `RSP-10 a response that does not hold ends the transaction, without detail for the wallet`() throws {
        let router = try service.routes()
        let open = try service.begin(router)
        let token: JSONValue = [
            "person": [.string(try service.presentation(for: open, nonce: "stolen-nonce-0123456789"))]
        ]
        let state = FormField("state", open.request["state"]?.string ?? "")
        let answer = try service.answer(router, open, [FormField("vp_token", token.text), state])
        #expect(answer.status == 400)
        #expect(TestService.json(answer) == ["error": "invalid_request"])
        let result = TestService.json(service.result(router, open))
        #expect(result["state"] == "rejected")
        #expect(result["report"]?["refusal"]?["rule"] == "KB-07")
        #expect(result["claims"] == nil)
        #expect(try service.answer(router, open).status == 410)
    }

    @Test
    func
        `NEG-230 SES-02 SES-03 SES-04 in the same-device flow the response code gives the claims, and no other word does`()
        throws
    {
        let router = try service.routes()
        let open = try service.begin(router, redirect: "https://shop.example/done?order=7")
        let cookie = service.openPage(router, open)
        let answer = TestService.json(try service.answer(router, open))
        #expect(service.result(router, open).status == 403)
        let redirect = try WebURL(parsing: answer["redirect_uri"]?.string ?? "")
        #expect(redirect.text.hasPrefix("https://verify.example/r/"))
        let location = try #require(
            try service.comeBack(router, to: redirect.text, cookie: cookie).headers["Location"])
        #expect(location.hasPrefix("https://shop.example/done?order=7&response_code="))
        let code = try #require(try WebURL(parsing: location).queryFields().last?.value)
        #expect(service.result(router, open).status == 403)
        #expect(service.result(router, open, code: code + "x").status == 403)
        let result = TestService.json(service.result(router, open, code: code))
        #expect(result["claims"]?["person"] != nil)
        #expect(result["phishing_resistant"] == true)
    }

    @Test func `NEG-231 SES-03 a response code is of no use in a session that another browser began`() throws {
        let router = try service.routes()
        let open = try service.begin(router, redirect: "https://shop.example/done")
        let other = try service.begin(router, redirect: "https://shop.example/done")
        let codes = try [open, other].map { try service.codeAfterReturn(router, $0) }
        // The backend of the other browser's session asks for its own transaction with the code that this one brought.
        #expect(service.result(router, other, code: codes[0]).status == 403)
        #expect(service.result(router, open, code: codes[1]).status == 403)
        #expect(service.result(router, open, code: codes[0]).status == 200)
    }

    @Test func `SES-02 RSP-10 how a same-device transaction failed is told without a response code`() throws {
        let router = try service.routes()
        let open = try service.begin(router, redirect: "https://shop.example/done")
        let token: JSONValue = [
            "person": [.string(try service.presentation(for: open, nonce: "stolen-nonce-0123456789"))]
        ]
        let state = FormField("state", open.request["state"]?.string ?? "")
        #expect(try service.answer(router, open, [FormField("vp_token", token.text), state]).status == 400)
        let result = service.result(router, open)
        #expect(result.status == 200)
        #expect(TestService.json(result)["state"] == "rejected")
        #expect(TestService.json(result)["report"]?["refusal"] != nil)
        #expect(TestService.json(result)["claims"] == nil)
    }

    @Test(arguments: ["http://shop.example/done", "http://127.0.0.1:8090/done"])
    func `SES-11 RSP-05 a redirect URI that is not https is refused before the transaction`(redirect: String) throws {
        let body: JSONValue = ["dcql_query": TestService.query, "redirect_uri": .string(redirect)]
        let answer = TestService.backend(try service.routes(), "POST", "/v1/transactions", body)
        #expect(answer.status == 400)
        #expect(TestService.json(answer)["code"] == "insecure_redirect_uri")
    }

    @Test func `SES-11 where loopback is allowed a redirect URI may be on this machine`() throws {
        let router = try service.routes(network: .loopbackAllowed)
        func status(_ redirect: JSONValue) -> Int {
            let body: JSONValue = ["dcql_query": TestService.query, "redirect_uri": redirect]
            return TestService.backend(router, "POST", "/v1/transactions", body).status
        }
        #expect(status("http://127.0.0.1:8090/done") == 201)
        #expect(status("http://shop.example/done") == 400)
    }

    @Test func `SES-10 after five wrong response codes the answer counts for nothing, and that can be read`() throws {
        let router = try service.routes()
        let open = try service.begin(router, redirect: "https://shop.example/done")
        let code = try service.codeAfterReturn(router, open)
        for _ in 0..<5 { #expect(service.result(router, open, code: "wrong").status == 403) }
        let result = TestService.json(service.result(router, open, code: code))
        #expect(result["state"] == "abandoned")
        #expect(result["claims"] == nil)
        #expect(result["report"] == nil)
    }

    @Test func `SES-05 SEC-30 another key sees nothing, in the same bytes as what does not exist`() throws {
        let router = try service.routes()
        let open = try service.begin(router)
        let foreign = service.result(router, open, key: TestService.otherKey)
        let unknown = TestService.backend(router, "GET", "/v1/transactions/none")
        #expect(foreign.status == 404)
        #expect(foreign.body == unknown.body)
        #expect(TestService.backend(router, "GET", "/v1/transactions/\(open.id)", key: nil).status == 401)
        #expect(service.result(router, open, key: APIKey(text: "cvk_wrong")).status == 401)
        #expect(
            TestService.backend(router, "DELETE", "/v1/transactions/\(open.id)", key: TestService.otherKey).status
                == 404)
        #expect(TestService.backend(router, "DELETE", "/v1/transactions/\(open.id)").status == 204)
        #expect(TestService.json(service.result(router, open))["state"] == "cancelled")
        #expect(TestService.backend(router, "DELETE", "/v1/transactions/\(open.id)").status == 204)
        #expect(service.result(router, open).status == 404)
    }

    @Test func `RURI-07 the request is served until a response came, and not to be stored`() throws {
        let router = try service.routes()
        let open = try service.begin(router)
        let again = router.respond(to: HTTPRequest(method: "GET", path: open.requestPath))
        #expect(again.status == 200)
        #expect(again.headers["Cache-Control"] == "no-store")
        #expect(again.headers["Content-Type"] == "application/oauth-authz-req+jwt")
        #expect(try service.answer(router, open).status == 200)
        #expect(router.respond(to: HTTPRequest(method: "GET", path: open.requestPath)).status == 404)
    }

    @Test func `SES-08 a transaction survives the end of the process, claims do not`() throws {
        let before = try service.routes()
        let open = try service.begin(before)
        let answered = try service.begin(before)
        #expect(try service.answer(before, answered).status == 200)
        let after = try service.routes()
        #expect(try service.answer(after, open).status == 200)
        #expect(TestService.json(service.result(after, open))["claims"]?["person"] != nil)
        let forgotten = TestService.json(service.result(after, answered))
        #expect(forgotten["state"] == "accepted")
        #expect(forgotten["claims"] == nil)
    }

    @Test func `SEC-28 SES-09 a HEAD request, which gets no body, leaves the claims`() throws {
        let router = try service.routes()
        let open = try service.begin(router)
        #expect(try service.answer(router, open).status == 200)
        let path = "/v1/transactions/\(open.id)"
        #expect(TestService.backend(router, "HEAD", path).status == 200)
        #expect(TestService.json(service.result(router, open))["claims"]?["person"] != nil)
    }

    @Test func `SEC-28 claims that nobody fetched are erased after their time`() throws {
        let router = try service.routes()
        let open = try service.begin(router)
        #expect(try service.answer(router, open).status == 200)
        service.advance(600)
        #expect(TestService.json(service.result(router, open))["claims"] == nil)
    }

    @Test(arguments: ["{}", "[]", "{", "{\"dcql_query\": {}}", "{\"dcql_query\": 7}"])
    func `DCQL-09 a malformed question is refused with its rule`(body: String) throws {
        let router = try service.routes()
        let answer = router.respond(
            to: HTTPRequest(
                method: "POST", path: "/v1/transactions",
                headers: ["Authorization": "Bearer cvk_test", "Content-Type": "application/json"],
                body: Array(body.utf8)))
        #expect(answer.status == 400)
        #expect(TestService.json(answer)["rule"] != nil)
        #expect(TestService.json(answer)["hint"] != nil)
    }

    @Test func `SEC-31 every route protects its answers`() throws {
        for route in try service.routes().routes {
            #expect(route.protection.headers["Content-Security-Policy"]?.contains("frame-ancestors 'none'") == true)
            #expect(route.protection.headers["X-Content-Type-Options"] == "nosniff")
        }
    }

    @Test func `SEC-32 a failure of the service itself is told without its reason, which the log has`() throws {
        let router = try service.routes()
        let open = try service.begin(router)
        try service.breakDatabase()
        let answer = service.result(router, open)
        #expect(answer.status == 500)
        let problem = TestService.json(answer)
        #expect(problem["code"] == "server_error")
        #expect(problem["rule"] == "SEC-32")
        #expect(!problem.text.contains("transactions"), "\(problem.text)")
        #expect(service.refusals.last?.code != "server_error")
    }

    @Test func `VFY-07 a presentation is checked without a transaction`() throws {
        let router = try service.routes()
        let text = try service.post.presentation(
            of: try service.post.credential(), showing: ["given_name"], audience: "me", nonce: "n-0S6_WzA2MjAAAAAA")
        let good = TestService.backend(
            router, "POST", "/v1/check",
            [
                "presentation": .string(text), "nonce": "n-0S6_WzA2MjAAAAAA", "audience": "me",
                "dcql_query": TestService.query,
            ])
        #expect(TestService.json(good)["verdict"] == "accepted")
        let bad = TestService.backend(
            router, "POST", "/v1/check",
            ["presentation": .string(text), "nonce": "other", "audience": "me", "dcql_query": TestService.query])
        #expect(TestService.json(bad)["verdict"] == "rejected")
    }
}
