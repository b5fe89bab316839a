import Certificates
import Cryptography
import DCQL
import HTTP
import JSON
import OpenID4VP
import Rules
import SDJWTVC
import SQLite
import Synchronization
import TestSupport

@testable import VerifierKit

/// A verifier service in this process: real store, real keys, a clock that the test moves, no socket.
final class TestService: Sendable {
    static let query: JSONValue = [
        "credentials": [
            [
                "id": "person", "format": "dc+sd-jwt", "meta": ["vct_values": [.string(TestPost.type)]],
                "claims": [["path": ["given_name"]]],
            ]
        ]
    ]

    /// The page that may ask through the Digital Credentials API.
    static let origin = "https://shop.example"

    let post: TestPost
    let database: Database
    let client: ClientIdentifier
    private let clock = Mutex(TestPost.time)
    private let interruption = Mutex<(readings: Int, body: @Sendable () -> Void)?>(nil)
    let signer: RequestSigner
    private let events = Mutex<[VerifierEvents.Event]>([])
    static let secret = [UInt8](repeating: 5, count: 32)
    static let apiKey = APIKey(text: "cvk_test")
    static let otherKey = APIKey(text: "cvk_other")

    /// A service over that database; over one in memory for nil.
    init(_ database: Database? = nil) throws {
        post = try TestPost()
        self.database = try database ?? .inMemory(schema: SQLiteTransactionStore.schema)
        let key = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x72, count: 32))
        client = try ClientIdentifier(parsing: "x509_hash:abc")
        signer = RequestSigner(client: client, key: key, chain: [post.leaf])
        let store = SQLiteTransactionStore(self.database)
        try store.insertKey(
            name: "first", hash: Self.apiKey.hash(under: Self.secret), grant: APIKeyGrant(), at: TestPost.time)
        try store.insertKey(
            name: "other", hash: Self.otherKey.hash(under: Self.secret), grant: APIKeyGrant(), at: TestPost.time)
    }

    func set(_ time: UnixTime) { clock.withLock { $0 = time } }

    func advance(_ seconds: Int64) { clock.withLock { $0 = $0 + seconds } }

    /// Takes a table away, so that every request that needs it fails inside.
    func breakDatabase(_ table: String = "transactions") throws {
        try database.write { (connection) throws(SQLiteError) in try connection.run("DROP TABLE \(table)") }
    }

    /// What was refused, in its order.
    var refusals: [Refusal] {
        events.withLock { events in
            events.compactMap { event in if case .refused(let refusal) = event { refusal } else { nil } }
        }
    }

    var now: UnixTime {
        let due = interruption.withLock { interruption -> (@Sendable () -> Void)? in
            guard let planned = interruption else { return nil }
            interruption = planned.readings > 1 ? (planned.readings - 1, planned.body) : nil
            return planned.readings > 1 ? nil : planned.body
        }
        due?()
        return clock.withLock { $0 }
    }

    /// Lets something else happen once, when the service reads its clock for the nth time from now, as if at the same time.
    func interrupt(atReading number: Int, _ body: @escaping @Sendable () -> Void) {
        interruption.withLock { $0 = (number, body) }
    }

    /// The routes, as a process that was just started over the same database would have them.
    func routes(
        limits: OpenLimits = OpenLimits(), mode: ResponseMode = .directPost, network: NetworkPolicy = .secure,
        proxies: TrustedProxies = TrustedProxies(), access: MetricsAccess = .apiKey, metrics: ServiceMetrics? = nil,
        others: [RequestSigner] = [], profile: Profile = .openID4VP,
        console: @escaping @Sendable () -> ConsolePassword? = { nil }, failing: Bool = false
    ) throws -> Router {
        try serviceAndRoutes(
            limits: limits, mode: mode, network: network, proxies: proxies, access: access, metrics: metrics,
            others: others, profile: profile, console: console, failing: failing
        ).router
    }

    /// The same, with the service behind the routes.
    func serviceAndRoutes(
        limits: OpenLimits = OpenLimits(), mode: ResponseMode = .directPost, network: NetworkPolicy = .secure,
        proxies: TrustedProxies = TrustedProxies(), access: MetricsAccess = .apiKey, metrics: ServiceMetrics? = nil,
        others: [RequestSigner] = [], profile: Profile = .openID4VP,
        console: @escaping @Sendable () -> ConsolePassword? = { nil }, failing: Bool = false,
        random: any RandomSource = SystemRandom(), trust: ServiceTrust? = nil
    ) throws -> (service: TransactionService, router: Router) {
        let store = SQLiteTransactionStore(database)
        let verifier = PresentationVerifier(trust: post.trust(), status: NoStatusSource(why: "test"))
        var configuration = VerifierConfiguration(publicURL: try WebURL(parsing: "https://verify.example"))
        configuration.responseMode = mode
        configuration.network = network
        configuration.metrics = access
        configuration.profile = profile
        configuration.origins = [try WebOrigin(ofPage: Self.origin, network: network)]
        let (seal, clock) = (try ClaimSeal(), Clock { self.now })
        let keys = try ResponseKeys(secret: Self.secret, random: SystemRandom())
        let service =
            trust.map { trust in
                TransactionService(
                    configuration: configuration, signer: signer, otherSigners: others, store: store, trust: trust,
                    seal: seal, keys: keys, clock: clock, random: random, limits: limits)
            }
            ?? TransactionService(
                configuration: configuration, signer: signer, otherSigners: others, store: store, verifier: verifier,
                seal: seal, keys: keys, clock: clock, random: random, limits: limits)
        try service.sweep()
        let routes = VerifierRoutes(
            service: service, store: store, apiSecret: Self.secret, clock: clock,
            events: VerifierEvents { event in self.events.withLock { $0.append(event) } },
            proxies: proxies, metrics: metrics,
            consolePassword: { () throws(VerifierKitError) in
                if failing { throw .badFile(path: "console.json", problem: "is damaged") }
                return console()
            })
        return (service, routes.router)
    }

    static func backend(
        _ router: Router, _ method: String, _ path: String, _ body: JSONValue? = nil, query: [FormField] = [],
        key: APIKey? = TestService.apiKey
    ) -> HTTPResponse {
        var headers = HTTPHeaders()
        if let key { headers.set("Authorization", "Bearer \(key.text)") }
        if body != nil { headers.set("Content-Type", "application/json") }
        return router.respond(
            to: HTTPRequest(
                method: method, path: path, query: query, headers: headers, body: body?.serialized() ?? []))
    }

    static func json(_ response: HTTPResponse) -> JSONValue { (try? JSONValue(parsing: response.body)) ?? .null }

    /// What the wallet knows of a transaction: where it fetches and posts, and the request's members.
    struct Open {
        let id: String
        let pageID: String
        let requestPath: String
        let responsePath: String
        let request: JSONObject

        /// Its place in the store and in the console; 0 for what is no transaction.
        var number: Int64 { TransactionNumber(token: id)?.value ?? 0 }
    }

    func begin(
        _ router: Router, redirect: String? = nil, mode: String? = nil, transactionData: [JSONValue]? = nil,
        query: JSONValue = TestService.query
    ) throws -> Open {
        var body: JSONObject = ["dcql_query": query]
        body["transaction_data"] = transactionData.map(JSONValue.array)
        body["redirect_uri"] = redirect.map(JSONValue.string)
        body["response_mode"] = mode.map(JSONValue.string)
        let answer = Self.json(Self.backend(router, "POST", "/v1/transactions", .object(body)))
        let link = try AuthorizationRequestLink(parsing: answer["link"]?.string ?? "")
        guard case .byReference(let url, _, _) = link.content else { throw Missing() }
        let page = answer["page"]?.string?.split(separator: "/").last.map(String.init) ?? ""
        return try fetched(router, id: answer["id"]?.string ?? "", page: page, url.path)
    }

    /// The same transaction with its request fetched again.
    func fetched(_ router: Router, _ open: Open) throws -> Open {
        try fetched(router, id: open.id, page: open.pageID, open.requestPath)
    }

    private func fetched(_ router: Router, id: String, page: String, _ path: String) throws -> Open {
        let jwt = router.respond(to: HTTPRequest(method: "GET", path: path))
        let payload = String(decoding: jwt.body, as: UTF8.self).split(separator: ".")[1]
        let request = try JSONValue(parsing: try Base64URLText.decode(String(payload))).object ?? [:]
        let response = try WebURL(parsing: request["response_uri"]?.string ?? "")
        return Open(id: id, pageID: page, requestPath: path, responsePath: response.path, request: request)
    }

    struct Missing: Error {}

    func presentation(for open: Open, nonce: String? = nil) throws -> String {
        try post.presentation(
            of: try post.credential(), showing: ["given_name"], audience: client.text,
            nonce: nonce ?? open.request["nonce"]?.string ?? "", at: now)
    }

    private func goodFields(for open: Open) throws -> [FormField] {
        let token: JSONValue = ["person": [.string(try presentation(for: open))]]
        return [FormField("vp_token", token.text), FormField("state", open.request["state"]?.string ?? "")]
    }

    func answer(_ router: Router, _ open: Open, _ fields: [FormField]? = nil) throws -> HTTPResponse {
        let fields = try fields ?? goodFields(for: open)
        return router.respond(
            to: HTTPRequest(
                method: "POST", path: open.responsePath, headers: ["Content-Type": "application/x-www-form-urlencoded"],
                body: URLForm(fields).bytes))
    }

    /// Opens the page of a transaction in a browser.
    ///
    /// - Returns: the `Cookie` field that the browser has since; empty when it was given none.
    func openPage(_ router: Router, _ open: Open, cookie: String = "") -> String {
        let response = router.respond(
            to: HTTPRequest(method: "GET", path: "/p/\(open.pageID)", headers: ["Cookie": cookie]))
        guard let field = response.headers["Set-Cookie"] else { return cookie }
        return field.split(separator: ";").first.map(String.init) ?? ""
    }

    /// The browser follows the wallet's answer.
    func comeBack(_ router: Router, to address: String, cookie: String, method: String = "GET") throws -> HTTPResponse {
        let url = try WebURL(parsing: address)
        var headers = HTTPHeaders()
        if !cookie.isEmpty { headers.set("Cookie", cookie) }
        return router.respond(
            to: HTTPRequest(
                method: method, path: url.path, query: try url.queryFields(), headers: headers,
                clientAddress: "\(UInt64.random(in: 0...UInt64.max))"))
    }

    /// A wallet answers, and the browser comes back.
    ///
    /// - Returns: the code with which it is sent on to the backend.
    func codeAfterReturn(_ router: Router, _ open: Open) throws -> String {
        let cookie = openPage(router, open)
        return try codeAfterReturn(router, cookie, answered: try answer(router, open))
    }

    /// The browser comes back after an answer.
    func codeAfterReturn(_ router: Router, _ cookie: String, answered: HTTPResponse) throws -> String {
        let address = Self.json(answered)["redirect_uri"]?.string ?? ""
        let location = try comeBack(router, to: address, cookie: cookie).headers["Location"] ?? ""
        return try WebURL(parsing: location).queryFields().first { $0.name == "response_code" }?.value ?? ""
    }

    func result(_ router: Router, _ open: Open, code: String? = nil, key: APIKey = TestService.apiKey) -> HTTPResponse {
        Self.backend(
            router, "GET", "/v1/transactions/\(open.id)", query: code.map { [FormField("response_code", $0)] } ?? [],
            key: key)
    }
}
