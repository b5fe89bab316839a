import HTTP
import HTTPClient
import HTTPServer
import TestSupport
import Testing

@Suite struct RedirectTests {
    let client = CurlClient(ClientConfiguration(reach: .test))
    let host = "127.0.0.1"

    private func redirecting(to location: String, status: Int = 302) -> ScriptedPeer {
        ScriptedPeer("HTTP/1.1 \(status) X\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n")
    }

    private func request(_ peer: ScriptedPeer, _ redirects: FetchLimits.Redirects, method: String = "GET") throws
        -> OutboundRequest
    {
        OutboundRequest(
            method, try WebURL(parsing: "http://127.0.0.1:\(peer.port)/start"),
            headers: ["Authorization": "Bearer x", "DPoP": "y"],
            limits: FetchLimits(redirects: redirects))
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `HTTP-02 RURI-04 a redirect is an error unless it is asked for (NEG-157, NEG-183)`(status: Int) throws {
        let peer = redirecting(to: "/next", status: status)
        defer { peer.stop() }
        #expect(throws: HTTPError.redirectRefused(host: host, status: status)) {
            try client.fetch(request(peer, .refused))
        }
        #expect(throws: HTTPError.redirectRefused(host: host, status: status)) {
            try client.fetch(request(peer, .followed(atMost: 3), method: "POST"))
        }
        let returned = try client.fetch(request(peer, .returned))
        #expect(returned.status == status)
        #expect(returned.headers["Location"] == "/next")
        #expect(peer.received.count == 3)
    }

    @Test func `VC-36 a redirect is followed to a checked target, without credentials for another origin`() throws {
        let target = ScriptedPeer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        defer { target.stop() }
        let peer = redirecting(to: "http://127.0.0.1:\(target.port)/end?x")
        defer { peer.stop() }
        #expect(try client.fetch(request(peer, .followed(atMost: 1))).body == Array("ok".utf8))
        let head = try #require(target.received.first)
        #expect(head.hasPrefix("GET /end?x HTTP/1.1\r\n"))
        #expect(!head.contains("Bearer") && !head.contains("DPoP"))
    }

    @Test func `a redirect inside an origin keeps the credentials`() throws {
        let server = Server(
            ServerConfiguration(drainSeconds: 0),
            router: Router([
                Route("GET", "/start") { _ in .seeOther("/end") },
                Route("GET", "/end") { .text($0.authorization("Bearer") ?? "none") },
            ]))
        try server.start()
        defer { server.stop() }
        let url = try WebURL(parsing: "http://127.0.0.1:\(server.port ?? 0)/start")
        let response = try client.fetch(
            OutboundRequest(
                "GET", url, headers: ["Authorization": "Bearer x"], limits: FetchLimits(redirects: .followed(atMost: 1))
            ))
        #expect(response.body == Array("x".utf8))
    }

    @Test func `TSL-47 VC-38 as many redirects as allowed are followed, one more is refused (NEG-120)`() throws {
        let peer = redirecting(to: "/again")
        defer { peer.stop() }
        #expect(throws: HTTPError.tooManyRedirects(host: host, limit: 3)) {
            try client.fetch(request(peer, .followed(atMost: 3)))
        }
        #expect(peer.received.count == 4)
    }

    @Test(arguments: [
        "http://a.example/", "http://10.0.0.1/", "http://169.254.169.254/latest", "file:///etc/passwd", "//127.0.0.1/",
        "http://u@127.0.0.1/", "http://0x7f.1/", "next", "", "gopher://127.0.0.1/",
    ])
    func `TSL-47 VC-37 a target that is not allowed is not asked (NEG-119, NEG-120)`(location: String) throws {
        let peer = redirecting(to: location)
        defer { peer.stop() }
        #expect(throws: HTTPError.self) { try client.fetch(request(peer, .followed(atMost: 3))) }
        #expect(peer.received.count == 1)
    }

    @Test func `a redirect to two places is broken`() throws {
        let peer = ScriptedPeer("HTTP/1.1 302 X\r\nLocation: /a\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n")
        defer { peer.stop() }
        #expect(throws: HTTPError.brokenAnswer(host: host, reason: "a redirect needs one Location field")) {
            try client.fetch(request(peer, .followed(atMost: 3)))
        }
    }

    @Test func `VC-38 the time for a fetch includes its redirects`() throws {
        let slow = ScriptedPeer("", then: .stall)
        defer { slow.stop() }
        let peer = redirecting(to: "http://127.0.0.1:\(slow.port)/")
        defer { peer.stop() }
        var request = try request(peer, .followed(atMost: 3))
        request.limits.timeoutSeconds = 0.3
        let error = #expect(throws: HTTPError.self) { try client.fetch(request) }
        guard case .timedOut = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
