import HTTP
import Rules

extension VerifierRoutes {
    /// What the person's browser gets.
    var pageRoutes: [Route] {
        [
            Route("GET", "/p/style.css", protection: .asset(maxAgeSeconds: PageStyle.maxAgeSeconds)) { _ in
                .text(PageStyle.css, type: .css)
            },
            Route("GET", "/p/{id}", protection: .page) { page($0) },
            Route("GET", "/r/{id}", protection: .page) { comeBack($0) },
        ]
    }

    private func page(_ request: HTTPRequest) -> HTTPResponse {
        browsing { () throws(VerifierKitError) in
            let (id, cookie) = (request.parameters["id"] ?? "", service.browserCookie)
            let view = try service.page(
                id: id, browser: BrowserSession(request, cookie: cookie), isBinding: request.method == "GET",
                language: PageLanguage(of: request), isLive: !request.query.contains(FormField("refresh", "off")))
            let isUnknown = view.page.state == .unknown
            if let seconds = isUnknown ? guessed(by: request) : limits.pageLoads.record(id, at: clock.now) {
                throw .tooManyPageLoads(retrySeconds: seconds)
            }
            var response = view.page.response
            if let session = view.session { response.headers.add("Set-Cookie", cookie.field(session.text)) }
            return response
        }
    }

    /// The browser comes back from the wallet; where it goes on, the backend said when it began.
    private func comeBack(_ request: HTTPRequest) -> HTTPResponse {
        browsing { () throws(VerifierKitError) in
            let (state, status): (PageState, Int)
            do throws(VerifierKitError) {
                // A look at the head must not use the code up.
                guard request.method == "GET" else { throw .noSuchTransaction }
                let code = request.query.values("response_code")
                let target = try service.comeBack(
                    requestID: request.parameters["id"] ?? "", code: code.count == 1 ? code[0] : nil,
                    browser: BrowserSession(request, cookie: service.browserCookie))
                return .seeOther(target.text)
            } catch {
                switch error {
                case .otherBrowser: (state, status) = (.otherBrowser, 403)
                case .transactionEnded: (state, status) = (.expired, 410)
                case .noSuchTransaction, .wrongResponseCode: (state, status) = (.unknown, 404)
                default: throw error
                }
                events.record(.refused(refusal: error.refusal))
                if state == .unknown, let seconds = guessed(by: request) {
                    throw .tooManyPageLoads(retrySeconds: seconds)
                }
            }
            var response = service.page(state, PageLanguage(of: request)).response
            response.status = status
            return response
        }
    }

    /// Counts a token that there is none of.
    private func guessed(by request: HTTPRequest) -> Int64? {
        limits.unknownPages.record(proxies.client(of: request), at: clock.now)
    }

    /// Answers a browser; with a problem document only when it asks too often or the service itself fails.
    private func browsing(_ body: () throws(VerifierKitError) -> HTTPResponse) -> HTTPResponse {
        do throws(VerifierKitError) { return try body() } catch {
            events.record(.refused(refusal: error.refusal))
            guard case .tooManyPageLoads(let seconds) = error else { return .problem(Self.failure) }
            return .problem(ProblemDocument(error.refusal, status: 429), headers: ["Retry-After": "\(seconds)"])
        }
    }
}
