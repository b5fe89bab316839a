import Cryptography
import HTTP
import Rules

extension TransactionService {
    /// The cookie by which browsers are known again. It comes along when a wallet leads back here.
    var browserCookie: Cookie { Cookie("carnet-browser", for: configuration.publicURL, sameSite: .lax) }

    /// What a browser sees, and how it is known again from now on.
    struct PageView {
        let page: TransactionPage
        /// nil when the browser gets no cookie with the page.
        let session: BrowserSession?
    }

    /// The page of a transaction, by the token that only the person's browser knows.
    ///
    /// In the same-device flow the first browser that opens it is remembered, and no other gets the link (SES-03).
    /// - Parameters:
    ///   - id: the token.
    ///   - browser: who asks; nil when it brought no cookie.
    ///   - isBinding: whether a browser is remembered, which a look at the head of an answer does not do.
    /// - Throws: `sqlite` and other failures of the service itself; an unknown token gives a page that says so.
    func page(
        id: String, browser: BrowserSession?, isBinding: Bool, language: PageLanguage, isLive: Bool
    ) throws(VerifierKitError) -> PageView {
        // A page of the backend's own asks through the Digital Credentials API; there is nothing to scan or to open.
        guard let (found, outcome) = try store.transaction(pageID: id), found.digital == nil else {
            return PageView(page: page(.unknown, language), session: nil)
        }
        let stage = TransactionStage(found, outcome, at: clock.now)
        guard case .open(let flow) = stage else {
            return PageView(page: page(PageState(stage), language), session: nil)
        }
        var session: BrowserSession?
        if flow == .sameDevice {
            let known = browser ?? BrowserSession(from: random)
            var transaction = found
            if isBinding, transaction.browserHash == nil {
                try store.bindBrowser(transaction.number, hash: known.hash(for: transaction))
                // Of two browsers at the same time one was first; who, the store says.
                transaction = try store.transaction(pageID: id)?.0 ?? transaction
            }
            guard !isBinding || known.hasOpened(transaction) else {
                return PageView(page: page(.otherBrowser, language), session: nil)
            }
            session = isBinding ? known : nil
        }
        let request = TransactionPage.Request(
            link: try link(for: found).text, flow: flow, expiresAt: found.expiresAt, purpose: found.purpose)
        return PageView(page: page(.waiting, language, request, isLive: isLive), session: session)
    }

    /// Takes a browser back that comes from the wallet, and says where it goes on (SES-02, SES-03).
    ///
    /// The code that the wallet was given is good for one return, in the browser that opened the page. Another browser with
    /// that code means that the person who answered is not the one who began: the answer then counts for nothing.
    ///
    /// - Parameters:
    ///   - requestID: the id that the wallet knows.
    ///   - code: the response code, unchecked.
    ///   - browser: who comes; nil when it brought no cookie.
    /// - Returns: the backend's URL with a fresh code.
    /// - Throws: `noSuchTransaction`, `transactionEnded`, `wrongResponseCode`, `otherBrowser`.
    func comeBack(
        requestID: String, code: String?, browser: BrowserSession?
    ) throws(VerifierKitError) -> WebURL {
        guard let (transaction, outcome) = try store.transaction(requestID: requestID) else { throw .noSuchTransaction }
        let now = clock.now
        let stage = TransactionStage(transaction, outcome, at: now)
        let isRight = Self.code(code, outcome) == .right
        let isKnown = browser?.hasOpened(transaction) ?? false
        let event: TransactionEvent = .cameBack(!isRight ? .wrongCode : isKnown ? .rightBrowser : .otherBrowser)
        let step = TransactionTable.step(from: stage, on: event)
        try countWrongCode(step, from: stage, of: transaction)
        if step.told == .otherBrowser {
            try store.abandon(transaction.number)
            tellWatchers(of: transaction.id)
        }
        _ = try step.permitted()
        guard let outcome, let expected = outcome.responseCodeHash, let target = transaction.redirectURI else {
            throw .transactionEnded
        }
        let fresh = token()
        let until = min(now + TransactionTable.codeSeconds, outcome.endedAt + configuration.resultSeconds)
        let isFirst = try store.sendOn(
            transaction.number, from: expected, to: HashAlgorithm.sha256.hash(Array(fresh.utf8)), at: now, until: until)
        guard isFirst else { throw .transactionEnded }
        return try Self.adding(fresh, to: target)
    }

    /// A page without a request in it, or with one.
    func page(
        _ state: PageState, _ language: PageLanguage, _ request: TransactionPage.Request? = nil, isLive: Bool = true
    ) -> TransactionPage {
        TransactionPage(
            state: state, service: configuration.publicURL.host, request: request, language: language, isLive: isLive)
    }
}
