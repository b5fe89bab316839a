import Cryptography
import HTTP
import Rules

/// The operator's console: a login, a list, a report, counters; nothing in it changes a transaction (SEC-41).
extension VerifierRoutes {
    /// There is nothing at these paths until a password is set.
    var consoleRoutes: [Route] {
        [
            Route("GET", "/console/style.css", protection: .asset(maxAgeSeconds: PageStyle.maxAgeSeconds)) { _ in
                .text(ConsoleStyle.css, type: .css)
            },
            Route("GET", "/console/login", protection: .page) { request in
                console(request) { (_) throws(VerifierKitError) in loginPage(request) }
            },
            Route("POST", "/console/login", body: .form, protection: .page) { request in
                console(request) { (password) throws(VerifierKitError) in try logIn(request, password) }
            },
            Route("POST", "/console/logout", body: .form, protection: .page) { request in
                console(request) { (password) throws(VerifierKitError) in try logOut(request, password) }
            },
            Route("GET", "/console", protection: .page) { request in
                page(request, .list) { (language) throws(VerifierKitError) in try list(request, language) }
            },
            Route("GET", "/console/counters", protection: .page) { request in
                page(request, .counters) { (language) throws(VerifierKitError) in try counters(language) }
            },
            Route("GET", "/console/transactions/{number}", protection: .page) { request in
                page(request, .transaction) { (language) throws(VerifierKitError) in try report(request, language) }
            },
        ]
    }

    /// A page's heading and content.
    private typealias Content = (heading: String, html: String)

    private var sessionCookie: Cookie {
        Cookie("carnet-console", for: service.configuration.publicURL, sameSite: .strict)
    }

    private func console(
        _ request: HTTPRequest, _ body: (ConsolePassword) throws(VerifierKitError) -> HTTPResponse
    ) -> HTTPResponse {
        do throws(VerifierKitError) {
            guard let password = try consolePassword() else {
                return .problem(
                    ProblemDocument(status: 404, code: "not_found", detail: "there is nothing at this path"))
            }
            return try body(password)
        } catch {
            events.record(.refused(refusal: error.refusal))
            return .problem(Self.failure)
        }
    }

    /// A page for who is logged in; everybody else is led to the login.
    private func page(
        _ request: HTTPRequest, _ place: ConsolePage.Place,
        _ content: (PageLanguage) throws(VerifierKitError) -> Content?
    ) -> HTTPResponse {
        console(request) { (password) throws(VerifierKitError) in
            let language = PageLanguage(of: request)
            guard let session = session(request, password) else {
                return .seeOther("\(place.base)login?lang=\(language.rawValue)")
            }
            let found = try content(language)
            let words = ConsoleText.words(language)
            return ConsolePage(
                place: place, language: language, heading: found?.heading ?? words.unknown,
                formToken: session.formToken, content: found?.html ?? ""
            ).response(status: found == nil ? 404 : 200)
        }
    }

    private func session(_ request: HTTPRequest, _ password: ConsolePassword) -> ConsoleSessions.Session? {
        consoleSessions.session(sessionCookie.value(in: request), password: password, at: clock.now)
    }

    private func list(_ request: HTTPRequest, _ language: PageLanguage) throws(VerifierKitError) -> Content? {
        let state = request.query.values("state").first.flatMap(Transaction.State.init)
        let before = request.query.values("before").first.flatMap { Int64($0) }
        let now = clock.now
        let list = ConsoleList(
            state: state, lines: try store.list(state, before: before, limit: ConsoleList.limit + 1, at: now),
            counts: try service.transactionCounts(), isFirst: before == nil, language: language)
        return (ConsoleText.words(language).transactions, list.html)
    }

    private func report(_ request: HTTPRequest, _ language: PageLanguage) throws(VerifierKitError) -> Content? {
        guard let number = (request.parameters["number"]).flatMap({ Int64($0) }),
            let (line, transaction, outcome) = try store.listed(number: number, at: clock.now)
        else { return nil }
        let report = ConsoleReport(line: line, transaction: transaction, outcome: outcome, language: language)
        let words = ConsoleText.words(language)
        return ("\(words.transaction) \(ConsoleMarkup.data(line.shortID + "…"))", report.html)
    }

    private func counters(_ language: PageLanguage) throws(VerifierKitError) -> Content? {
        let now = clock.now
        let lastHour = now.seconds / 3_600
        let counters = ConsoleCounters(
            tallies: try store.tallies(
                since: UnixTime(seconds: (lastHour - ConsoleCounters.hours + 1) * 3_600), at: now),
            lastHour: lastHour, durations: metrics.durations, language: language)
        return (ConsoleText.words(language).counters, counters.html)
    }

    private func loginPage(
        _ request: HTTPRequest, language chosen: PageLanguage? = nil, _ complaint: KeyPath<ConsoleText, String>? = nil,
        status: Int = 200
    ) -> HTTPResponse {
        let language = chosen ?? PageLanguage(of: request)
        let words = ConsoleText.words(language)
        let alert = complaint.map { "<p class=\"bad\" role=\"alert\" id=\"alert\">\(words[keyPath: $0])</p>" } ?? ""
        let content = """
            \(alert)
            <form method="post" action="login">
            <input type="hidden" name="lang" value="\(language.rawValue)">
            <input type="text" name="username" value="operator" autocomplete="username" hidden>
            <p><label for="password">\(words.password)</label>
            <input type="password" id="password" name="password" autocomplete="current-password" required autofocus\
            \(complaint == nil ? "" : " aria-describedby=\"alert\"")></p>
            <p><button>\(words.logIn)</button></p>
            </form>
            """
        return ConsolePage(
            place: .login, language: language, heading: words.logIn, formToken: nil, content: content
        ).response(status: status)
    }

    private func logIn(_ request: HTTPRequest, _ expected: ConsolePassword) throws(VerifierKitError) -> HTTPResponse {
        let form = try? request.form()
        let language = (form?.values("lang").first).flatMap(PageLanguage.init)
        guard isOwnForm(request) else {
            events.record(.refused(refusal: VerifierKitError.foreignForm.refusal))
            return loginPage(request, language: language, \.foreignForm, status: 403)
        }
        let (client, now) = (proxies.client(of: request), clock.now)
        if let seconds = limits.failedPasswords.isReached(client, at: now) {
            return tryLater(request, language, seconds: seconds)
        }
        // One that is being compared is as good a reason to wait as too many that failed.
        guard
            let isRight = try consoleSessions.check({ () throws(VerifierKitError) in
                let texts = form?.values("password") ?? []
                guard texts.count == 1, ConsolePassword.lengths.contains(texts[0].utf8.count) else { return false }
                var octets = Array(texts[0].utf8)
                let typed: SecretBytes
                do throws(CryptographyError) { typed = try SecretBytes(wiping: &octets) } catch {
                    throw .cryptography(error)
                }
                return try expected.matches(typed)
            })
        else { return tryLater(request, language, seconds: 1) }
        guard isRight else {
            _ = limits.failedPasswords.record(client, at: now)
            events.record(.refused(refusal: VerifierKitError.wrongPassword.refusal))
            return loginPage(request, language: language, \.wrongPassword, status: 403)
        }
        events.record(.operatorLoggedIn)
        let token = consoleSessions.begin(expected, at: now, random: service.random)
        var response = HTTPResponse.seeOther("../console?lang=\((language ?? PageLanguage(of: request)).rawValue)")
        response.headers.add("Set-Cookie", sessionCookie.field(token))
        return response
    }

    private func tryLater(_ request: HTTPRequest, _ language: PageLanguage?, seconds: Int64) -> HTTPResponse {
        var response = loginPage(request, language: language, \.tryLater, status: 429)
        response.headers.set("Retry-After", "\(seconds)")
        return response
    }

    private func logOut(_ request: HTTPRequest, _ password: ConsolePassword) throws(VerifierKitError) -> HTTPResponse {
        let form = try? request.form()
        let language = (form?.values("lang").first).flatMap(PageLanguage.init) ?? PageLanguage(of: request)
        var response = HTTPResponse.seeOther("login?lang=\(language.rawValue)")
        guard let session = session(request, password), let token = sessionCookie.value(in: request) else {
            return response
        }
        let sent = form?.values("token") ?? []
        guard isOwnForm(request), sent.count == 1, constantTimeEqual(sent[0], session.formToken) else {
            events.record(.refused(refusal: VerifierKitError.foreignForm.refusal))
            return loginPage(request, language: language, \.foreignForm, status: 403)
        }
        consoleSessions.end(token)
        events.record(.operatorLoggedOut)
        response.headers.add("Set-Cookie", sessionCookie.removal)
        return response
    }

    /// Browsers say from where a form comes; one that says elsewhere is refused whatever it brings along.
    private func isOwnForm(_ request: HTTPRequest) -> Bool {
        let sites = request.headers.values("Sec-Fetch-Site")
        return sites.isEmpty || sites.allSatisfy { $0 == "same-origin" || $0 == "none" }
    }
}
