import Glibc
import HTTP
import HTTPClient
import HTTPServer
import TestSupport
import Testing

@Suite struct CurlClientTests {
    let client = CurlClient(ClientConfiguration(reach: .test))
    let host = "127.0.0.1"

    private func url(_ port: UInt16, _ path: String = "/") throws -> WebURL {
        try WebURL(parsing: "http://127.0.0.1:\(port)\(path)")
    }

    private func server(_ routes: Route...) throws -> Server {
        let server = Server(ServerConfiguration(workers: 2, drainSeconds: 0), router: Router(routes))
        try server.start()
        return server
    }

    /// Fetches from a peer that follows a script.
    private func fetch(
        _ answer: String, then ending: ScriptedPeer.Ending = .close, limits: FetchLimits = .default
    ) throws -> HTTPResponse {
        let peer = ScriptedPeer(answer, then: ending)
        defer { peer.stop() }
        return try CurlClient(ClientConfiguration(reach: .test)).fetch(.get(url(peer.port), limits: limits))
    }

    @Test func `requests arrive as they were made, answers as they were given`() throws {
        let server = try server(
            Route("POST", "/echo", body: .form) { request in
                .text(
                    "\(request.headers["X-Own"] ?? "")|\(request.headers.values("Content-Type"))|"
                        + String(decoding: request.body, as: UTF8.self), status: 201, headers: ["X-Back": "1"])
            },
            Route("DELETE", "/thing/{id}") { .text($0.parameters["id"] ?? "") })
        defer { server.stop() }
        var request = OutboundRequest.post(URLForm(["a": "b c"]), to: try url(server.port ?? 0, "/echo"))
        request.headers.add("X-Own", "own")
        let response = try client.fetch(request)
        #expect(response.status == 201)
        #expect(response.headers["x-back"] == "1")
        #expect(String(decoding: response.body, as: UTF8.self) == #"own|["application/x-www-form-urlencoded"]|a=b+c"#)
        let deleted = try client.fetch(OutboundRequest("DELETE", url(server.port ?? 0, "/thing/a%2Fb")))
        #expect(deleted.body == Array("a/b".utf8))
        #expect(try client.fetch(OutboundRequest("HEAD", url(server.port ?? 0, "/none"))).status == 404)
        #expect(try client.fetch(OutboundRequest("POST", url(server.port ?? 0, "/echo"))).status == 201)
    }

    @Test func `RURI-06 a request says where it goes and what it takes, and nothing of its sender`() throws {
        let peer = ScriptedPeer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        defer { peer.stop() }
        _ = try client.fetch(.get(url(peer.port, "/a/../b?x=%2e")))
        let lines = try #require(peer.received.first).split(separator: "\r\n").map(String.init)
        #expect(lines[0] == "GET /a/../b?x=%2e HTTP/1.1")
        #expect(
            Set(lines.dropFirst()) == [
                "Host: 127.0.0.1:\(peer.port)", "User-Agent: carnet", "Accept: application/json",
            ])
    }

    @Test func `SEC-24 cookies of one answer are not sent with the next request`() throws {
        let peer = ScriptedPeer("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n", then: .keepAlive)
        defer { peer.stop() }
        let client = CurlClient(ClientConfiguration(reach: .test))
        for _ in 0..<3 { _ = try client.fetch(.get(url(peer.port))) }
        #expect(peer.received.count == 3)
        #expect(peer.received.allSatisfy { !$0.contains("Cookie") })
        #expect(peer.connectionCount == 1, "the connection is used again")
    }

    @Test func `VC-38 a body at the limit is taken, one over is refused`() throws {
        let limits = FetchLimits(maxBytes: 5)
        #expect(try fetch("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n12345", limits: limits).body.count == 5)
        #expect(try fetch("HTTP/1.1 200 OK\r\n\r\n12345", limits: limits).body.count == 5)
        for answer in [
            "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n123456", "HTTP/1.1 200 OK\r\n\r\n123456",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n123456\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n",
        ] {
            #expect(throws: HTTPError.answerTooLarge(host: host, limitBytes: 5)) { try fetch(answer, limits: limits) }
        }
    }

    @Test func `VC-38 an endless body and an endless header block end at their limits (NEG-120)`() throws {
        let piece = [UInt8](repeating: 0x78, count: 65_536)
        #expect(throws: HTTPError.answerTooLarge(host: host, limitBytes: 262_144)) {
            try fetch("HTTP/1.1 200 OK\r\n\r\n", then: .endless(piece))
        }
        #expect(throws: HTTPError.answerHeadersTooLarge(host: host, limitBytes: 32_768)) {
            try fetch("HTTP/1.1 200 OK\r\n", then: .endless(Array("X-Y: z\r\n".utf8)))
        }
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n123"])
    func `VC-38 a peer that stalls is given up at the deadline`(answer: String) throws {
        let clock = ContinuousClock()
        var error: HTTPError?
        let time = clock.measure {
            do { _ = try fetch(answer, then: .stall, limits: FetchLimits(timeoutSeconds: 0.2)) } catch let caught
                as HTTPError
            { error = caught } catch {}
        }
        guard case .timedOut(host, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(time < .seconds(1.2))
    }

    @Test(arguments: [
        "", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n123", "<html>", "HTTP/1.1 2 OK\r\n\r\n",
        "HTTP/1.1 700 X\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\nA : b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n12",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n12",
    ])
    func `VC-36 an answer that breaks HTTP is refused (F-15)`(answer: String) {
        do {
            let response = try fetch(answer)
            Issue.record("\(response)")
        } catch let error as HTTPError {
            #expect(error.isNetworkFailure, "\(error)")
        } catch {
            Issue.record(error)
        }
    }

    @Test func `an answer of the kind 1xx is not the answer`() throws {
        let response = try fetch(
            "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")
        #expect(response.status == 200)
        #expect(response.headers.count == 1)
    }

    @Test func `nobody there is told as such`() throws {
        let server = try server()
        let port = server.port ?? 0
        server.stop()
        #expect(throws: HTTPError.connectionRefused(host: host, port: Int(port))) { try client.fetch(.get(url(port))) }
    }

    @Test func `SEC-24 what is connected to is what was checked, not what the name says a moment later`() throws {
        // 127.0.0.2 is what the injected look-up says; the system's own would say 127.0.0.1, where nobody listens.
        let server = Server(
            ServerConfiguration(address: .v4(0x7F00_0002), drainSeconds: 0),
            router: Router([Route("GET", "/") { _ in .text("here") }]))
        try server.start()
        defer { server.stop() }
        let pinned = CurlClient(
            ClientConfiguration(reach: .test), resolver: HostResolver { _, _ in [.v4(0x7F00_0002)] })
        let url = try WebURL(parsing: "http://localhost:\(server.port ?? 0)/")
        #expect(try pinned.fetch(.get(url)).body == Array("here".utf8))
        let system = CurlClient(ClientConfiguration(reach: .test))
        #expect(throws: HTTPError.connectionRefused(host: "localhost", port: url.port)) { try system.fetch(.get(url)) }
    }

    @Test func `SEC-24 a name that changes between two fetches is checked again`() throws {
        let server = try server(Route("GET", "/") { _ in .text("here") })
        defer { server.stop() }
        let answers = Answers([[.v4(0x7F00_0001)], [.v4(0x0A00_0001)]])
        let client = CurlClient(ClientConfiguration(reach: .test), resolver: HostResolver { _, _ in answers.next() })
        let url = try WebURL(parsing: "http://localhost:\(server.port ?? 0)/")
        #expect(try client.fetch(.get(url)).status == 200)
        #expect(throws: HTTPError.addressNotAllowed(host: "localhost", address: "10.0.0.1")) {
            try client.fetch(.get(url))
        }
    }

    @Test func `HTTP-02 SEC-24 no connection is made to an address that is not allowed (NEG-119)`() throws {
        let peer = ScriptedPeer("HTTP/1.1 200 OK\r\n\r\n")
        defer { peer.stop() }
        let client = CurlClient(resolver: HostResolver { _, _ in [.v4(0x7F00_0001)] })
        #expect(throws: HTTPError.addressNotAllowed(host: "a.example", address: "127.0.0.1")) {
            try client.fetch(.get(WebURL(parsing: "https://a.example:\(peer.port)/")))
        }
        #expect(throws: HTTPError.schemeNotAllowed(scheme: "http", host: host)) {
            try client.fetch(.get(url(peer.port)))
        }
        #expect(peer.connectionCount == 0)
    }

    @Test func `SEC-24 a proxy of the environment is not used`() throws {
        let server = try server(Route("GET", "/") { _ in .text("here") })
        defer { server.stop() }
        unsafe setenv("http_proxy", "http://127.0.0.1:1", 1)
        unsafe setenv("all_proxy", "http://127.0.0.1:1", 1)
        defer {
            unsafe unsetenv("http_proxy")
            unsafe unsetenv("all_proxy")
        }
        #expect(try CurlClient(ClientConfiguration(reach: .test)).fetch(.get(url(server.port ?? 0))).status == 200)
    }

    @Test func `as many requests as allowed run at the same time, one more fails at once`() throws {
        let peer = ScriptedPeer("", then: .stall)
        let client = CurlClient(ClientConfiguration(reach: .test, parallel: 1))
        let url = try url(peer.port)
        let first = Background { try? client.fetch(.get(url, limits: FetchLimits(timeoutSeconds: 0.8))) }
        while peer.received.isEmpty {}
        #expect(throws: HTTPError.tooManyAtOnce(limit: 1)) { try client.fetch(.get(url)) }
        peer.stop()
        #expect(first.value() == .some(nil))
        let server = try server(Route("GET", "/") { _ in .text("here") })
        defer { server.stop() }
        #expect(try client.fetch(.get(self.url(server.port ?? 0))).status == 200)
    }

    @Test func `SEC-24 a request counts from its look-up on, so that one too many makes none`() throws {
        let (gate, lookUps) = (Gate(), Counter())
        let resolver = HostResolver.waiting { _ in
            lookUps.increment()
            gate.enter()
            return []
        }
        let client = CurlClient(ClientConfiguration(reach: .test, parallel: 1), resolver: resolver)
        let url = try WebURL(parsing: "https://a.example/")
        let first = Background { try? client.fetch(.get(url)) }
        gate.waitFor(1)
        #expect(throws: HTTPError.tooManyAtOnce(limit: 1)) { try client.fetch(.get(url)) }
        gate.open()
        #expect(first.value() == .some(nil))
        #expect(lookUps.value == 1)
    }

    @Test func `SEC-24 look-ups that were given up count until they end`() throws {
        let gate = Gate()
        let resolver = HostResolver.waiting(limit: 2) { _ in
            gate.enter()
            return []
        }
        let client = CurlClient(ClientConfiguration(reach: .test), resolver: resolver)
        let url = try WebURL(parsing: "https://a.example/")
        for _ in 0..<2 {
            #expect(throws: HTTPError.timedOut(host: "a.example", seconds: 0.02)) {
                try client.fetch(.get(url, limits: FetchLimits(connectSeconds: 0.02)))
            }
        }
        #expect(throws: HTTPError.tooManyAtOnce(limit: 2)) { try client.fetch(.get(url)) }
        gate.open()
        var error: HTTPError?
        repeat {
            error = #expect(throws: HTTPError.self) { try client.fetch(.get(url)) }
        } while error == .tooManyAtOnce(limit: 2)
        #expect(error == .hostNotFound(host: "a.example"))
    }

    @Test func `SEC-32 errors name the host and nothing behind it`() throws {
        let peer = ScriptedPeer(
            "HTTP/1.1 302 Found\r\nLocation: https://secret.example/secret\r\nContent-Length: 0\r\n\r\n")
        defer { peer.stop() }
        let errors = [
            #expect(throws: HTTPError.self) { try client.fetch(.get(url(peer.port, "/secret?secret"))) },
            #expect(throws: HTTPError.self) { try CurlClient().fetch(.get(url(peer.port, "/secret?secret"))) },
        ]
        for error in errors { #expect(!"\(try #require(error))".contains("secret")) }
    }
}

/// Gives one look-up result after the other.
private final class Answers: @unchecked Sendable {
    private var lists: [[IPAddress]]
    init(_ lists: [[IPAddress]]) { self.lists = lists }
    func next() -> [IPAddress] { lists.isEmpty ? [] : lists.removeFirst() }
}
