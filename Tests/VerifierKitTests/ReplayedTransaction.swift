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
        case .restart: .restarted
        case .wait: nil
        }
    }
}

/// A transaction of the real service, and beside it where the table says that it stands.
struct ReplayedTransaction {
    static let waitSeconds: Int64 = 150

    let service: TestService
    let open: TestService.Open
    let presentation: String
    let flow: TransactionStage.Flow
    private(set) var router: Router
    private(set) var stage: TransactionStage
    private var age: Int64 = 0
    private var answeredAt: Int64?
    private var code: String?
    private var expired: Set<TransactionEvent> = []

    init(_ service: TestService, credential: String, flow: TransactionStage.Flow) throws {
        (self.service, self.flow) = (service, flow)
        router = try service.routes()
        open = try service.begin(router, redirect: flow == .sameDevice ? "https://shop.example/done" : nil)
        presentation = try service.post.presentation(
            of: credential, showing: ["given_name"], audience: service.client.text,
            nonce: open.request["nonce"]?.string ?? "", at: service.now)
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
        if let answeredAt, age - answeredAt >= 600, expired.insert(.resultTimeOver).inserted {
            stage.apply(.resultTimeOver)
        }
        return try differenceInStore()
    }

    private mutating func call(_ action: ReplayAction) throws -> HTTPResponse {
        let path = "/v1/transactions/\(open.id)"
        let state = FormField("state", open.request["state"]?.string ?? "")
        switch action {
        case .fetch: return router.respond(to: HTTPRequest(method: "GET", path: open.requestPath))
        case .answer:
            let token: JSONValue = ["person": [.string(presentation)]]
            let response = try service.answer(router, open, [FormField("vp_token", token.text), state])
            if let text = TestService.json(response)["redirect_uri"]?.string {
                code = try WebURL(parsing: text).queryFields().first { $0.name == "response_code" }?.value ?? code
            }
            return response
        case .badAnswer:
            return try service.answer(router, open, [FormField("vp_token", "{\"person\":[\"e30.e30.AA~\"]}"), state])
        case .error: return try service.answer(router, open, [FormField("error", "access_denied"), state])
        case .malformed: return try service.answer(router, open, [FormField("vp_token", "[]"), state])
        case .read: return service.result(router, open)
        case .readWithCode: return service.result(router, open, code: code ?? "early")
        case .readWithWrongCode: return service.result(router, open, code: "wrong")
        case .look: return TestService.backend(router, "HEAD", path)
        case .delete, .wait, .restart: return TestService.backend(router, "DELETE", path)
        }
    }

    private func difference(_ response: HTTPResponse, _ told: TransactionAnswer) -> String? {
        let body = TestService.json(response)
        let hasCode = body["redirect_uri"]?.string?.contains("response_code=") == true
        let isState = body["state"]?.string == stage.state?.rawValue
        let fits =
            switch told {
            case .request: response.status == 200 && !response.body.isEmpty
            case .malformed, .notAccepted: response.status == 400 && body == ["error": "invalid_request"]
            case .received: response.status == 200 && !hasCode
            case .receivedWithCode: response.status == 200 && hasCode
            case .ended: response.status == 410
            case .unknown: response.status == 404
            case .codeNeeded: response.status == 403 && body["claims"] == nil
            case .result: response.status == 200 && isState && body["claims"] == nil
            case .resultWithClaims: response.status == 200 && isState && body["claims"]?["person"] != nil
            case .removed: response.status == 204
            case .nothing, .created: false
            }
        return fits ? nil : body.text
    }

    /// Compares with what the store holds, as the service reads it.
    private func differenceInStore() throws -> String? {
        guard let (transaction, outcome) = try SQLiteTransactionStore(service.database).transaction(id: open.id) else {
            return stage == .forgotten ? nil : "\(stage) expected, nothing found"
        }
        let stored = TransactionStage(transaction, outcome, at: service.now)
        // That a restart lost the claims shows when somebody asks for them.
        guard stored.state != stage.state else { return nil }
        return "\(stage) expected, \(stored) stored"
    }
}

extension TestService {
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
