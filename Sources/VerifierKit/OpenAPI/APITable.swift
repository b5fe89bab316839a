import HTTP
import OpenID4VP

/// All operations of the service; a test compares them with the route table and with what the routes answer.
enum APITable {
    static let operations = operational + transactions + digitalCredentials + templates + wallets + pages + console

    private static let operational: [APIOperation] = [
        APIOperation("GET", "/healthz", "health", "Whether the process answers", .operations, [(200, .json("Health"))]),
        APIOperation(
            "GET", "/readyz", "readiness", "Whether the service can do its work", .operations,
            [(200, .json("Readiness")), (503, .json("Readiness"))]),
        APIOperation(
            "GET", "/metrics", "metrics", "Counts in the text format of Prometheus", .backend(.readMetrics),
            [(200, .text(PrometheusText.mediaType))]),
        APIOperation(
            "GET", "/openapi.json", "description", "This document", .operations, [(200, .json("Description"))]),
    ]

    private static let transactions: [APIOperation] = [
        APIOperation(
            "POST", "/v1/transactions", "beginTransaction", "Begins a transaction", .backend(.createTransactions),
            body: (.json, "TransactionRequest"),
            [(201, .json("TransactionBegun")), (400, .problem), (404, .problem)]),
        APIOperation(
            "GET", "/v1/transactions/{id}", "readTransaction",
            "Where a transaction stands; the claims come with the first call after the answer only",
            .backend(.readTransactions), parameters: [.transaction, .responseCode],
            [
                (200, .json("Transaction")), (400, .problem), (403, .problem), (404, .problem), (410, .problem),
            ]),
        APIOperation(
            "DELETE", "/v1/transactions/{id}", "deleteTransaction",
            "Takes back a transaction without an outcome, forgets one with an outcome", .backend(.deleteTransactions),
            parameters: [.transaction],
            [(204, .nothing), (404, .problem), (410, .problem)]),
        APIOperation(
            "GET", "/v1/transactions/{id}/proof", "takeProof",
            "The proof package of what was confirmed, with the first call only", .backend(.readTransactions),
            parameters: [.transaction, .responseCode],
            [(200, .json("Proof")), (400, .problem), (403, .problem), (404, .problem)]),
        APIOperation(
            "GET", "/v1/transactions/{id}/events", "watchTransaction",
            "The state and its changes as server-sent events, until the final one", .backend(.readTransactions),
            parameters: [.transaction],
            [(200, .text(MediaType("text/event-stream"))), (404, .problem)]),
        APIOperation(
            "POST", "/v1/check", "check", "Checks presentations without a transaction", .backend(.check),
            body: (.json, "CheckRequest"), [(200, .json("Report")), (400, .problem)]),
    ]

    private static let digitalCredentials: [APIOperation] = [
        APIOperation(
            "POST", "/v1/transactions/{id}/response", "passOnAnswer",
            "Takes what a page got from the Digital Credentials API", .backend(.createTransactions),
            body: (.json, "DigitalCredentialAnswer"), parameters: [.transaction],
            [(200, .json("TransactionEnded")), (400, .problem), (404, .problem), (410, .problem)])
    ]

    private static let templates: [APIOperation] = [
        APIOperation(
            "GET", "/v1/templates", "listTemplates", "The questions that can be asked by name",
            .backend(.readTemplates),
            [(200, .json("TemplateList"))]),
        APIOperation(
            "GET", "/v1/templates/{name}", "readTemplate", "One of them with its query", .backend(.readTemplates),
            parameters: [.template],
            [(200, .json("Template")), (404, .problem)]),
        APIOperation(
            "PUT", "/v1/templates/{name}", "putTemplate", "Keeps or replaces a question of the backend's own",
            .backend(.writeTemplates),
            body: (.json, "TemplateContent"), parameters: [.template],
            [(200, .json("Template")), (201, .json("Template")), (400, .problem), (409, .problem)]),
        APIOperation(
            "DELETE", "/v1/templates/{name}", "deleteTemplate", "Forgets a question of the backend's own",
            .backend(.writeTemplates), parameters: [.template],
            [(204, .nothing), (404, .problem)]),
    ]

    private static let wallets: [APIOperation] = [
        APIOperation(
            "GET", "/v1/requests/{id}", "fetchRequest", "The signed request object", .wallet, parameters: [.request],
            [(200, .text(MediaType(RequestObjectFetcher.mediaType)))]),
        APIOperation(
            "POST", "/v1/requests/{id}", "fetchRequestByPost",
            "The signed request object, with the wallet's nonce, encrypted where it sends a key", .wallet,
            body: (.form, "RequestForm"), parameters: [.request],
            [(200, .text(MediaType(RequestObjectFetcher.mediaType))), (400, .json("WalletError"))]),
        APIOperation(
            "POST", "/v1/responses/{id}", "respond", "Takes a wallet's response", .wallet,
            body: (.form, "ResponseForm"), parameters: [.request],
            [(200, .json("ResponseTaken")), (400, .json("WalletError")), (410, .json("WalletError"))]),
    ]

    /// There is nothing at these paths until the operator's password is set: 404.
    private static let console: [APIOperation] = [
        APIOperation(
            "GET", "/console/style.css", "consoleStyle", "The stylesheet of the console", .operations,
            [(200, .text(.css))]),
        APIOperation(
            "GET", "/console/login", "consoleLogin", "The form for the operator's password", .operations,
            parameters: [.language],
            [(200, .text(.html)), (404, .problem), (500, .problem)]),
        APIOperation(
            "POST", "/console/login", "logIn", "Begins a session of the operator", .operations,
            body: (.form, "LoginForm"),
            [(303, .nothing), (403, .text(.html)), (404, .problem), (429, .text(.html)), (500, .problem)]),
        APIOperation(
            "POST", "/console/logout", "logOut", "Ends a session of the operator", .operations,
            body: (.form, "LogoutForm"),
            [(303, .nothing), (403, .text(.html)), (404, .problem), (500, .problem)]),
        APIOperation(
            "GET", "/console", "consoleList", "The list of transactions, for the operator", .operations,
            parameters: [.language, .state, .before],
            [(200, .text(.html)), (303, .nothing), (404, .problem), (500, .problem)]),
        APIOperation(
            "GET", "/console/counters", "consoleCounters", "Counters as charts, for the operator", .operations,
            parameters: [.language],
            [(200, .text(.html)), (303, .nothing), (404, .problem), (500, .problem)]),
        APIOperation(
            "GET", "/console/transactions/{number}", "consoleReport",
            "One transaction without values of claims, for the operator", .operations,
            parameters: [.listed, .language],
            [(200, .text(.html)), (303, .nothing), (404, .text(.html)), (500, .problem)]),
    ]

    private static let pages: [APIOperation] = [
        APIOperation(
            "GET", "/p/style.css", "pageStyle", "The stylesheet of the page", .browser, [(200, .text(.css))]),
        APIOperation(
            "GET", "/p/{id}", "page", "The page for the person's browser", .browser,
            parameters: [.page, .language, .refresh],
            [(200, .text(.html)), (403, .text(.html)), (404, .text(.html)), (429, .problem), (500, .problem)]),
        APIOperation(
            "GET", "/r/{id}", "comeBack", "Takes the browser back from the wallet and sends it on to the backend",
            .browser, parameters: [.request, .language, .responseCode],
            [
                (303, .nothing), (403, .text(.html)), (404, .text(.html)), (410, .text(.html)), (429, .problem),
                (500, .problem),
            ]),
    ]
}
