import HTTP
import JSON
import OpenID4VP
import Rules
import SQLite
import TestSupport

@testable import VerifierKit

/// What is done to a real transaction, and which events of the table that is.
enum ReplayAction: CaseIterable, Sendable {
    case fetch, answer, badAnswer, error, malformed, read, readWithCode, readWithWrongCode, look, delete, wait, restart
    case comeBack, comeBackElsewhere, comeBackWithWrongCode

    /// What there is to do in a flow: across devices one browser that comes back is like another.
    static func cases(_ flow: TransactionStage.Flow) -> [ReplayAction] {
        flow == .sameDevice ? allCases : allCases.filter { $0 != .comeBackElsewhere && $0 != .comeBackWithWrongCode }
    }

    func event(_ flow: TransactionStage.Flow) -> TransactionEvent? {
        switch self {
        case .fetch: .fetched
        case .answer: .held
        case .badAnswer: .failed
        case .error: .refused
        case .malformed: .malformed
        case .read: .read(.missing)
        case .readWithCode: .read(.right)
        case .readWithWrongCode: .read(.wrong)
        case .look: .looked(.missing)
        case .delete: .deleted
        case .comeBack: .cameBack(.rightBrowser)
        case .comeBackElsewhere: .cameBack(.otherBrowser)
        case .comeBackWithWrongCode: .cameBack(.wrongCode)
        case .restart: .restarted
        case .wait: nil
        }
    }
}

/// A transaction of the real service, and beside it where the table says that it stands.
struct ReplayedTransaction {
    static let waitSeconds: Int64 = 150

    let service: TestService
    let id: String
    /// The ways in and what is sent there: of wallets, or of a page's backend.
    private let calls: Calls
    let flow: TransactionStage.Flow
    private(set) var router: Router
    private(set) var stage: TransactionStage
    private var age: Int64 = 0
    private var answeredAt: Int64?
    private var code: String?
    /// Where the wallet sends the browser.
    private var address: String?
    private var expired: Set<TransactionEvent> = []

    init(_ service: TestService, credential: String, flow: TransactionStage.Flow) throws {
        (self.service, self.flow) = (service, flow)
        router = try service.routes()
        (id, calls) =
            try flow == .digitalCredentials
            ? Calls.ofPage(service, router) : Calls.ofWallets(service, router, flow, credential)
        stage = TransactionTable.step(from: .absent, on: .created(flow)).next
    }

    /// Does it, and compares.
    ///
    /// - Returns: what differs from the table; nil when nothing does.
    mutating func perform(_ action: ReplayAction) throws -> String? {
        guard let event = action.event(flow) else { return try wait() }
        let before = stage
        // Before there was an answer no code is the right one, and where none is needed any will do.
        let step = TransactionTable.step(from: stage, on: event)
        stage = step.next
        if action == .restart {
            router = try service.routes()
            return try differenceInStore()
        }
        let response = try call(action)
        if [.received, .receivedWithCode].contains(step.told), event == .held { answeredAt = age }
        guard let difference = difference(response, step.told) else { return try differenceInStore() }
        return "\(before) \(event): \(step.told) expected, \(response.status) \(difference)"
    }

    private mutating func wait() throws -> String? {
        service.advance(Self.waitSeconds)
        age += Self.waitSeconds
        if age >= 300, expired.insert(.timeOver).inserted { stage.apply(.timeOver) }
        // On one device the code is over sooner than any wait here.
        if stage.state == .answered { stage.apply(.resultTimeOver) }
        if let answeredAt, age - answeredAt >= 600, expired.insert(.resultTimeOver).inserted {
            stage.apply(.resultTimeOver)
        }
        return try differenceInStore()
    }

    private mutating func call(_ action: ReplayAction) throws -> HTTPResponse {
        let path = "/v1/transactions/\(id)"
        switch action {
        case .fetch: return router.respond(to: HTTPRequest(method: "GET", path: calls.requestPath))
        case .answer:
            let response = router.respond(to: calls.answer)
            if let text = TestService.json(response)["redirect_uri"]?.string {
                (address, code) = (text, try Self.code(in: text) ?? code)
            }
            return response
        case .comeBack:
            let response = try comeBack(calls.cookie)
            if let text = response.headers["Location"] { code = try Self.code(in: text) ?? code }
            return response
        case .comeBackElsewhere: return try comeBack("")
        case .comeBackWithWrongCode: return try comeBack(calls.cookie, code: "wrong")
        case .badAnswer:
            return router.respond(to: calls.badAnswer)
        case .error: return router.respond(to: calls.error)
        case .malformed: return router.respond(to: calls.malformed)
        case .read: return service.result(router, id)
        case .readWithCode: return service.result(router, id, code: code ?? "early")
        case .readWithWrongCode: return service.result(router, id, code: "wrong")
        case .look: return TestService.backend(router, "HEAD", path)
        case .delete, .wait, .restart: return TestService.backend(router, "DELETE", path)
        }
    }

    private func comeBack(_ cookie: String, code: String? = nil) throws -> HTTPResponse {
        let path = calls.requestPath.split(separator: "/").last.map(String.init) ?? ""
        let bare = "https://verify.example/r/\(path)?response_code="
        let address = code.map { bare + $0 } ?? self.address ?? bare + "early"
        return try service.comeBack(router, to: address, cookie: cookie)
    }

    private static func code(in address: String) throws -> String? {
        try WebURL(parsing: address).queryFields().first { $0.name == "response_code" }?.value
    }

    private func difference(_ response: HTTPResponse, _ told: TransactionAnswer) -> String? {
        let body = TestService.json(response)
        let hasCode = body["redirect_uri"]?.string?.contains("response_code=") == true
        let isState = body["state"]?.string == stage.state?.rawValue
        let fits =
            switch told {
            case .request: response.status == 200 && !response.body.isEmpty
            case .malformed where flow == .digitalCredentials: response.status == 400 && body["rule"] != nil
            // The backend of a page is told how it ended.
            case .notAccepted where flow == .digitalCredentials: response.status == 200 && isState
            case .malformed, .notAccepted: response.status == 400 && body == ["error": "invalid_request"]
            case .received: response.status == 200 && !hasCode
            case .receivedWithCode: response.status == 200 && hasCode
            case .ended: response.status == 410
            case .unknown: response.status == 404
            // A browser is told less than a backend.
            case .codeNeeded:
                response.status == (response.mediaType == .html ? 404 : 403) && body["claims"] == nil
            case .sentOn: response.status == 303 && response.headers["Location"]?.contains("shop.example") == true
            case .otherBrowser: response.status == 403 && response.headers["Location"] == nil
            case .result: response.status == 200 && isState && body["claims"] == nil
            case .resultWithClaims: response.status == 200 && isState && body["claims"]?["person"] != nil
            case .removed: response.status == 204
            case .nothing, .created: false
            }
        return fits ? nil : body.text
    }

    /// Compares with what the store holds, as the service reads it.
    private func differenceInStore() throws -> String? {
        guard let (transaction, outcome) = try SQLiteTransactionStore(service.database).transaction(id: id) else {
            return stage == .forgotten ? nil : "\(stage) expected, nothing found"
        }
        let stored = TransactionStage(transaction, outcome, at: service.now)
        // That a restart lost the claims shows when somebody asks for them.
        guard stored.state != stage.state else { return nil }
        return "\(stage) expected, \(stored) stored"
    }
}

extension ReplayedTransaction {
    /// What is sent in a transaction, made once.
    struct Calls {
        let requestPath: String
        /// What the browser has that opened the page; empty where none needs to.
        let cookie: String
        let answer: HTTPRequest
        let badAnswer: HTTPRequest
        let error: HTTPRequest
        let malformed: HTTPRequest

        static func ofWallets(
            _ service: TestService, _ router: Router, _ flow: TransactionStage.Flow, _ credential: String
        ) throws -> (String, Calls) {
            let open = try service.begin(router, redirect: flow == .sameDevice ? "https://shop.example/done" : nil)
            let presentation = try service.post.presentation(
                of: credential, showing: ["given_name"], audience: service.client.text,
                nonce: open.request["nonce"]?.string ?? "", at: service.now)
            func post(_ name: String, _ value: String) -> HTTPRequest {
                HTTPRequest(
                    method: "POST", path: open.responsePath,
                    headers: ["Content-Type": "application/x-www-form-urlencoded"],
                    body: URLForm([
                        FormField(name, value), FormField("state", open.request["state"]?.string ?? ""),
                    ]).bytes)
            }
            let token: JSONValue = ["person": [.string(presentation)]]
            return (
                open.id,
                Calls(
                    requestPath: open.requestPath, cookie: service.openPage(router, open),
                    answer: post("vp_token", token.text),
                    badAnswer: post("vp_token", "{\"person\":[\"e30.e30.AA~\"]}"),
                    error: post("error", "access_denied"), malformed: post("vp_token", "[]"))
            )
        }

        static func ofPage(_ service: TestService, _ router: Router) throws -> (String, Calls) {
            let page = try service.beginOnPage(router)
            func post(_ answer: JSONValue) -> HTTPRequest {
                HTTPRequest(
                    method: "POST", path: "/v1/transactions/\(page.id)/response",
                    headers: [
                        "Content-Type": "application/json", "Authorization": "Bearer \(TestService.apiKey.text)",
                    ], body: answer.serialized())
            }
            let bad = AuthorizationResponse(.presentations(VPToken([("person", ["e30.e30.AA~"])])), state: nil)
            let request = try SQLiteTransactionStore(service.database).transaction(id: page.id)?.0.requestID
            return (
                page.id,
                Calls(
                    requestPath: "/v1/requests/\(request ?? "")", cookie: "",
                    answer: post(try service.answer(on: page)), badAnswer: post(try service.answer(on: page, bad)),
                    error: post(["protocol": "openid4vp-v1-signed", "data": ["error": "access_denied"]]),
                    malformed: post(["protocol": "openid4vp-v1-signed", "data": [:]]))
            )
        }
    }
}

extension TestService {
    func result(_ router: Router, _ id: String, code: String? = nil) -> HTTPResponse {
        Self.backend(
            router, "GET", "/v1/transactions/\(id)", query: code.map { [FormField("response_code", $0)] } ?? [])
    }

    /// Sets the whole state of the service aside, to come back to it.
    func keepState(_ slot: Int) throws {
        try database.write { (connection) throws(SQLiteError) in
            try connection.run("CREATE TEMP TABLE IF NOT EXISTS kept_\(slot) AS SELECT * FROM transactions WHERE 0")
            try connection.run("DELETE FROM kept_\(slot)")
            try connection.run("INSERT INTO kept_\(slot) SELECT * FROM transactions")
        }
    }

    /// Comes back to a state that was set aside.
    func restoreState(_ slot: Int) throws {
        try database.write { (connection) throws(SQLiteError) in
            try connection.run("DELETE FROM transactions")
            try connection.run("INSERT INTO transactions SELECT * FROM kept_\(slot)")
        }
    }
}
