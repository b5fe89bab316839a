import HTTP
import QRCode
import Rules

/// The page that shows a request to the person: a QR code, a link, and where it stands.
///
/// It is known by a token of its own and holds no claim, nothing of the backend's and nothing of the outcome. It works
/// without scripts: the browser loads it again every few seconds until there is something final to say, or the person
/// stops that. Source: SES-04, SEC-06, SEC-31.
struct TransactionPage {
    /// Between two loads while the wallet is waited for.
    static let refreshSeconds = 5
    /// Scripts, frames, forms and everything from elsewhere are off.
    static let policy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'"

    /// What the wallet is called with, as long as it is waited for.
    struct Request {
        let link: String
        let flow: TransactionStage.Flow
        let expiresAt: UnixTime
        let purpose: QuestionPurpose?
    }

    let state: PageState
    /// The name of the service: the host under which it is reached.
    let service: String
    /// nil when there is nothing to answer any more.
    let request: Request?
    let language: PageLanguage
    /// Whether the browser loads it again by itself.
    let isLive: Bool

    /// The answer to the browser.
    var response: HTTPResponse {
        .text(
            html, type: .html, status: status,
            headers: [
                "Content-Language": language.rawValue, "Vary": "Accept-Language",
                "Content-Security-Policy": Self.policy,
            ])
    }

    private var status: Int {
        switch state {
        case .unknown: 404
        case .otherBrowser: 403
        default: 200
        }
    }

    private var words: PageText { .words(language) }

    private var html: String {
        let refresh =
            request != nil && isLive ? "<meta http-equiv=\"refresh\" content=\"\(Self.refreshSeconds)\">\n" : ""
        return """
            <!DOCTYPE html>
            <html lang="\(language.rawValue)" dir="\(language.direction)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            \(refresh)<title>\(heading) – \(words.title)</title>
            <link rel="stylesheet" href="../p/style.css">
            <link rel="icon" href="data:,">
            </head>
            <body>
            <main>
            <h1>\(words.title)</h1>
            <p>\(words.asks) <strong><bdi>\(service.escapedForHTML)</bdi></strong></p>
            <p class="state \(isOver ? "over" : "waiting")" role="status">\(heading)</p>
            \(request.map(asking) ?? "<p>\(state == .answered ? words.answeredHelp : words.beginAgain)</p>")
            </main>
            <nav aria-label="\(words.languages)"><ul>\(languages)</ul></nav>
            </body>
            </html>

            """
    }

    private var isOver: Bool { state != .waiting }

    private var heading: String {
        switch state {
        case .waiting: words.waiting
        case .answered: words.answered
        case .expired: words.expired
        case .withdrawn: words.withdrawn
        case .otherBrowser: words.otherBrowser
        case .unknown: words.unknown
        }
    }

    private func asking(_ request: Request) -> String {
        let time = String(request.expiresAt.description.dropFirst(11).prefix(5))
        let anchor = "<p><a class=\"wallet\" href=\"\(request.link.escapedForHTML)\">\(words.open)</a></p>"
        let toggle = query(language, isLive: !isLive)
        let parts = [
            purpose(request), code(request), request.flow == .crossDevice ? "<h2>\(words.link)</h2>" : "", anchor,
            request.flow == .crossDevice ? "<p class=\"caution\">\(words.caution)</p>" : "",
            "<p>\(words.validUntil) <time datetime=\"\(request.expiresAt)\"><bdi>\(time) UTC</bdi></time></p>",
            "<p><a href=\"\(toggle)\">\(isLive ? words.pause : words.resume)</a></p>",
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private func purpose(_ request: Request) -> String {
        guard let (text, language) = request.purpose?.text(in: language.rawValue) else { return "" }
        return "<p lang=\"\(language)\" dir=\"auto\">\(text.escapedForHTML)</p>"
    }

    /// Scanned with another device, a request for this one would send the response code to the wrong browser (SES-03).
    private func code(_ request: Request) -> String {
        guard request.flow == .crossDevice, let matrix = try? QRMatrix(request.link) else { return "" }
        return "<h2>\(words.scan)</h2>\n<div class=\"code\">\(matrix.svg(title: words.picture))</div>"
    }

    private var languages: String {
        PageLanguage.allCases.map { other in
            let current = other == language ? " aria-current=\"true\"" : ""
            let link = query(other, isLive: isLive)
            return "<li><a href=\"\(link)\" lang=\"\(other.rawValue)\" hreflang=\"\(other.rawValue)\" "
                + "dir=\"\(other.direction)\"\(current)>\(other.name)</a></li>"
        }.joined()
    }

    private func query(_ language: PageLanguage, isLive: Bool) -> String {
        "?lang=\(language.rawValue)\(isLive ? "" : "&amp;refresh=off")"
    }
}
