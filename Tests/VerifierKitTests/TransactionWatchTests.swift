import HTTP
import JSON
import OpenID4VP
import Testing

@testable import VerifierKit

@Suite struct TransactionWatchTests {
    private let service: TestService
    private let router: Router

    init() throws {
        service = try TestService()
        router = try service.routes()
    }

    private func watch(_ id: String, key: APIKey? = TestService.apiKey) -> HTTPResponse {
        TestService.backend(router, "GET", "/v1/transactions/\(id)/events", key: key)
    }

    /// What came since the last look: the states, and whether the stream has ended.
    private func news(_ stream: EventStream) throws -> (states: [String], isOver: Bool) {
        var states: [String] = []
        while true {
            switch stream.take(atMost: 65_536) {
            case .bytes(let bytes):
                for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where line.hasPrefix("data: ")
                {
                    let json = try JSONValue(parsing: Array(line.dropFirst(6).utf8))
                    #expect(json.object?.names == ["id", "state", "time"], "SEC-28: nothing else")
                    states.append(json["state"]?.string ?? "")
                }
            case .nothing: return (states, false)
            case .end, .closed: return (states, true)
            }
        }
    }

    @Test func `SES-08 whoever watches learns each state, and the stream ends with the final one`() throws {
        let open = try service.begin(router, redirect: "https://shop.example/done")
        let answer = watch(open.id)
        #expect(answer.headers["Content-Type"] == "text/event-stream")
        #expect(answer.headers["Cache-Control"] == "no-store")
        let stream = try #require(answer.stream)
        var seen = try news(stream)
        #expect(seen.states == ["open"] && !seen.isOver)
        let cookie = service.openPage(router, open)
        let response = try service.answer(router, open)
        seen = try news(stream)
        #expect(seen.states == ["answered"] && !seen.isOver)
        #expect(service.result(router, open, code: "wrong").status == 403)
        let code = try service.codeAfterReturn(router, cookie, answered: response)
        #expect(try news(stream).states == [], "where the browser is, is between it and the service")
        #expect(service.result(router, open, code: code).status == 200)
        seen = try news(stream)
        #expect(seen.states == ["accepted"] && seen.isOver)
    }

    @Test func `SES-09 what is kept for too long and not yet swept can be watched no more`() throws {
        let open = try service.begin(router)
        service.advance(300 + TransactionTable.retentionSeconds - 1)
        #expect(try news(try #require(watch(open.id).stream)).states == ["expired"])
        service.advance(1)
        #expect(watch(open.id).status == 404)
    }

    @Test func `SES-08 a transaction that has ended is told at once, and the stream is over`() throws {
        let open = try service.begin(router)
        #expect(TestService.backend(router, "DELETE", "/v1/transactions/\(open.id)").status == 204)
        let seen = try news(try #require(watch(open.id).stream))
        #expect(seen.states == ["cancelled"] && seen.isOver)
    }

    @Test func `SES-09 the sweep tells what time has ended, in every transaction that is watched`() throws {
        let (transactions, sweeping) = try service.serviceAndRoutes()
        let (first, second) = (try service.begin(sweeping), try service.begin(sweeping))
        let streams = try [first, second].map { open in
            try #require(TestService.backend(sweeping, "GET", "/v1/transactions/\(open.id)/events").stream)
        }
        service.advance(300)
        try transactions.sweep()
        for stream in streams {
            let seen = try news(stream)
            #expect(seen.states == ["open", "expired"] && seen.isOver)
        }
    }

    @Test func `SES-05 SEC-30 another key, or none, watches nothing`() throws {
        let open = try service.begin(router)
        #expect(watch(open.id, key: TestService.otherKey).status == 404)
        #expect(watch(open.id, key: nil).status == 401)
        #expect(watch("none").status == 404)
        let head = TestService.backend(router, "HEAD", "/v1/transactions/\(open.id)/events")
        #expect(head.status == 200 && head.stream == nil)
    }

    @Test func `SEC-29 streams are limited, of one transaction and of all; those that were closed make room`() throws {
        let open = try service.begin(router)
        var streams: [EventStream] = []
        for _ in 0..<TransactionWatch.limitPerTransaction { streams.append(try #require(watch(open.id).stream)) }
        let refused = watch(open.id)
        #expect(refused.status == 429)
        #expect(refused.headers["Retry-After"] == "5")
        streams[0].close()
        #expect(watch(open.id).stream != nil)

        let watch = TransactionWatch()
        func news(_ number: Int) -> TransactionWatch.News {
            TransactionWatch.News(id: "\(number)", state: .open, time: service.now, isFinal: false)
        }
        var all: [EventStream] = []
        for number in 0..<TransactionWatch.limitStreams { all.append(try watch.stream(of: news(number))) }
        #expect(throws: VerifierKitError.tooManyStreams(limit: 256)) { try watch.stream(of: news(999)) }
        all[7].close()
        all.append(try watch.stream(of: news(999)))
        #expect(watch.watched.count == TransactionWatch.limitStreams)
    }
}
