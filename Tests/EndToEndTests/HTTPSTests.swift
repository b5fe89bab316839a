import Glibc
import HTTP
import HTTPClient
import JSON
import TestSupport
import Testing

/// Services that speak HTTPS themselves, and how they end.
@Suite struct HTTPSTests {
    private let folder: TemporaryFolder
    private let post: PostOffice
    private let bank: Bank

    init() throws {
        folder = try TemporaryFolder()
        post = try PostOffice(in: folder)
        bank = try Bank(in: folder, trusting: post)
        try bring("good.pem", "server.key")
    }

    private func bring(_ certificate: String, _ key: String) throws {
        try folder.write(try repositoryFile("Tests/Fixtures/tls/\(certificate)"), to: "tls.pem")
        try folder.write(try repositoryFile("Tests/Fixtures/tls/\(key)"), to: "tls.key")
    }

    private func serve(_ program: String, _ options: [String], _ more: [String: String] = [:]) throws
        -> (process: CommandProcess, port: UInt16)
    {
        let places = ["ISSUER_DIR": folder.file("issuer"), "VERIFIER_DIR": folder.file("verifier")]
        let process = try CommandProcess(
            [program, "serve", "--listen", "127.0.0.1:0"] + options, in: folder.path,
            environment: places.merging(more) { $1 })
        let started = try JSONValue(parsing: try process.line(with: #""event":"started""#))
        let place = started["listen"]?.string?.split(separator: ":").last.map(String.init)
        let port = place.flatMap { UInt16($0) } ?? started["port"]?.integer.flatMap { UInt16(exactly: $0) }
        return (process, try #require(port))
    }

    /// Whether a new client finds the certificate of `good.pem`; that of `other.pem` is for another name.
    private func showsGood(_ port: UInt16) throws -> Bool {
        let client = CurlClient(
            ClientConfiguration(
                reach: .test, certificateFile: repositoryPath("Tests/Fixtures/tls/authority.pem")))
        do throws(HTTPError) {
            return try client.fetch(.get(WebURL(parsing: "https://127.0.0.1:\(port)/healthz"))).status == 200
        } catch {
            guard case .tlsFailed = error else { throw error }
            return false
        }
    }

    @Test(arguments: ["issuer", "verifier"])
    func `SEC-29 SIGHUP shows the new certificate, a broken one leaves the old in place and is told`(
        program: String
    ) throws {
        let (process, port) = try serve(program, ["--tls-cert", "tls.pem", "--tls-key", "tls.key"])
        #expect(try showsGood(port))
        try bring("other.pem", "server.key")
        process.send(SIGHUP)
        _ = try process.line(with: #""event":"tls_loaded""#)
        #expect(try !showsGood(port))
        try bring("good.pem", "stranger.key")
        process.send(SIGHUP)
        let kept = try JSONValue(parsing: try process.line(with: #""event":"tls_kept""#))
        #expect(kept["code"] == "bad_tls_identity")
        #expect(kept["detail"]?.string?.contains("do not match") == true)
        #expect(try !showsGood(port), "the one of before is still shown")
        try bring("good.pem", "server.key")
        process.send(SIGHUP)
        _ = try process.line(with: #""event":"tls_loaded""#)
        #expect(try showsGood(port))
        process.send(SIGTERM)
        #expect(try process.ended().code == 0)
    }

    @Test(arguments: ["issuer", "verifier"])
    func `SEC-29 without HTTPS a SIGHUP changes nothing and ends nothing`(program: String) throws {
        let (process, port) = try serve(program, [])
        process.send(SIGHUP)
        let connection = try RawConnection(port: port)
        connection.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try connection.answer().status == 200)
        process.send(SIGTERM)
        #expect(try process.ended().code == 0)
    }

    @Test(arguments: ["issuer", "verifier"])
    func `SEC-38 the service manager hears when a service is ready, reads again, and ends`(program: String) throws {
        let manager = try ManagerSocket(in: folder)
        let (process, _) = try serve(program, [], ["NOTIFY_SOCKET": manager.path])
        #expect(manager.next() == "READY=1")
        process.send(SIGHUP)
        #expect([manager.next(), manager.next()] == ["RELOADING=1", "READY=1"])
        process.send(SIGTERM)
        #expect(manager.next() == "STOPPING=1")
        #expect(try process.ended().code == 0)
    }

    @Test(arguments: ["issuer", "verifier"])
    func `SEC-29 half of a pair, and files that cannot be used, are told at the start`(program: String) throws {
        let places = ["ISSUER_DIR": folder.file("issuer"), "VERIFIER_DIR": folder.file("verifier")]
        func code(_ options: [String]) throws -> JSONValue? {
            let ending = try CommandProcess(
                [program, "serve", "--json", "--listen", "127.0.0.1:0"] + options, in: folder.path,
                environment: places
            ).ended()
            #expect(ending.code == 1)
            return try JSONValue(parsing: ending.messages)["code"]
        }
        #expect(try code(["--tls-cert", "tls.pem"]) == "half_of_pair")
        #expect(try code(["--tls-key", "tls.key"]) == "half_of_pair")
        try bring("good.pem", "stranger.key")
        #expect(try code(["--tls-cert", "tls.pem", "--tls-key", "tls.key"]) == "bad_tls_identity")
        try bring("expired.pem", "server.key")
        #expect(try code(["--tls-cert", "tls.pem", "--tls-key", "tls.key"]) == "certificate_not_in_date")
    }

    @Test func `F-18 SIGTERM lets a request that is under way come to its answer`() throws {
        let (process, port) = try serve("verifier", [])
        let body = #"{"presentation":"a.b.c~","nonce":"n","audience":"a"}"#
        let slow = try RawConnection(port: port)
        slow.send(
            "POST /v1/check HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(bank.apiKey)\r\n"
                + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n")
        slow.send(Array(body.utf8.prefix(10)))
        // What came before this answer has been read.
        for _ in 0..<3 {
            let other = try RawConnection(port: port)
            other.send("GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(try other.answer().status == 200)
        }
        process.send(SIGTERM)
        // Whoever comes now is sent away, or finds nobody; so long as neither is so, the signal has not arrived.
        func isServed() -> Bool {
            guard let other = try? RawConnection(port: port) else { return false }
            other.send("GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            return (try? other.answer().status) == 200
        }
        var patience = 10_000
        while patience > 0, isServed() { patience -= 1 }
        #expect(patience > 0, "the signal never arrives")
        slow.send(Array(body.utf8.dropFirst(10)))
        let answer = try slow.answer()
        #expect(answer.status == 400, "\(answer.text)")
        #expect(answer.text.contains("dcql_query"))
        let ending = try process.ended()
        #expect(ending.code == 0)
        #expect(ending.output.contains(#""event":"stopped","complete":true"#), "\(ending.output)")
    }
}
