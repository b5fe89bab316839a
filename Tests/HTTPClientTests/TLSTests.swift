import HTTP
import HTTPClient
import HTTPServer
import Rules
import TestSupport
import Testing

@Suite struct TLSTests {
    private static let folder = "Tests/Fixtures/tls"

    private func text(_ name: String) throws -> String {
        String(decoding: try repositoryFile("\(Self.folder)/\(name)"), as: UTF8.self)
    }

    private func identity(_ certificate: String) throws -> TLSIdentity {
        try TLSIdentity(certificateChain: text(certificate), privateKey: text("server.key"))
    }

    private func server(_ certificate: String, _ change: (inout ServerConfiguration) -> Void = { _ in }) throws
        -> Server
    {
        let identity = try identity(certificate)
        var configuration = ServerConfiguration(tls: identity, workers: 2, drainSeconds: 0)
        change(&configuration)
        let server = Server(
            configuration,
            router: Router([
                Route("GET", "/") { _ in .text("safe") },
                Route("POST", "/any", body: .of([.plainText], limitBytes: 4_194_304)) { .text(String($0.body.count)) },
            ]))
        try server.start()
        return server
    }

    private func client() throws -> CurlClient {
        CurlClient(
            ClientConfiguration(
                reach: .test, certificateFile: repositoryPath("\(Self.folder)/authority.pem")))
    }

    @Test func `HTTP-01 a service with a trusted certificate is fetched from, again on the same connection`() throws {
        let server = try server("good.pem")
        defer { server.stop() }
        let client = try client()
        for host in ["127.0.0.1", "localhost"] {
            let url = try WebURL(parsing: "https://\(host):\(server.port ?? 0)/")
            for _ in 0..<3 { #expect(try client.fetch(.get(url)).body == Array("safe".utf8)) }
        }
        let body = [UInt8](repeating: 0x61, count: 1_000_000)
        let url = try WebURL(parsing: "https://127.0.0.1:\(server.port ?? 0)/any")
        let request = OutboundRequest("POST", url, headers: ["Content-Type": "text/plain"], body: body)
        #expect(try client.fetch(request).body == Array("1000000".utf8))
    }

    @Test(arguments: ["expired.pem", "other.pem"])
    func `HTTP-01 an expired certificate and one of another name are refused (F-15)`(certificate: String) throws {
        let server = try server(certificate)
        defer { server.stop() }
        let error = #expect(throws: HTTPError.self) {
            try client().fetch(.get(WebURL(parsing: "https://127.0.0.1:\(server.port ?? 0)/")))
        }
        guard case .tlsFailed("127.0.0.1", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `HTTP-01 a certificate of an unknown authority is refused`() throws {
        let server = try server("good.pem")
        defer { server.stop() }
        let client = CurlClient(ClientConfiguration(reach: .test))
        let error = #expect(throws: HTTPError.self) {
            try client.fetch(.get(WebURL(parsing: "https://127.0.0.1:\(server.port ?? 0)/")))
        }
        guard case .tlsFailed = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `HTTP-01 a peer that speaks no TLS is refused`() throws {
        let peer = ScriptedPeer("HTTP/1.1 200 OK\r\n\r\n")
        defer { peer.stop() }
        #expect(throws: HTTPError.self) {
            try client().fetch(
                .get(WebURL(parsing: "https://127.0.0.1:\(peer.port)/"), limits: FetchLimits(timeoutSeconds: 0.5)))
        }
    }

    @Test func `SEC-29 a handshake that does not come is cut off by the deadline of the head`() throws {
        let server = try server("good.pem") { $0.limits.headSeconds = 0.1 }
        defer { server.stop() }
        let connection = try RawConnection(port: server.port ?? 0)
        #expect(connection.isClosed(withinMilliseconds: 5000))
    }

    @Test(arguments: [
        ("good.pem", "expired.pem"), ("server.key", "server.key"), ("good.pem", "README.md"),
    ])
    func `SEC-29 a certificate and a key that cannot be used are refused, and the reason does not hold them`(
        certificate: String, key: String
    ) throws {
        let error = #expect(throws: HTTPServerError.self) {
            try TLSIdentity(certificateChain: text(certificate), privateKey: text(key))
        }
        #expect(error?.refusal.code == "bad_tls_identity")
        #expect(!"\(error.map(String.init(describing:)) ?? "")".contains("BEGIN"))
    }

    @Test func `SEC-29 a key of another certificate is refused`() throws {
        let error = #expect(throws: HTTPServerError.self) {
            try TLSIdentity(certificateChain: text("good.pem"), privateKey: text("stranger.key"))
        }
        #expect(error?.refusal.problem.contains("do not match") == true)
    }

    @Test func `SEC-35 no configuration prints a key`() throws {
        let configuration = ServerConfiguration(tls: try identity("good.pem"))
        let key = try text("server.key").split(separator: "\n")
        #expect(!"\(configuration)".contains(key[1]))
    }

    private func isReached(_ server: Server, by client: CurlClient) throws -> Bool {
        do throws(HTTPError) {
            return try client.fetch(.get(WebURL(parsing: "https://127.0.0.1:\(server.port ?? 0)/"))).status == 200
        } catch {
            guard case .tlsFailed = error else { throw error }
            return false
        }
    }

    @Test func `SEC-29 another certificate is shown from the next connection on, and what is open goes on`() throws {
        let gate = Gate()
        let server = Server(
            ServerConfiguration(tls: try identity("good.pem"), workers: 2, drainSeconds: 0),
            router: Router([
                Route("GET", "/") { _ in .text("safe") },
                Route("GET", "/slow") { _ in
                    gate.enter()
                    return .text(String(repeating: "x", count: 1 << 20))
                },
            ]))
        try server.start()
        defer { server.stop() }
        let kept = try client()
        #expect(try isReached(server, by: kept))
        let slow = try client()
        let url = try WebURL(parsing: "https://127.0.0.1:\(server.port ?? 0)/slow")
        let limits = FetchLimits(maxBytes: 2 << 20, timeoutSeconds: 60)
        let transfer = Background { (try? slow.fetch(.get(url, limits: limits)))?.body.count }
        gate.waitFor(1)
        #expect(server.replace(try identity("other.pem")))
        #expect(try !isReached(server, by: try client()), "the new certificate is of another name")
        #expect(try isReached(server, by: kept), "a connection that is open keeps its own")
        gate.open()
        #expect(transfer.value() == 1 << 20, "the transfer that was under way came through")
        #expect(server.replace(try identity("good.pem")))
        for _ in 0..<3 { #expect(try isReached(server, by: try client()), "and back again") }
    }

    @Test func `SEC-29 a server without TLS, or one that does not run, takes no certificate`() throws {
        let plain = Server(router: Router([]))
        #expect(!plain.replace(try identity("good.pem")))
        try plain.start()
        defer { plain.stop() }
        #expect(!plain.replace(try identity("good.pem")))
    }
}
