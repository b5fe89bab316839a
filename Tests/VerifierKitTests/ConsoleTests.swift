import Cryptography
import HTTP
import JSON
import Rules
import Synchronization
import TestSupport
import Testing

@testable import VerifierKit

/// The operator's console: who gets in, how sessions end, and what is never shown.
@Suite struct ConsoleTests {
    private static let secret = "correct horse battery staple"
    /// Made once: it is costly on purpose.
    private static let password: Result<ConsolePassword, any Error> = Result { try Self.made(secret) }
    private let service: TestService
    private let router: Router
    private let current: CurrentPassword

    /// The password that is set now.
    private final class CurrentPassword: Sendable {
        let value: Mutex<ConsolePassword?>
        init(_ value: ConsolePassword?) { self.value = Mutex(value) }
    }

    init() throws {
        service = try TestService()
        let current = CurrentPassword(try Self.password.get())
        self.current = current
        router = try service.routes(console: { current.value.withLock { $0 } })
    }

    private static func made(_ text: String) throws -> ConsolePassword {
        var octets = Array(text.utf8)
        return try ConsolePassword(try SecretBytes(wiping: &octets), random: SystemRandom())
    }

    private func get(_ path: String, cookie: String = "", query: [FormField] = []) -> HTTPResponse {
        router.respond(to: HTTPRequest(method: "GET", path: path, query: query, headers: ["Cookie": cookie]))
    }

    private func post(
        _ path: String, _ fields: [FormField], cookie: String = "", site: String? = nil, from address: String = "a"
    ) -> HTTPResponse {
        var headers: HTTPHeaders = ["Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie]
        if let site { headers.set("Sec-Fetch-Site", site) }
        return router.respond(
            to: HTTPRequest(
                method: "POST", path: path, headers: headers, body: URLForm(fields).bytes, clientAddress: address))
    }

    private func logIn(_ text: String = secret, from address: String = "a") -> HTTPResponse {
        post("/console/login", [FormField("password", text)], from: address)
    }

    /// The cookie of a session that was just begun.
    private func session() throws -> String {
        let field = try #require(logIn().headers["Set-Cookie"])
        return field.split(separator: ";").first.map(String.init) ?? ""
    }

    private func text(_ response: HTTPResponse) -> String { String(decoding: response.body, as: UTF8.self) }

    private func token(in page: String) throws -> String {
        let start = try #require(page.range(of: "name=\"token\" value=\"")).upperBound
        return String(page[start...].prefix { $0 != "\"" })
    }

    private static let pages = ["/console", "/console/counters"]

    @Test func `SEC-41 without a session every page leads to the login, and nothing is shown`() throws {
        let open = try service.begin(router)
        for path in Self.pages + ["/console/transactions/\(open.number)"] {
            for cookie in ["", "__Host-carnet-console=x", "carnet-console=\(try session().split(separator: "=")[1])"] {
                let response = get(path, cookie: cookie)
                #expect(response.status == 303, "\(path)")
                #expect(response.headers["Location"]?.contains("login") == true)
                #expect(response.body.isEmpty)
            }
        }
        #expect(get("/console/login").status == 200)
    }

    @Test func `SEC-41 until a password is set there is no console`() throws {
        current.value.withLock { $0 = nil }
        let open = try service.begin(router)
        for path in Self.pages + ["/console/transactions/\(open.number)", "/console/login"] {
            #expect(get(path).status == 404, "\(path)")
        }
        #expect(logIn().status == 404)
    }

    @Test func `SEC-41 SEC-31 the right password begins a session whose cookie no script and no other site sees`()
        throws
    {
        let response = logIn()
        #expect(response.status == 303)
        #expect(response.headers["Location"] == "../console?lang=en")
        let parts = try #require(response.headers["Set-Cookie"]).split(separator: "; ").map(String.init)
        #expect(parts[0].hasPrefix("__Host-carnet-console="))
        #expect(parts[0].utf8.count == "__Host-carnet-console=".utf8.count + 43)
        #expect(Set(parts.dropFirst()) == ["Path=/", "HttpOnly", "Secure", "SameSite=Strict"])
        for path in ["/console", "/console/counters"] { #expect(get(path, cookie: parts[0]).status == 200) }
        #expect(get("/console/transactions/1", cookie: parts[0]).status == 404)
    }

    @Test(arguments: [
        "", "correct horse battery stapl", "correct horse battery staple ", "Correct horse battery staple",
    ])
    func `SEC-41 a wrong password begins nothing`(wrong: String) throws {
        let response = logIn(wrong)
        #expect(response.status == 403)
        #expect(response.headers["Set-Cookie"] == nil)
        #expect(text(response).contains("This is not the password."))
        #expect(wrong.isEmpty || !text(response).contains(wrong))
        #expect(service.refusals.last?.rule == "SEC-41")
    }

    @Test(arguments: [0, 2])
    func `SEC-41 a form with no password, or with the right one twice, begins nothing`(count: Int) {
        let fields = [FormField](repeating: FormField("password", Self.secret), count: count)
        let response = post("/console/login", fields)
        #expect(response.status == 403)
        #expect(response.headers["Set-Cookie"] == nil)
    }

    @Test func `SEC-41 five wrong passwords a minute from one address, then not even the right one is compared`() {
        for _ in 0..<5 { #expect(logIn("wrong password 1").status == 403) }
        let refused = logIn()
        #expect(refused.status == 429)
        #expect(refused.headers["Retry-After"] == "60")
        #expect(logIn(from: "b").status == 303, "others are not locked out")
        service.advance(60)
        #expect(logIn().status == 303)
    }

    @Test func `SEC-41 a session ends after a quarter of an hour without use and eight hours in all`() throws {
        let cookie = try session()
        service.advance(899)
        #expect(get("/console", cookie: cookie).status == 200)
        service.advance(900)
        #expect(get("/console", cookie: cookie).status == 303)
        let long = try session()
        for _ in 0..<36 {
            #expect(get("/console", cookie: long).status == 200)
            service.advance(799)
        }
        service.advance(35)
        #expect(get("/console", cookie: long).status == 200, "8 h less a second")
        service.advance(1)
        #expect(get("/console", cookie: long).status == 303)
        let back = try session()
        service.advance(-1)
        #expect(get("/console", cookie: back).status == 303, "a clock that was set back prolongs nothing")
    }

    @Test func `SEC-41 logging out ends the session, and a new password ends all`() throws {
        let (first, second) = (try session(), try session())
        let token = try token(in: text(get("/console", cookie: first)))
        let response = post("/console/logout", [FormField("token", token)], cookie: first)
        #expect(response.status == 303)
        #expect(response.headers["Set-Cookie"]?.hasSuffix("; Max-Age=0") == true)
        #expect(get("/console", cookie: first).status == 303)
        #expect(get("/console", cookie: second).status == 200)
        let other = try Self.made("another password")
        current.value.withLock { $0 = other }
        #expect(get("/console", cookie: second).status == 303)
        #expect(logIn().status == 403)
        #expect(logIn("another password").status == 303)
    }

    @Test func `SEC-41 a form from elsewhere, or without its session's token, does nothing`() throws {
        let (cookie, other) = (try session(), try session())
        let token = try token(in: text(get("/console", cookie: cookie)))
        let foreign = try self.token(in: text(get("/console", cookie: other)))
        let field = FormField("token", token)
        for fields in [[], [FormField("token", foreign)], [field, field], [FormField("token", "")]] {
            #expect(post("/console/logout", fields, cookie: cookie).status == 403)
        }
        for site in ["cross-site", "same-site"] {
            #expect(post("/console/logout", [field], cookie: cookie, site: site).status == 403)
            #expect(post("/console/login", [FormField("password", Self.secret)], site: site).status == 403)
        }
        #expect(get("/console", cookie: cookie).status == 200)
        #expect(post("/console/logout", [field], cookie: cookie, site: "same-origin").status == 303)
    }

    @Test func `SEC-41 sixteen sessions at most, the least used one makes room`() throws {
        let first = try session()
        service.advance(1)
        let second = try session()
        service.advance(1)
        #expect(get("/console", cookie: first).status == 200)
        for _ in 0..<15 { _ = try session() }
        #expect(get("/console", cookie: second).status == 303)
        #expect(get("/console", cookie: first).status == 200)
    }

    @Test func `SEC-41 SEC-28 no page shows a value of a claim, asked for or answered`() throws {
        let cookie = try session()
        var query = TestService.query
        query = [
            "credentials": [
                [
                    "id": "person", "format": "dc+sd-jwt",
                    "meta": query["credentials"]?[0]?["meta"] ?? .null,
                    "claims": [["path": ["given_name"], "values": ["Ada", "Canary-7"]]],
                ]
            ]
        ]
        let open = try service.begin(router, query: query)
        #expect(try service.answer(router, open).status == 200)
        let bad = try service.begin(router)
        let fields = [
            FormField("vp_token", "{\"person\":[\"e30.e30.AA~\"]}"),
            FormField("state", bad.request["state"]?.string ?? ""),
        ]
        #expect(try service.answer(router, bad, fields).status == 400)
        var all = ""
        for path in Self.pages + [open, bad].map({ "/console/transactions/\($0.number)" }) {
            let response = get(path, cookie: cookie)
            #expect(response.status == 200, "\(path)")
            #expect(response.headers["Content-Security-Policy"] == ConsolePage.policy)
            #expect(response.headers["Cache-Control"] == "no-store")
            all += text(response)
        }
        for word in [
            "Ada", "Canary-7", open.id, bad.id, open.pageID, "<script", "style=", "<style", " onclick", "javascript:",
            "http-equiv",
        ] {
            #expect(!all.contains(word), "\(word)")
        }
        for word in [
            "given_name", "certain values only", "accepted", "rejected", String(open.id.prefix(8)), "Refused by rule",
        ] {
            #expect(all.contains(word), "\(word)")
        }
        #expect(TestService.json(service.result(router, open))["claims"] != nil, "the console takes nothing away")
    }

    @Test func `SEC-41 what there is none of has no table`() throws {
        let cookie = try session()
        let none = text(get("/console/counters", cookie: cookie))
        #expect(none.components(of: "There are none.") == 3 && none.components(of: "<table>") == 0)
        let plain = try service.begin(router)
        let file = try repositoryFile("examples/transaction-data/money-order.json")
        var order = try JSONValue(parsing: file).object ?? [:]
        order["credential_ids"] = ["person"]
        let confirmed = try service.begin(router, transactionData: [.object(order)])
        for (open, count) in [(plain, 0), (confirmed, 1)] {
            let page = text(get("/console/transactions/\(open.number)", cookie: cookie))
            #expect(page.components(of: "To be confirmed") == count)
            #expect(page.components(of: "urn:carnet:postal:money-order:1") == count && !page.contains("Amina"))
        }
        #expect(text(get("/console/counters", cookie: cookie)).components(of: "There are none.") == 1)
    }

    @Test func `SEC-41 SEC-06 what comes from backends and wallets stays text`() throws {
        let cookie = try session()
        let open = try service.begin(router)
        let state = FormField("state", open.request["state"]?.string ?? "")
        _ = try service.answer(router, open, [FormField("error", "<b>x</b>"), state])
        let page = text(get("/console/transactions/\(open.number)", cookie: cookie))
        #expect(page.contains(open.id.prefix(8)))
        #expect(!page.contains("<b>"))
        #expect("<a b='c'>\u{1}&\"".escapedForHTML == "&lt;a b=&#39;c&#39;&gt; &amp;&quot;")
    }

    @Test func `SEC-41 the list is newest first, in parts, and by state`() throws {
        let cookie = try session()
        var ids: [String] = []
        var numbers: [Int64] = []
        for _ in 0..<30 {
            service.advance(1)
            let open = try service.begin(router)
            ids.append(String(open.id.prefix(8)))
            numbers.append(open.number)
        }
        let first = text(get("/console", cookie: cookie))
        let shown = ids.reversed().prefix(25)
        #expect(shown.allSatisfy { first.contains($0) } && !first.contains(ids[4]))
        let places = shown.compactMap { first.range(of: $0)?.lowerBound }
        #expect(places == places.sorted())
        #expect(first.contains("before=\(numbers[5])\"") && !first.contains(">Newest<"))
        let second = text(get("/console", cookie: cookie, query: [FormField("before", "\(numbers[5])")]))
        #expect(ids.prefix(5).allSatisfy { second.contains($0) } && !second.contains(ids[5]))
        #expect(second.contains(">Newest<") && !second.contains(">Older<"))
        service.advance(300)
        let state = { FormField("state", $0) }
        #expect(text(get("/console", cookie: cookie, query: [state("expired")])).contains(ids[29]))
        #expect(text(get("/console", cookie: cookie, query: [state("open")])).contains("There are none."))
        for odd in ["x", "'; DROP TABLE transactions; --"] {
            #expect(
                text(get("/console", cookie: cookie, query: [state(odd)])).contains(ids[29]), "as if none were given")
        }
        for odd in ["0", "-1", "x", "9223372036854775808"] {
            #expect(get("/console/transactions/\(odd)", cookie: cookie).status == 404)
        }
    }

    @Test(arguments: PageLanguage.allCases)
    func `SEC-41 SEC-31 the console speaks every language, with its headings, labels and numbers`(
        language: PageLanguage
    ) throws {
        let cookie = try session()
        let open = try service.begin(router)
        #expect(try service.answer(router, open).status == 200)
        let lang = [FormField("lang", language.rawValue)]
        for path in Self.pages + ["/console/login"] {
            let response = get(path, cookie: cookie, query: lang)
            let page = text(response)
            #expect(response.body.count < 30 << 10)
            #expect(page.contains("<html lang=\"\(language.rawValue)\" dir=\"\(language.direction)\">"))
            #expect(page.components(of: "<h1>") == 1 && page.contains("<main id=\"content\">"))
        }
        #expect(text(get("/console/login", query: lang)).contains("<label for=\"password\">"))
        let counters = text(get("/console/counters", cookie: cookie, query: lang))
        #expect(counters.components(of: "<svg") >= 2 && counters.components(of: "<table>") >= 2)
        #expect(counters.components(of: "<svg") == counters.components(of: "<title>") - 1, "each picture has a name")
    }

    @Test func `SEC-41 SEC-29 what is kept of a password is costly to guess, and damaged it opens nothing`() throws {
        let password = try Self.password.get()
        #expect(try ConsolePassword(password.json) == password)
        #expect(password.json["memory_bytes"] == 67_108_864)
        func damaged(_ name: String, _ value: JSONValue) throws -> ConsolePassword {
            var object = try #require(password.json.object)
            object[name] = value
            return try ConsolePassword(.object(object))
        }
        let why = VerifierKitError.configuration(
            member: "console.json", problem: "is damaged; set the password again")
        for (name, value) in [("key", "AA"), ("salt", "AA"), ("memory_bytes", "x"), ("passes", "x")]
            as [(String, JSONValue)]
        {
            #expect(throws: why) { try damaged(name, value) }
        }
        #expect(throws: VerifierKitError.self) {
            var octets = Array(Self.secret.utf8)
            _ = try damaged("memory_bytes", 1).matches(try SecretBytes(wiping: &octets))
        }
        for text in ["11 letters.", String(repeating: "a", count: 1_025)] {
            #expect(throws: VerifierKitError.self) { try Self.made(text) }
        }
    }

    @Test func `SEC-41 passwords are compared one at a time`() throws {
        let sessions = ConsoleSessions()
        let inner = try sessions.check { () throws(VerifierKitError) in
            let other = try sessions.check { () throws(VerifierKitError) in true }
            #expect(other == nil)
            return true
        }
        #expect(inner == true)
        #expect(try sessions.check { () throws(VerifierKitError) in false } == false)
    }

    @Test func `SEC-41 shares of durations are read from their classes`() {
        var durations = ServiceMetrics.Durations()
        durations.count = 4
        durations.counts = [1, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3]
        #expect(ConsoleCounters.classes(of: durations) == [1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1])
        #expect(ConsoleCounters.within(50, durations) == "5")
        #expect(ConsoleCounters.within(75, durations) == "25")
        #expect(ConsoleCounters.within(99, durations) == "> 10000")
    }
}

extension String {
    fileprivate func components(of part: String) -> Int {
        split(separator: part, omittingEmptySubsequences: false).count - 1
    }

    fileprivate func range(of part: String) -> Range<String.Index>? { firstRange(of: part) }
}
