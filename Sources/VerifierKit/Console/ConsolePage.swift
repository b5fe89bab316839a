import HTTP

/// What all pages of the console have in common: the frame around their content.
///
/// No script, nothing from elsewhere, no values of claims. Source: SEC-31, SEC-41.
struct ConsolePage {
    /// Which page it is, in the navigation and in relative links.
    enum Place {
        case login, list, transaction, counters

        /// The way from there to `/console/`, so that the service may stand behind any path.
        var base: String {
            switch self {
            case .list: "console/"
            case .login, .counters: ""
            case .transaction: "../"
            }
        }
    }

    /// Scripts, frames and everything from elsewhere are off; forms go to the console itself.
    static let policy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; "
        + "frame-ancestors 'none'"

    let place: Place
    let language: PageLanguage
    let heading: String
    /// Comes back with the form that logs out; nil where nobody is logged in.
    let formToken: String?
    /// Already HTML.
    let content: String

    /// The answer to the browser.
    func response(status: Int = 200) -> HTTPResponse {
        .text(
            html, type: .html, status: status,
            headers: [
                "Content-Language": language.rawValue, "Vary": "Accept-Language, Cookie",
                "Content-Security-Policy": Self.policy,
            ])
    }

    private var words: ConsoleText { .words(language) }
    private var lang: String { "lang=\(language.rawValue)" }

    private var html: String {
        """
        <!DOCTYPE html>
        <html lang="\(language.rawValue)" dir="\(language.direction)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(heading) – \(words.title)</title>
        <link rel="stylesheet" href="\(place.base)style.css">
        <link rel="icon" href="data:,">
        </head>
        <body>
        <a class="skip" href="#content">\(words.skip)</a>
        <header>
        <p>\(words.title)</p>
        \(formToken.map(navigation) ?? "")
        </header>
        <main id="content">
        <h1>\(heading)</h1>
        \(content)
        </main>
        <footer>
        <p>\(words.noValues)</p>
        <nav aria-label="\(words.languages)"><ul class="row">\(languages)</ul></nav>
        </footer>
        </body>
        </html>

        """
    }

    private func navigation(_ token: String) -> String {
        func link(_ path: String, _ name: String, _ isCurrent: Bool) -> String {
            "<li><a href=\"\(path)?\(lang)\"\(isCurrent ? " aria-current=\"page\"" : "")>\(name)</a></li>"
        }
        let home = place == .list ? "console" : place == .transaction ? "../../console" : "../console"
        return """
            <nav aria-label="\(words.pages)"><ul class="row">\
            \(link(home, words.transactions, place == .list))\
            \(link("\(place.base)counters", words.counters, place == .counters))</ul></nav>
            <form method="post" action="\(place.base)logout">
            <input type="hidden" name="token" value="\(token)"><input type="hidden" name="lang" value="\(language.rawValue)">
            <button>\(words.logOut)</button>
            </form>
            """
    }

    private var languages: String {
        PageLanguage.allCases.map { other in
            "<li><a href=\"?lang=\(other.rawValue)\" lang=\"\(other.rawValue)\" hreflang=\"\(other.rawValue)\" "
                + "dir=\"\(other.direction)\"\(other == language ? " aria-current=\"true\"" : "")>\(other.name)</a></li>"
        }.joined()
    }
}

/// Pieces of pages.
enum ConsoleMarkup {
    /// A table; cells are HTML already.
    static func table(_ head: [String], _ rows: [[String]], numbers: Set<Int> = []) -> String {
        func cells(_ texts: [String], _ tag: String, _ scope: String) -> String {
            texts.enumerated().map { index, text in
                let kind = numbers.contains(index) ? " class=\"number\"" : ""
                return index == 0 && tag == "td"
                    ? "<th scope=\"row\">\(text)</th>" : "<\(tag)\(scope)\(kind)>\(text)</\(tag)>"
            }.joined()
        }
        let body = rows.map { "<tr>\(cells($0, "td", ""))</tr>" }.joined(separator: "\n")
        return
            "<div class=\"wide\" tabindex=\"0\" role=\"group\"><table><thead><tr>\(cells(head, "th", " scope=\"col\""))</tr></thead>\n"
            + "<tbody>\(body)</tbody></table></div>"
    }

    /// Names with what belongs to them; what is nil is left out.
    static func list(_ entries: [(name: String, value: String?)]) -> String {
        let lines = entries.compactMap { entry in entry.value.map { "<dt>\(entry.name)</dt><dd>\($0)</dd>" } }
        return "<dl>\(lines.joined(separator: "\n"))</dl>"
    }

    /// Text of the service or from elsewhere, which is in English or in no language and runs its own way.
    static func data(_ text: String) -> String { "<bdi lang=\"en\">\(text.escapedForHTML)</bdi>" }

    /// The class by which a state is coloured, in lists and charts.
    static func kind(_ state: Transaction.State) -> String {
        switch state {
        case .accepted: "good"
        case .rejected, .walletError, .abandoned: "bad"
        case .expired, .cancelled: "lapsed"
        case .open, .answered: "going"
        }
    }
}
