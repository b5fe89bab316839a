import JSON
import Rules
import Testing

@testable import HTTP

@Suite struct RouterTests {
    let router = Router([
        Route("GET", "/") { _ in .text("home") },
        Route("GET", "/v1/things/{id}") { .text("thing \($0.parameters["id"] ?? "")") },
        Route("GET", "/v1/things/{id}/parts/{part}") { .text("\($0.parameters)") },
        Route("GET", "/v1/things/all") { _ in .text("never: the first that fits answers") },
        Route("DELETE", "/v1/things/{id}") { _ in .empty() },
        Route("POST", "/form", body: .form) { request in .text("\((try? request.form().fields.count) ?? -1)") },
        Route("POST", "/json", body: .of([.json, .jwt], limitBytes: 10)) { _ in .empty() },
        Route("GET", "/page", protection: .page) { _ in .text("<p>", type: .html) },
        Route("GET", "/metadata", protection: .publicDocument(maxAgeSeconds: 60)) { _ in .json([:]) },
    ])

    func answer(_ method: String, _ path: String, _ headers: HTTPHeaders = [:], _ body: String = "") -> HTTPResponse {
        router.respond(to: HTTPRequest(method: method, path: path, headers: headers, body: Array(body.utf8)))
    }

    @Test(arguments: [
        ("/", "home"), ("/v1/things/a", "thing a"), ("/v1/things/a%2Fb%20c", "thing a/b c"),
        ("/v1/things/all", "thing all"),
    ])
    func `a path finds its handler and its placeholders`(path: String, text: String) {
        let response = answer("GET", path)
        #expect(response.status == 200)
        #expect(response.body == Array(text.utf8))
        #expect(response.headers["content-type"] == "text/plain; charset=utf-8")
    }

    @Test(arguments: [
        "", "x", "//", "/v1/things", "/v1/things/", "/v1/things/a/", "/v1//things/a", "/v1/things/%", "/v1/things/%00",
        "/v1/things/%C3", "/V1/things/a", "*", "/v1/things/a/../b", "/%66orm",
    ])
    func `HTTP-03 an unknown path is not found`(path: String) {
        let response = answer("GET", path)
        #expect(response.status == 404)
        #expect(response.mediaType == .problem)
        #expect(response.headers["Cache-Control"] == "no-store")
    }

    @Test func `HTTP-03 an unknown method is told the known ones (NEG-228)`() {
        let response = answer("POST", "/v1/things/a")
        #expect(response.status == 405)
        #expect(response.headers["Allow"] == "GET, HEAD, DELETE")
        #expect(answer("GET", "/form").headers["Allow"] == "POST")
        #expect(answer("OPTIONS", "/form").status == 405)
        #expect(answer("get", "/").status == 405)
        #expect(answer("HEAD", "/").status == 200)
    }

    @Test(arguments: [
        ("application/x-www-form-urlencoded", 200), ("application/x-www-form-urlencoded; charset=UTF-8", 200),
        ("application/x-www-form-urlencoded; charset=latin1", 415), ("application/json", 415), ("", 415),
        ("multipart/form-data; boundary=x", 415), ("text/plain", 415),
    ])
    func `HTTP-03 another type of body is refused (NEG-228)`(type: String, status: Int) {
        #expect(answer("POST", "/form", ["Content-Type": type], "a=1").status == status)
    }

    @Test func `HTTP-03 a type is needed as soon as there is a body, and once`() {
        #expect(answer("POST", "/form").status == 200)
        #expect(answer("POST", "/form", [:], "a=1").status == 415)
        #expect(answer("POST", "/form", ["Content-Type": "text/plain"]).status == 415)
        let twice: HTTPHeaders = ["Content-Type": MediaType.form.essence, "content-type": "text/plain"]
        #expect(answer("POST", "/form", twice, "a=1").status == 415)
        let zipped: HTTPHeaders = ["Content-Type": MediaType.form.essence, "Content-Encoding": "gzip"]
        #expect(answer("POST", "/form", zipped, "a=1").status == 415)
        #expect(answer("POST", "/json", ["Content-Type": "application/jwt"], "a").status == 204)
    }

    @Test func `RSP-09 a body at the limit is taken, one over is refused (NEG-228)`() {
        let json: HTTPHeaders = ["Content-Type": "application/json"]
        #expect(answer("POST", "/json", json, "1234567890").status == 204)
        let response = answer("POST", "/json", json, "12345678901")
        #expect(response.status == 413)
        #expect((try? JSONValue(parsing: response.body))?["rule"]?.string == "RSP-09")
        #expect(answer("GET", "/", [:], String(repeating: "x", count: 65_536)).status == 200)
        #expect(answer("GET", "/", [:], String(repeating: "x", count: 65_537)).status == 413)
    }

    @Test func `SEC-31 every route protects its answers`() throws {
        let needed = [
            "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cache-Control", "X-Frame-Options",
        ]
        for route in router.routes {
            let headers = Router.response(of: route, to: HTTPRequest(method: "GET", path: "/"), [:]).headers
            for name in needed { #expect(headers.values(name).count == 1, "\(route.template) \(name)") }
            let policy = try #require(headers["Content-Security-Policy"])
            #expect(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"))
        }
        #expect(answer("GET", "/page").headers["Cache-Control"] == "no-store")
        #expect(answer("GET", "/metadata").headers["Cache-Control"] == "public, max-age=60")
    }

    @Test func `SEC-31 an answer keeps what it says itself`() {
        let response = Protection.page.applied(to: HTTPResponse(status: 200, headers: ["Cache-Control": "private"]))
        #expect(response.headers.values("cache-control") == ["private"])
    }
}
