import Cryptography
import HTTP
import JSON
import Rules
import Synchronization
import Testing

@testable import VerifierKit

/// The same-device flow, bound to the browser that opened the page.
@Suite struct BrowserSessionTests {
    private static let shop = "https://shop.example/done"
    private let service: TestService
    private let router: Router

    init() throws {
        service = try TestService()
        router = try service.routes()
    }

    private func page(_ open: TestService.Open, cookie: String? = nil, method: String = "GET") -> HTTPResponse {
        var headers = HTTPHeaders()
        if let cookie { headers.set("Cookie", cookie) }
        return router.respond(to: HTTPRequest(method: method, path: "/p/\(open.pageID)", headers: headers))
    }

    private func text(_ response: HTTPResponse) -> String { String(decoding: response.body, as: UTF8.self) }

    private func answered(_ open: TestService.Open) throws -> String {
        try #require(TestService.json(try service.answer(router, open))["redirect_uri"]?.string)
    }

    private func state(_ open: TestService.Open) -> JSONValue? {
        TestService.json(service.result(router, open))["state"]
    }

    @Test func `SES-03 SEC-23 SEC-31 the page gives its browser a cookie that no script, site or plain address sees`()
        throws
    {
        let open = try service.begin(router, redirect: Self.shop)
        let field = try #require(page(open).headers["Set-Cookie"])
        let parts = field.split(separator: "; ").map(String.init)
        #expect(parts[0].hasPrefix("__Host-carnet-browser="))
        #expect(parts[0].utf8.count == "__Host-carnet-browser=".utf8.count + 43, "256 random bits")
        #expect(Set(parts.dropFirst()) == ["Path=/", "HttpOnly", "Secure", "SameSite=Lax"])
        let across = try service.begin(router)
        #expect(page(across).headers["Set-Cookie"] == nil, "across devices no browser needs to be known again")
    }

    @Test func `SES-03 SEC-23 NEG-231 the attacker's browser gets nothing of what the victim's wallet answers`() throws
    {
        // The attacker begins at the shop and opens the page; the victim gets the wallet's link and answers.
        let open = try service.begin(router, redirect: Self.shop)
        let attacker = service.openPage(router, open)
        let address = try answered(open)
        // The victim's browser follows the wallet, with no cookie or one of its own from elsewhere.
        let own = service.openPage(router, try service.begin(router, redirect: Self.shop))
        let response = try service.comeBack(router, to: address, cookie: own)
        #expect(response.status == 403)
        #expect(response.headers["Location"] == nil)
        #expect(text(response).contains("This request belongs to another browser"))
        #expect(service.refusals.last?.rule == "SES-03")
        // Even with the very address the attacker comes too late.
        #expect(try service.comeBack(router, to: address, cookie: attacker).status == 410)
        let code = try WebURL(parsing: address).queryFields().first?.value
        let result = TestService.json(service.result(router, open, code: code))
        #expect(result["state"] == "abandoned")
        #expect(result["report"] == nil && result["claims"] == nil)
    }

    @Test func `SES-03 NEG-231 without any cookie nobody is sent on`() throws {
        let open = try service.begin(router, redirect: Self.shop)
        #expect(try service.comeBack(router, to: try answered(open), cookie: "").status == 403, "no page was opened")
        #expect(state(open) == "abandoned")
    }

    @Test func `SES-03 only the first browser gets the link, and it keeps it`() throws {
        let open = try service.begin(router, redirect: Self.shop)
        let first = service.openPage(router, open)
        let second = page(open)
        #expect(second.status == 403)
        #expect(second.headers["Set-Cookie"] == nil)
        #expect(!text(second).contains("openid4vp:"))
        let again = page(open, cookie: first)
        #expect(again.status == 200)
        #expect(text(again).contains("openid4vp:"))
        let other = try service.begin(router, redirect: Self.shop)
        #expect(service.openPage(router, other, cookie: first) == first, "one cookie for one browser")
        #expect(try !service.codeAfterReturn(router, first, answered: try service.answer(router, other)).isEmpty)
    }

    @Test func `SES-03 a cookie that is sent twice, or is none of ours, is no cookie`() throws {
        let open = try service.begin(router, redirect: Self.shop)
        let cookie = service.openPage(router, open)
        for wrong in [
            "\(cookie); \(cookie)", "carnet-browser=\(cookie.split(separator: "=")[1])", cookie + "A", cookie + "=",
            "a",
            "x\(cookie)", "",
        ] {
            #expect(page(open, cookie: wrong).status == 403, "\(wrong)")
        }
        #expect(page(open, cookie: "a=b; \(cookie);c").status == 200)
    }

    @Test func `SES-03 a look at the head binds no browser and uses no code up`() throws {
        let open = try service.begin(router, redirect: Self.shop)
        let head = page(open, method: "HEAD")
        #expect(head.status == 200 && head.headers["Set-Cookie"] == nil)
        let cookie = service.openPage(router, open)
        let address = try answered(open)
        #expect(try service.comeBack(router, to: address, cookie: cookie, method: "HEAD").status == 404)
        #expect(try service.comeBack(router, to: address, cookie: cookie).status == 303)
    }

    @Test func `SES-02 SES-10 the wallet's code is for the browser, once; the backend gets another`() throws {
        let open = try service.begin(router, redirect: Self.shop)
        let cookie = service.openPage(router, open)
        let address = try answered(open)
        let code = try #require(try WebURL(parsing: address).queryFields().first?.value)
        #expect(service.result(router, open, code: code).status == 403, "not before the browser is back")
        let location = try #require(try service.comeBack(router, to: address, cookie: cookie).headers["Location"])
        #expect(!location.contains(code))
        #expect(try service.comeBack(router, to: address, cookie: cookie).status == 410, "single use")
        #expect(service.result(router, open, code: code).status == 403)
        let fresh = try WebURL(parsing: location).queryFields().last?.value
        let result = TestService.json(service.result(router, open, code: fresh))
        #expect(result["claims"]?["person"] != nil)
        #expect(result["phishing_resistant"] == true)
    }

    @Test(arguments: [(59, 59, true), (60, 0, false), (59, 60, false)])
    func `SES-10 SEC-23 a response code is good for sixty seconds, to come back and to be passed on`(
        back: Int64, on: Int64, isGood: Bool
    ) throws {
        for isSwept in [true, false] {
            let open = try service.begin(router, redirect: Self.shop)
            let cookie = service.openPage(router, open)
            let address = try answered(open)
            service.advance(back)
            let response = try service.comeBack(router, to: address, cookie: cookie)
            #expect(response.status == (back < 60 ? 303 : 410))
            let code = try (response.headers["Location"]).map { try WebURL(parsing: $0) }?.queryFields().last?.value
            service.advance(on)
            let later = isSwept ? try service.routes() : router
            let result = TestService.json(service.result(isGood ? router : later, open, code: code))
            #expect(result["state"] == (isGood ? "accepted" : "abandoned"))
            #expect((result["claims"] != nil) == isGood)
        }
    }

    @Test func `SES-10 five wrong codes end the answer, wherever they come`() throws {
        let open = try service.begin(router, redirect: Self.shop)
        let cookie = service.openPage(router, open)
        let address = try answered(open)
        for _ in 0..<2 { #expect(service.result(router, open, code: "wrong").status == 403) }
        for _ in 0..<3 {
            #expect(try service.comeBack(router, to: address + "x", cookie: cookie).status == 404)
        }
        #expect(try service.comeBack(router, to: address, cookie: cookie).status == 410)
        #expect(state(open) == "abandoned")
    }

    @Test func `SES-10 a code that is missing is no wrong one, however often`() throws {
        let open = try service.begin(router, redirect: Self.shop)
        let cookie = service.openPage(router, open)
        let response = try service.answer(router, open)
        for _ in 0..<6 { #expect(service.result(router, open).status == 403) }
        let code = try service.codeAfterReturn(router, cookie, answered: response)
        for _ in 0..<6 { #expect(service.result(router, open).status == 403) }
        #expect(service.result(router, open, code: code).status == 200)
    }

    @Test func `SES-08 VFY-13 an answer counts for nothing when the transaction ends while it is taken`() throws {
        let random = InterruptedRandom()
        let router = try service.serviceAndRoutes(random: random).router
        let open = try service.begin(router, redirect: Self.shop)
        random.interrupt { _ = TestService.backend(router, "DELETE", "/v1/transactions/\(open.id)") }
        #expect(try service.answer(router, open).status == 410)
        #expect(TestService.json(service.result(router, open))["state"] == "cancelled")
    }

    @Test func `SES-10 of two that come back with one code at the same time one is sent on`() throws {
        let random = InterruptedRandom()
        let router = try service.serviceAndRoutes(random: random).router
        let open = try service.begin(router, redirect: Self.shop)
        let cookie = service.openPage(router, open)
        let address = TestService.json(try service.answer(router, open))["redirect_uri"]?.string ?? ""
        let inner = Mutex(0)
        random.interrupt { [service] in
            let status = try? service.comeBack(router, to: address, cookie: cookie).status
            inner.withLock { $0 = status ?? 0 }
        }
        #expect(try service.comeBack(router, to: address, cookie: cookie).status == 410)
        #expect(inner.withLock { $0 } == 303)
    }

    @Test func `SES-03 a wallet that refuses sends the browser to the backend without a code`() throws {
        let open = try service.begin(router, redirect: Self.shop)
        let fields = [FormField("error", "access_denied"), FormField("state", open.request["state"]?.string ?? "")]
        let answer = TestService.json(try service.answer(router, open, fields))
        #expect(answer["redirect_uri"]?.string == Self.shop)
    }

    @Test func `SEC-32 what is stored of a browser does not link its transactions`() throws {
        let (first, second) = (
            try service.begin(router, redirect: Self.shop), try service.begin(router, redirect: Self.shop)
        )
        let cookie = service.openPage(router, first)
        #expect(service.openPage(router, second, cookie: cookie) == cookie)
        let store = SQLiteTransactionStore(service.database)
        let hashes = try [first, second].map { try store.transaction(id: $0.id)?.0.browserHash }
        #expect(hashes[0] != nil && hashes[0] != hashes[1])
    }

    @Test func `SEC-31 on this machine, over http, the cookie goes without the marks that need https`() throws {
        let cookie = Cookie("carnet-browser", for: try WebURL(parsing: "http://127.0.0.1:8080"), sameSite: .strict)
        #expect(cookie.field("v") == "carnet-browser=v; Path=/; HttpOnly; SameSite=Strict")
        #expect(cookie.removal == "carnet-browser=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0")
    }
}

/// Randomness during whose next drawing something else happens, as if at the same time.
private final class InterruptedRandom: RandomSource {
    private let next = Mutex<(@Sendable () -> Void)?>(nil)

    func interrupt(_ body: @escaping @Sendable () -> Void) { next.withLock { $0 = body } }

    func bytes(_ count: Int) -> [UInt8] {
        let body = next.withLock { next in
            defer { next = nil }
            return next
        }
        body?()
        return SystemRandom().bytes(count)
    }
}
