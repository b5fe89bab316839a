import Bytes
import Cryptography
import HTTP
import JSON
import OpenID4VP
import Rules
import SQLite
import Synchronization
import Testing

@testable import VerifierKit

/// A receiver that answers what it is told to, and keeps what came.
private final class Receiver: HTTPFetching {
    /// nil is a receiver that cannot be reached.
    private let answers: Mutex<[Int?]>
    private let received = Mutex<[OutboundRequest]>([])

    private let takesTime: @Sendable () -> Void

    init(_ answers: [Int?], takesTime: @escaping @Sendable () -> Void = {}) {
        self.answers = Mutex(answers)
        self.takesTime = takesTime
    }

    var requests: [OutboundRequest] { received.withLock { $0 } }

    var states: [String] {
        requests.map { ((try? JSONValue(parsing: $0.body))?["state"]?.string) ?? "" }
    }

    func fetch(_ request: OutboundRequest) throws(HTTPError) -> HTTPResponse {
        received.withLock { $0.append(request) }
        takesTime()
        guard let status = answers.withLock({ $0.isEmpty ? 204 : $0.removeFirst() }) else {
            throw .connectionRefused(host: "shop.example", port: 443)
        }
        return HTTPResponse(status: status)
    }
}

@Suite struct WebhookSenderTests {
    private static let secret = String(repeating: "s", count: 32)

    private let service: TestService
    private let router: Router
    private let store: SQLiteTransactionStore

    init() throws {
        service = try TestService()
        router = try service.routes()
        store = SQLiteTransactionStore(service.database)
        try store.queueWebhooks(.on)
    }

    /// A sender as a process that was just started would have it.
    private func sender(_ receiver: Receiver) throws -> WebhookSender {
        let service = self.service
        return WebhookSender(
            to: try WebURL(parsing: "https://shop.example/news"), secret: Self.secret, fetcher: receiver,
            store: SQLiteTransactionStore(service.database), clock: Clock { service.now },
            events: VerifierEvents { _ in })
    }

    @Test func `SEC-28 a change is posted once, signed, with id, state and time alone`() throws {
        let open = try service.begin(router)
        #expect(try service.answer(router, open).status == 200)
        let receiver = Receiver([])
        let sender = try sender(receiver)
        try sender.sendDue()
        try sender.sendDue()
        let request = try #require(receiver.requests.first)
        #expect(receiver.requests.count == 1)
        #expect(request.method == "POST")
        #expect(request.limits.redirects == .refused)
        let body: JSONValue = [
            "id": .string(open.id), "state": "accepted", "time": .string(service.now.description),
        ]
        #expect(try JSONValue(parsing: request.body) == body)
        let time = service.now.seconds
        let code = HMAC.authenticationCode(
            .sha256, key: Array(Self.secret.utf8), message: Array("\(time).".utf8) + request.body)
        #expect(request.headers["Carnet-Signature"] == "t=\(time),v1=\(Hex.encode(code))")
        #expect(request.headers["Carnet-Event"] == "1")
    }

    @Test func `SES-08 a receiver that fails twice gets the event again, later each time, and then the next one`()
        throws
    {
        let open = try service.begin(router, redirect: "https://shop.example/done")
        #expect(try service.answer(router, open).status == 200)
        for _ in 0..<5 { #expect(service.result(router, open, code: "wrong").status == 403) }
        let receiver = Receiver([500, nil])
        try sender(receiver).sendDue()
        #expect(receiver.states == ["answered"])
        service.advance(4)
        try sender(receiver).sendDue()
        #expect(receiver.states == ["answered"], "too early")
        service.advance(1)
        try sender(receiver).sendDue()
        service.advance(9)
        try sender(receiver).sendDue()
        #expect(receiver.states == ["answered", "answered"], "the second pause is twice as long")
        service.advance(1)
        try sender(receiver).sendDue()
        try sender(receiver).sendDue()
        #expect(receiver.states == ["answered", "answered", "answered", "abandoned"])
        let numbers = receiver.requests.map { $0.headers["Carnet-Event"] }
        #expect(numbers == ["1", "1", "1", "2"])
        let signatures = Set(receiver.requests.map { $0.headers["Carnet-Signature"] })
        #expect(signatures.count == 4, "the time is that of the sending")
    }

    @Test func `SEC-29 a slow receiver does not hold the service up for longer than one go may take`() throws {
        for _ in 0..<4 {
            let open = try service.begin(router)
            #expect(TestService.backend(router, "DELETE", "/v1/transactions/\(open.id)").status == 204)
        }
        let slow = Receiver([]) { [service] in service.advance(WebhookLimits.batchSeconds / 2) }
        try sender(slow).sendDue()
        #expect(slow.requests.count == 2)
        try sender(slow).sendDue()
        #expect(slow.requests.count == 4)
    }

    @Test func `SEC-29 a receiver that is away is asked once, one that refuses an event gets those of others`() throws {
        for _ in 0..<3 {
            let open = try service.begin(router)
            #expect(TestService.backend(router, "DELETE", "/v1/transactions/\(open.id)").status == 204)
        }
        let away = Receiver([nil])
        try sender(away).sendDue()
        #expect(away.requests.count == 1)
        let picky = Receiver([400])
        try sender(picky).sendDue()
        #expect(picky.requests.count == 2)
    }

    @Test func `SES-09 the sweep's changes are told too, and all changes that wait are in the database`() throws {
        _ = try service.begin(router)
        service.advance(300)
        _ = try service.routes()
        let due = try store.dueWebhooks(at: service.now, limit: 9)
        #expect(due.map(\.state) == ["expired"])
        #expect(due.first?.time == service.now)
    }

    @Test func `SEC-29 an event that is never taken is given up, after some eight hours`() throws {
        let open = try service.begin(router)
        #expect(TestService.backend(router, "DELETE", "/v1/transactions/\(open.id)").status == 204)
        let receiver = Receiver([Int?](repeating: 503, count: 99))
        let start = service.now
        while try !store.dueWebhooks(at: service.now + 4_000, limit: 1).isEmpty {
            try sender(receiver).sendDue()
            service.advance(5)
        }
        #expect(receiver.requests.count == WebhookLimits.attempts)
        #expect((6 * 3_600...9 * 3_600).contains(service.now.seconds - start.seconds))
    }

    @Test func `SEC-29 the queue has a limit, and nothing waits where nobody is told`() throws {
        let open = try service.begin(router)
        try service.database.write { (connection) throws(SQLiteError) in
            for number in [1, WebhookLimits.queue] {
                try connection.run(
                    "INSERT INTO webhook_queue (number, transaction_id, state, time) VALUES (?, 'x', 'open', 0)",
                    [.integer(number)])
            }
        }
        #expect(TestService.backend(router, "DELETE", "/v1/transactions/\(open.id)").status == 204)
        #expect(try store.dueWebhooks(at: service.now, limit: 9).count == 1)
        try store.queueWebhooks(.off)
        let other = try service.begin(router)
        #expect(TestService.backend(router, "DELETE", "/v1/transactions/\(other.id)").status == 204)
        #expect(try store.dueWebhooks(at: service.now, limit: 9).isEmpty)
    }

    @Test func `SES-11 a receiver is reached by https, or on this machine where that is allowed, and has a secret`()
        throws
    {
        let secret = JSONValue.string(Self.secret)
        func member(_ url: JSONValue?, _ secret: JSONValue?, _ network: NetworkPolicy = .secure) -> String? {
            var object = JSONObject()
            object["webhook_url"] = url
            object["webhook_secret"] = secret
            do throws(VerifierKitError) {
                return try WebhookReceiver(object, network: network)?.url.text
            } catch {
                guard case .configuration(let member, _) = error else { return nil }
                return member
            }
        }
        #expect(member(nil, nil) == nil)
        #expect(member("https://shop.example/news", secret) == "https://shop.example/news")
        #expect(member("http://127.0.0.1:9/news", secret, .loopbackAllowed) == "http://127.0.0.1:9/news")
        for url: JSONValue in ["http://127.0.0.1:9/news", "http://shop.example/", "ftp://x", 7, "https://x.example/#a"]
        {
            #expect(member(url, secret) == "webhook_url", "\(url.text)")
        }
        #expect(member(nil, secret) == "webhook_url")
        for wrong: JSONValue? in [
            nil, 7, "short", .string(Self.secret + " "), .string(String(repeating: "s", count: 257)),
        ] {
            #expect(member("https://shop.example/news", wrong) == "webhook_secret")
        }
        var configuration = VerifierConfiguration(publicURL: try WebURL(parsing: "https://verify.example"))
        configuration.webhook = try WebhookReceiver(
            ["webhook_url": "https://shop.example/news", "webhook_secret": secret], network: .secure)
        #expect(try VerifierConfiguration(configuration.json).webhook == configuration.webhook)
    }
}
