import CredentialModel
import Cryptography
import DCQL
public import HTTP
import JSON
import OpenID4VP
public import Rules

/// The HTTP endpoints of the verifier: backends with an API key, wallets without.
public struct VerifierRoutes: Sendable {
    let service: TransactionService
    let store: any TransactionStore
    private let apiSecret: [UInt8]
    let clock: Clock
    let limits = ServiceLimits()
    let events: VerifierEvents
    let proxies: TrustedProxies
    let metrics: ServiceMetrics
    let readiness = Readiness()
    let consolePassword: @Sendable () throws(VerifierKitError) -> ConsolePassword?
    let consoleSessions = ConsoleSessions()

    /// Puts the endpoints together.
    ///
    /// - Parameters:
    ///   - service: what the endpoints do.
    ///   - store: knows the API keys.
    ///   - apiSecret: the secret under which they are hashed.
    ///   - clock: the time.
    ///   - events: takes what happens.
    ///   - proxies: whose word counts on whom a request comes from, when wrong keys are counted.
    ///   - metrics: what is counted, and shown at `/metrics`.
    ///   - consolePassword: the operator's password as it is now; nil while there is none, and no console.
    public init(
        service: TransactionService, store: any TransactionStore, apiSecret: [UInt8], clock: Clock,
        events: VerifierEvents, proxies: TrustedProxies = TrustedProxies(),
        metrics: ServiceMetrics? = nil,
        consolePassword: @escaping @Sendable () throws(VerifierKitError) -> ConsolePassword? = { nil }
    ) {
        self.consolePassword = consolePassword
        self.metrics = metrics ?? ServiceMetrics(startedAt: clock.now)
        (self.service, self.store, self.apiSecret, self.clock) = (service, store, apiSecret, clock)
        (self.events, self.proxies) = (events, proxies)
    }

    /// The route table.
    public var router: Router {
        Router(
            operationRoutes + serviceRoutes + digitalCredentialRoutes + eventRoutes + templateRoutes + pageRoutes
                + consoleRoutes
                + descriptionRoutes)
    }

    private var serviceRoutes: [Route] {
        [
            Route("POST", "/v1/transactions", body: .json) { create($0) },
            Route("GET", "/v1/transactions/{id}") { read($0) },
            Route("GET", "/v1/transactions/{id}/proof") { proof($0) },
            Route("DELETE", "/v1/transactions/{id}") { delete($0) },
            Route("POST", "/v1/check", body: .json) { check($0) },
            Route("GET", "/v1/requests/{id}") { requestObject($0) },
            Route("POST", "/v1/requests/{id}", body: .form) { requestObject($0) },
            Route("POST", "/v1/responses/{id}", body: .of([.form], limitBytes: 4 << 20)) { receive($0) },
        ]
    }

    private func create(_ request: HTTPRequest) -> HTTPResponse {
        backend(request, .createTransactions) { (owner) throws(VerifierKitError) in
            let body = try object(request.body)
            let (query, template) = try question(body, owner)
            var redirect: WebURL?
            if let value = body["redirect_uri"] {
                guard let text = value.string else { throw .badBody(problem: "redirect_uri is no string") }
                do throws(HTTPError) { redirect = try WebURL(parsing: text) } catch { throw .http(error) }
            }
            let mode = try responseMode(body["response_mode"])
            let isDigital = mode?.isOfDigitalCredentials ?? false
            let transaction = try service.create(
                query: query, transactionData: try transactionData(body["transaction_data"]), from: template,
                redirectURI: redirect, mode: mode,
                digital: isDigital ? try DigitalCredentialCall(body, origins: service.configuration.origins) : nil,
                owner: owner)
            var begun: JSONObject = ["id": .string(transaction.id), "state": "open"]
            if isDigital {
                begun["call"] = try service.digitalCredentials(for: transaction)
            } else {
                begun["link"] = .string(try service.link(for: transaction).text)
                begun["page"] = .string(try service.pageURL(of: transaction).text)
            }
            begun["expires_at"] = .string(transaction.expiresAt.description)
            events.record(.created(transaction: transaction.id))
            return .json(.object(begun), status: 201)
        }
    }

    private func transactionData(_ value: JSONValue?) throws(VerifierKitError) -> [JSONObject] {
        guard let value else { return [] }
        let objects = value.array?.compactMap(\.object) ?? []
        guard !objects.isEmpty, objects.count == value.array?.count else {
            throw .badBody(problem: "transaction_data must be an array of objects; the service encodes them")
        }
        return objects
    }

    /// A question of the backend's own, or one that is kept.
    private func question(
        _ body: JSONObject, _ owner: Int64
    ) throws(VerifierKitError) -> (DCQLQuery, QuestionTemplate?) {
        switch (body["dcql_query"], body["template"]) {
        case (let json?, nil):
            do throws(DCQLError) { return (try DCQLQuery(json: json, reader: .verifier), nil) } catch {
                throw .dcql(error)
            }
        case (nil, let name?):
            let template = try template(name.string ?? "", owner)
            return (template.query, template)
        default: throw .badBody(problem: "exactly one of dcql_query and template must be there")
        }
    }

    private func responseMode(_ value: JSONValue?) throws(VerifierKitError) -> ResponseMode? {
        guard let value else { return nil }
        let modes = VerifierConfiguration.responseModes.union([.digitalCredentialsJWT])
        guard let mode = ResponseMode(rawValue: value.string ?? ""), modes.contains(mode) else {
            throw .badBody(problem: "response_mode must be direct_post, direct_post.jwt or dc_api.jwt")
        }
        return mode
    }

    private func read(_ request: HTTPRequest) -> HTTPResponse {
        backend(request, .readTransactions) { (owner) throws(VerifierKitError) in
            let (id, code) = try address(of: request)
            return .json(try service.result(id: id, owner: owner, responseCode: code, claims: claims(request)).json)
        }
    }

    private func proof(_ request: HTTPRequest) -> HTTPResponse {
        backend(request, .readTransactions) { (owner) throws(VerifierKitError) in
            let (id, code) = try address(of: request)
            let package = try service.proof(id: id, owner: owner, responseCode: code, claims: claims(request))
            if request.method == "GET" { events.record(.proofFetched(transaction: id)) }
            return HTTPResponse.json(package).noStore()
        }
    }

    /// The body of an answer to HEAD is not sent, so what is in it would be lost.
    private func claims(_ request: HTTPRequest) -> TransactionService.Claims {
        request.method == "HEAD" ? .left : .taken
    }

    private func address(of request: HTTPRequest) throws(VerifierKitError) -> (id: String, responseCode: String?) {
        do throws(HTTPError) {
            return (request.parameters["id"] ?? "", try request.query.single("response_code"))
        } catch { throw .http(error) }
    }

    private func delete(_ request: HTTPRequest) -> HTTPResponse {
        backend(request, .deleteTransactions) { (owner) throws(VerifierKitError) in
            let id = request.parameters["id"] ?? ""
            try service.delete(id: id, owner: owner)
            events.record(.deleted(transaction: id))
            return .empty()
        }
    }

    private func check(_ request: HTTPRequest) -> HTTPResponse {
        backend(request, .check) { (_) throws(VerifierKitError) in
            let question = try CheckQuestion(try object(request.body))
            return .json(service.check(question.token, question.expectation).json)
        }
    }

    private func requestObject(_ request: HTTPRequest) -> HTTPResponse {
        wallet { () throws(VerifierKitError) in
            var wallet = RequestURIForm()
            if request.method == "POST" {
                let form: URLForm
                do throws(HTTPError) { form = try request.form() } catch { throw .http(error) }
                do throws(OpenID4VPError) { wallet = try RequestURIForm(form) } catch { throw .openID4VP(error) }
            }
            let jwt = try service.requestObject(requestID: request.parameters["id"] ?? "", wallet: wallet)
            return HTTPResponse.bytes(Array(jwt.utf8), type: MediaType(RequestObjectFetcher.mediaType)).noStore()
        }
    }

    private func receive(_ request: HTTPRequest) -> HTTPResponse {
        wallet { () throws(VerifierKitError) in
            let form: URLForm
            do throws(HTTPError) { form = try request.form() } catch { throw .http(error) }
            let redirect = try service.receive(form, requestID: request.parameters["id"] ?? "")
            var body = JSONObject()
            body["redirect_uri"] = redirect.map { .string($0.text) }
            return HTTPResponse.json(.object(body)).noStore()
        }
    }

    /// Answers a backend that shows an API key with the scope.
    func backend(
        _ request: HTTPRequest, _ scope: APIScope, _ body: (Int64) throws(VerifierKitError) -> HTTPResponse
    ) -> HTTPResponse {
        answering { () throws(VerifierKitError) in try body(try owner(of: request, scope)) }
    }

    /// Answers with a problem document on refusal (RFC 9457).
    func answering(_ body: () throws(VerifierKitError) -> HTTPResponse) -> HTTPResponse {
        do throws(VerifierKitError) { return try body() } catch {
            events.record(.refused(refusal: error.refusal))
            guard error.status < 500 else { return .problem(Self.failure) }
            var headers: HTTPHeaders = [:]
            if case .tooManyStreams = error { headers.set("Retry-After", "5") }
            if error == .unauthorized { headers.set("WWW-Authenticate", "Bearer") }
            if case .missingScope(let scope) = error {
                headers.set("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"\(scope.rawValue)\"")
            }
            if case .tooManyFailedKeys(let seconds) = error { headers.set("Retry-After", "\(seconds)") }
            return .problem(ProblemDocument(error.refusal, status: error.status), headers: headers)
        }
    }

    /// What a backend is told when the service itself fails: names of files and tables are for the log alone (SEC-32).
    static let failure = ProblemDocument(
        status: 500, code: "server_error", detail: "the verifier could not do its work", rule: "SEC-32",
        hint: "the log of the verifier says why")

    /// The API key that came with a request, by its number in the store.
    ///
    /// - Throws: `unauthorized`, `tooManyFailedKeys`, `missingScope`.
    func owner(of request: HTTPRequest, _ scope: APIScope) throws(VerifierKitError) -> Int64 {
        let now = clock.now
        if let text = request.authorization("Bearer"),
            let key = try store.key(hash: APIKey(text: text).hash(under: apiSecret), at: now)
        {
            guard key.grant.allows(scope) else { throw .missingScope(scope) }
            return key.id
        }
        guard let seconds = limits.failedKeys.record(proxies.client(of: request), at: now) else { throw .unauthorized }
        throw .tooManyFailedKeys(retrySeconds: seconds)
    }

    /// Answers a wallet: an OAuth error object on refusal, without detail (RSP-09, RSP-10).
    private func wallet(_ body: () throws(VerifierKitError) -> HTTPResponse) -> HTTPResponse {
        do throws(VerifierKitError) { return try body() } catch {
            events.record(.refused(refusal: error.refusal))
            let code = error.status == 500 ? "server_error" : "invalid_request"
            return HTTPResponse.json(["error": .string(code)], status: error.status).noStore()
        }
    }

    func object(_ body: [UInt8]) throws(VerifierKitError) -> JSONObject {
        let value: JSONValue
        do throws(JSONError) { value = try JSONValue(parsing: body) } catch { throw .json(error) }
        guard let object = value.object else { throw .badBody(problem: "the body is no JSON object") }
        return object
    }
}

extension VerifierKitError {
    /// The HTTP status for this refusal.
    var status: Int {
        switch self {
        case .unauthorized: 401
        case .wrongResponseCode, .otherBrowser, .wrongPassword, .foreignForm, .missingScope: 403
        case .noSuchTransaction, .noSuchTemplate, .noProof: 404
        case .tooManyTemplates: 409
        case .transactionEnded: 410
        case .tooManyOpen, .tooManyFailedKeys, .tooManyPageLoads, .tooManyStreams: 429
        case .sqlite, .files, .cryptography, .configuration, .badFile, .certificates, .trust: 500
        default: 400
        }
    }
}
