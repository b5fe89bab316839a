import HTTP
import HTTPClient
import HTTPServer
import TestSupport
import Testing

@Suite struct TLSTests {
    private static let folder = "Tests/Fixtures/tls"

    private func text(_ name: String) throws -> String {
        String(decoding: try repositoryFile("\(Self.folder)/\(name)"), as: UTF8.self)
    }

    private func server(_ certificate: String, _ change: (inout ServerConfiguration) -> Void = { _ in }) throws
        -> Server
    {
        let identity = TLSIdentity(certificateChain: try text(certificate), privateKey: try text("server.key"))
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

    @Test func `a key that is none is told at the start, and no configuration prints one`() throws {
        let identity = TLSIdentity(certificateChain: try text("good.pem"), privateKey: "secret")
        let configuration = ServerConfiguration(tls: identity)
        #expect(throws: HTTPServerError.cannotStart(reason: "the certificate and its key cannot be used")) {
            try Server(configuration, router: Router([])).start()
        }
        #expect(!"\(configuration)".contains("secret"))
    }
}
