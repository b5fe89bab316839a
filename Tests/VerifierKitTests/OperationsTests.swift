import HTTP
import JSON
import Rules
import Testing

@testable import VerifierKit

@Suite struct OperationsTests {
    private let service: TestService

    init() throws { service = try TestService() }

    private func get(_ router: Router, _ path: String, from address: String? = nil, _ headers: HTTPHeaders = [:])
        -> HTTPResponse
    {
        router.respond(to: HTTPRequest(method: "GET", path: path, headers: headers, clientAddress: address))
    }

    private func text(_ response: HTTPResponse) -> String { String(decoding: response.body, as: UTF8.self) }

    @Test func `SEC-29 a service that can write and sign is ready`() throws {
        let answer = get(try service.routes(), "/readyz")
        #expect(answer.status == 200)
        #expect(
            TestService.json(answer) == ["status": "ready", "checks": ["store": "ok", "keys": "ok", "trust": "ok"]])
    }

    @Test func `SEC-29 SEC-32 a database that takes no write is told without its reason, and looked at again later`()
        throws
    {
        let router = try service.routes()
        #expect(get(router, "/readyz").status == 200)
        try service.breakDatabase("probe")
        service.advance(4)
        #expect(get(router, "/readyz").status == 200, "a probe is no load: what was found is told again")
        service.advance(1)
        let answer = get(router, "/readyz")
        #expect(answer.status == 503)
        #expect(answer.headers["Retry-After"] == "5")
        #expect(
            TestService.json(answer) == [
                "status": "not_ready", "checks": ["store": "failed", "keys": "ok", "trust": "ok"],
            ])
        #expect(service.refusals.count == 1)
        #expect(get(router, "/readyz").status == 503)
        #expect(service.refusals.count == 1)
    }

    @Test func `SEC-11 a service whose certificate is over is not ready`() throws {
        let router = try service.routes()
        service.advance(40 * 365 * 86_400)
        #expect(TestService.json(get(router, "/readyz"))["checks"]?["keys"] == "failed")
    }

    @Test func `SEC-30 what is counted is for those with an API key`() throws {
        let router = try service.routes()
        #expect(get(router, "/metrics", from: "127.0.0.1").status == 401)
        #expect(TestService.backend(router, "GET", "/metrics").status == 200)
        #expect(TestService.backend(router, "GET", "/metrics", key: APIKey(text: "cvk_wrong")).status == 401)
    }

    @Test func `SEC-30 where it is configured this machine needs no key, but what a proxy passes on does`() throws {
        let router = try service.routes(access: .loopback)
        #expect(get(router, "/metrics", from: "127.0.0.1").status == 200)
        #expect(get(router, "/metrics", from: "::1").status == 200)
        for address in ["192.0.2.1", nil] { #expect(get(router, "/metrics", from: address).status == 401) }
        for name in ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"] {
            var headers = HTTPHeaders()
            headers.set(name, "192.0.2.1")
            #expect(get(router, "/metrics", from: "127.0.0.1", headers).status == 401, "\(name)")
        }
    }

    @Test func `SEC-32 transactions are counted by state, with no id and no claim`() throws {
        let router = try service.routes()
        let accepted = try service.begin(router)
        #expect(try service.answer(router, accepted).status == 200)
        let open = try service.begin(router)
        let page = text(TestService.backend(router, "GET", "/metrics"))
        #expect(page.contains("carnet_transactions{state=\"accepted\"} 1\n"))
        #expect(page.contains("carnet_transactions{state=\"rejected\"} 0\n"))
        #expect(page.contains("carnet_transactions_open 1\n"))
        for word in ["Ada", "given_name", open.id, accepted.id, open.pageID] {
            #expect(!page.contains(word), "\(word)")
        }
        service.advance(300)
        let later = text(TestService.backend(router, "GET", "/metrics"))
        #expect(later.contains("carnet_transactions{state=\"expired\"} 1\n"), "before the sweep, too")
        #expect(later.contains("carnet_transactions_open 0\n"))
    }

    @Test func `SEC-32 requests and their durations are counted by route`() throws {
        let metrics = ServiceMetrics(startedAt: UnixTime(seconds: 7))
        metrics.record(method: "GET", route: "/p/{id}", status: 200, microseconds: 1_000)
        metrics.record(method: "GET", route: "/p/{id}", status: 200, microseconds: 1_001)
        metrics.record(method: "GET", route: "/p/{id}", status: 404, microseconds: 20_000_000)
        metrics.record(method: "other", route: nil, status: 404, microseconds: nil)
        let router = try service.routes(metrics: metrics)
        let answer = TestService.backend(router, "GET", "/metrics")
        #expect(answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
        let lines = Set(text(answer).split(separator: "\n"))
        let name = "carnet_http_request_duration_seconds"
        for line in [
            "carnet_http_requests_total{method=\"GET\",route=\"/p/{id}\",status=\"200\"} 2",
            "carnet_http_requests_total{method=\"GET\",route=\"/p/{id}\",status=\"404\"} 1",
            "carnet_http_requests_total{method=\"other\",route=\"none\",status=\"404\"} 1",
            "\(name)_bucket{route=\"/p/{id}\",le=\"0.001\"} 1", "\(name)_bucket{route=\"/p/{id}\",le=\"0.005\"} 2",
            "\(name)_bucket{route=\"/p/{id}\",le=\"10\"} 2", "\(name)_bucket{route=\"/p/{id}\",le=\"+Inf\"} 3",
            "\(name)_sum{route=\"/p/{id}\"} 20.002001", "\(name)_count{route=\"/p/{id}\"} 3",
            "process_start_time_seconds 7",
        ] { #expect(lines.contains(Substring(line)), "\(line)") }
    }

    @Test func `SEC-29 the number of series has a limit, beyond which they are counted together`() {
        let metrics = ServiceMetrics(startedAt: UnixTime(seconds: 0))
        for status in 0..<(ServiceMetrics.limitSeries + 9) {
            metrics.record(method: "GET", route: "/x", status: status, microseconds: nil)
        }
        let text = metrics.text(transactions: [:])
        #expect(text.contains("{method=\"other\",route=\"other\",status=\"0\"} 9\n"))
        #expect(text.split(separator: "\n").count < ServiceMetrics.limitSeries + 40)
    }
}
