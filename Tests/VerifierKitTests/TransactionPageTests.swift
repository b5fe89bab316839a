import HTTP
import JSON
import Rules
import Testing

@testable import VerifierKit

@Suite struct TransactionPageTests {
    private let service: TestService
    private let router: Router

    init() throws {
        service = try TestService()
        router = try service.routes()
    }

    /// Begins a transaction; its answer, and the path of its page.
    private func begin(redirect: String? = nil) throws -> (answer: JSONValue, path: String) {
        var body: JSONObject = ["dcql_query": TestService.query]
        body["redirect_uri"] = redirect.map(JSONValue.string)
        let answer = TestService.json(TestService.backend(router, "POST", "/v1/transactions", .object(body)))
        return (answer, try WebURL(parsing: answer["page"]?.string ?? "").path)
    }

    private func get(
        _ path: String, query: [FormField] = [], accepting language: String? = nil, from router: Router? = nil
    ) -> HTTPResponse {
        var headers = HTTPHeaders()
        if let language { headers.set("Accept-Language", language) }
        return (router ?? self.router).respond(
            to: HTTPRequest(method: "GET", path: path, query: query, headers: headers))
    }

    private func text(_ response: HTTPResponse) -> String { String(decoding: response.body, as: UTF8.self) }

    @Test func `SES-04 SEC-14 the page shows the code and the link, under a token of its own`() throws {
        let (answer, path) = try begin()
        let response = get(path)
        let page = text(response)
        #expect(response.status == 200)
        #expect(response.headers["Content-Type"] == "text/html; charset=utf-8")
        #expect(path.utf8.count == "/p/".utf8.count + 43)
        let link = try #require(answer["link"]?.string)
        #expect(page.contains("href=\"\(link.split(separator: "&").joined(separator: "&amp;"))\""))
        #expect(page.contains("<svg"))
        #expect(page.contains("Answer only if you opened this page yourself"), "SES-04")
        #expect(!page.contains(answer["id"]?.string ?? ""), "SES-05: the id is the backend's")
        #expect(!path.contains(answer["id"]?.string ?? ""))
        #expect(!link.contains(path.dropFirst(3)))
        #expect(response.body.count < 30 << 10)
    }

    @Test func `SEC-31 the page runs no script, loads nothing from elsewhere and is stored nowhere`() throws {
        let response = get(try begin().path)
        let policy = try #require(response.headers["Content-Security-Policy"])
        #expect(policy.hasPrefix("default-src 'none'; style-src 'self';"))
        #expect(!policy.contains("script-src") && !policy.contains("unsafe"))
        #expect(policy.contains("frame-ancestors 'none'"))
        #expect(response.headers["Cache-Control"] == "no-store")
        #expect(response.headers["Referrer-Policy"] == "no-referrer")
        let page = text(response)
        for word in ["<script", "style=", "<style", " onclick", " onload", "<form", "<iframe", "src=", "javascript:"] {
            #expect(!page.contains(word), "\(word)")
        }
        #expect(page.contains("<link rel=\"stylesheet\" href=\"../p/style.css\">"))
        let style = get("/p/style.css")
        #expect(style.headers["Content-Type"] == "text/css; charset=utf-8")
        #expect(text(style).contains("prefers-color-scheme: dark"))
        #expect(text(style).contains(":focus-visible"))
    }

    @Test func `SEC-31 the page loads itself again while it waits, until it is told not to`() throws {
        let path = try begin().path
        let refresh = "<meta http-equiv=\"refresh\" content=\"5\">"
        #expect(text(get(path)).contains(refresh))
        let still = text(get(path, query: [FormField("refresh", "off")]))
        #expect(!still.contains(refresh))
        #expect(still.contains("Update this page by itself"))
    }

    @Test func `SES-03 for the same device the page has a link, and no code to scan`() throws {
        let page = text(get(try begin(redirect: "https://shop.example/done").path))
        #expect(!page.contains("<svg"))
        #expect(page.contains("class=\"wallet\" href=\"openid4vp://"))
        #expect(!page.contains("shop.example"))
    }

    @Test func `SEC-28 an answered transaction says so, the same for good and bad answers, with nothing in it`() throws
    {
        var pages: Set<String> = []
        let bad = [FormField("vp_token", "{\"person\":[\"a.b.c~\"]}")]
        for fields in [nil, [FormField("error", "access_denied")], bad] {
            let open = try service.begin(router)
            let path = "/p/\(open.pageID)"
            let state = FormField("state", open.request["state"]?.string ?? "")
            _ = try service.answer(router, open, fields.map { $0 + [state] })
            let page = text(get(path))
            #expect(page.contains("Your wallet has answered"))
            for word in ["Ada", "openid4vp:", "<svg", "refresh", "access_denied", "person", open.id] {
                #expect(!page.contains(word), "\(word)")
            }
            pages.insert(page)
        }
        #expect(pages.count == 1)
    }

    @Test func `SES-09 a transaction whose time is over, that was taken back or that is not known says so`() throws {
        let (answer, cancelled) = try begin()
        let id = answer["id"]?.string ?? ""
        #expect(TestService.backend(router, "DELETE", "/v1/transactions/\(id)").status == 204)
        #expect(text(get(cancelled)).contains("This request was taken back"))
        let path = try begin().path
        service.advance(300)
        #expect(text(get(path)).contains("The time for this request is over"))
        let swept = try service.routes()
        #expect(text(get(path, from: swept)).contains("The time for this request is over"))
        let unknown = get("/p/none")
        #expect(unknown.status == 404)
        #expect(text(unknown).contains("This request is not known"))
        #expect(unknown.headers["Content-Security-Policy"] == TransactionPage.policy)
    }

    @Test func `SEC-29 a page is loaded sixty times a minute and no more, whoever loads it`() throws {
        let path = try begin().path
        for _ in 0..<60 { #expect(get(path).status == 200) }
        let refused = get(path)
        #expect(refused.status == 429)
        #expect(refused.headers["Retry-After"] == "60")
        #expect(TestService.json(refused)["rule"] == "SEC-29")
        #expect(get(try begin().path).status == 200, "another page has its own count")
        service.advance(60)
        #expect(get(path).status == 200)
    }

    @Test(arguments: ["/p/", "/r/"])
    func `SEC-29 an address guesses sixty pages a minute, and a right token is let through all the same`(
        prefix: String
    ) throws {
        func status(_ path: String, from address: String) -> Int {
            router.respond(to: HTTPRequest(method: "GET", path: path, clientAddress: address)).status
        }
        for number in 0..<60 { #expect(status("\(prefix)none\(number)", from: "192.0.2.1") == 404) }
        #expect(status(prefix + "none", from: "192.0.2.1") == 429)
        #expect(status(prefix + "none", from: "192.0.2.2") == 404)
        #expect(status(try begin().path, from: "192.0.2.1") == 200)
    }

    @Test(arguments: [
        ("fr", "fr", "ltr"), ("fr-CH, en;q=0.9", "fr", "ltr"), ("en;q=0.1, ar;q=0.5", "ar", "rtl"), ("de", "en", "ltr"),
        ("AR-tn", "ar", "rtl"), ("fr;q=0, en", "en", "ltr"), ("fr;q=x", "en", "ltr"), ("", "en", "ltr"),
        ("de, *;q=0.5", "en", "ltr"), ("fr;q=1.0000", "en", "ltr"), (",;,;q=", "en", "ltr"),
        ("fr;q=2, ar;q=0.5", "ar", "rtl"), ("fr;q=1.0.0, ar;q=0.5", "ar", "rtl"),
        ("fr;q=1.x, ar;q=0.5", "ar", "rtl"), ("fr;q=-1, ar;q=0.5", "ar", "rtl"),
    ])
    func `SEC-03 the browser's language is spoken, in its direction`(
        header: String, language: String, direction: String
    ) throws {
        let path = try begin().path
        let response = get(path, accepting: header)
        #expect(text(response).contains("<html lang=\"\(language)\" dir=\"\(direction)\">"))
        #expect(response.headers["Content-Language"] == language)
        let chosen = text(get(path, query: [FormField("lang", "ar")], accepting: header))
        #expect(chosen.contains("<html lang=\"ar\" dir=\"rtl\">"))
        let unknown = text(get(path, query: [FormField("lang", "\"><b>")], accepting: header))
        #expect(unknown.contains("<html lang=\"\(language)\""))
        #expect(!unknown.contains("<b>"))
    }

    @Test(arguments: PageLanguage.allCases)
    func `SEC-31 every language has the same page, small enough and with its headings`(language: PageLanguage) throws {
        let response = get(try begin().path, query: [FormField("lang", language.rawValue)])
        let page = text(response)
        #expect(response.body.count < 30 << 10)
        for part in ["<main>", "<h1>", "role=\"status\"", "role=\"img\"", "<title>", "<nav aria-label=", "<h2>"] {
            #expect(page.contains(part), "\(part)")
        }
        #expect(page.split(separator: "aria-current").count == 2)
    }
}
