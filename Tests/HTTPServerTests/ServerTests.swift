import Glibc
import HTTP
import TestSupport
import Testing

@testable import HTTPServer

@Suite struct ServerTests {
    let hello = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test func `F-18 a request under way is finished when the server stops, new ones are refused`() throws {
        let server = try TestServer { $0.drainSeconds = 30 }
        let (idle, busy) = try (server.connect(), server.connect())
        idle.send(hello)
        #expect(try idle.answer().status == 200)
        busy.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n")
        server.gate.waitFor(1)
        let isClean = Background { server.server.stop(withinSeconds: 9) }
        // The server drains from some moment on; until then requests are answered as before.
        while try server.status(hello) == 200 {}
        let refused = try idle.answer(to: hello)
        #expect(refused.status == 503)
        #expect(refused.header("connection") == "close")
        #expect(idle.isClosed(withinMilliseconds: 5000))
        server.gate.open()
        let answer = try busy.answer()
        #expect(answer.text == "waited")
        #expect(answer.header("connection") == "close")
        #expect(isClean.value() == true)
        #expect(throws: RawConnection.Failure.cannotConnect(errno: ECONNREFUSED)) { try server.connect() }
    }

    /// What came of asking with new connections, one after the other, until the server was gone.
    private func askUntilRefused(port: UInt16) -> [String] {
        var cut: [String] = []
        while true {
            do {
                let status = try RawConnection(port: port).answer(to: hello).status
                if status != 200 && status != 503 { cut.append("status \(status)") }
            } catch RawConnection.Failure.cannotConnect {
                return cut
            } catch {
                cut.append("\(error)")
            }
        }
    }

    @Test func `F-18 of peers that connect again and again while the server stops none is cut`() throws {
        for _ in 0..<8 {
            let server = try TestServer()
            let port = server.port
            let peers = (0..<6).map { _ in Background { askUntilRefused(port: port) } }
            usleep(20_000)
            #expect(server.server.stop(withinSeconds: 9))
            for peer in peers { #expect(peer.value() == []) }
        }
    }

    @Test func `F-18 idle connections do not keep the server from stopping`() throws {
        let server = try TestServer()
        let connections = try (0..<10).map { _ in try server.connect() }
        for connection in connections { #expect(try connection.answer(to: hello).status == 200) }
        #expect(server.server.stop(withinSeconds: 9))
        for connection in connections { #expect(connection.isClosed(withinMilliseconds: 1000)) }
        #expect(server.server.stop())
        #expect(server.server.port == nil)
    }

    @Test func `F-18 a connection whose answer ends late does not keep the server from stopping`() throws {
        let server = try TestServer()
        let connection = try RawConnection(port: server.port, receiveBufferBytes: 4096)
        connection.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
        while connection.isSilent(forMilliseconds: 10) {}
        let isClean = Background { server.server.stop(withinSeconds: 7) }
        // Once nobody connects any more, idle connections are shut; this one is still reading then.
        while (try? RawConnection(port: server.port)) != nil {}
        usleep(50_000)
        let answer = try connection.answer()
        #expect(answer.body.count == 8_388_608)
        #expect(answer.header("connection") == nil, "it was made before the server began to stop")
        #expect(connection.isClosed(withinMilliseconds: 3000))
        #expect(isClean.value() == true)
    }

    @Test func `F-18 a handler that does not end is reported and not waited for`() throws {
        let server = try TestServer()
        let connection = try server.connect()
        connection.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n")
        server.gate.waitFor(1)
        #expect(!server.server.stop(withinSeconds: 0.2))
        server.gate.open()
        #expect(try connection.answer().text == "waited")
    }

    @Test func `a port in use is told, and a server starts once`() throws {
        let server = try TestServer()
        let other = Server(ServerConfiguration(port: server.port), router: Router([]))
        #expect(
            throws: HTTPServerError.cannotListen(
                address: "127.0.0.1", port: server.port, reason: "Address already in use")
        ) {
            try other.start()
        }
        #expect(throws: HTTPServerError.startedBefore) { try server.server.start() }
    }

    @Test func `SEC-29 of many who start a server at the same time one does`() throws {
        for _ in 0..<20 {
            let server = Server(ServerConfiguration(workers: 1), router: Router([]))
            let starters = (0..<4).map { _ in
                Background {
                    do throws(HTTPServerError) {
                        try server.start()
                        return nil as HTTPServerError?
                    } catch { return error }
                }
            }
            let errors = starters.map { $0.value() }
            #expect(errors.count { $0 == .some(nil) } == 1)
            #expect(errors.count { $0 == .startedBefore } == 3)
            #expect(server.stop())
        }
    }

    @Test func `SEC-29 a server without TLS takes no certificate, and goes on as it is`() throws {
        func text(_ name: String) throws -> String {
            String(decoding: try repositoryFile("Tests/Fixtures/tls/\(name)"), as: UTF8.self)
        }
        let test = try TestServer()
        let identity = try TLSIdentity(certificateChain: text("good.pem"), privateKey: text("server.key"))
        #expect(!test.server.replace(identity))
        #expect(try test.status("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n") == 200)
    }

    /// How many threads this process has, those of other tests included.
    private func threadCount() throws -> Int {
        var count = 0
        let folder = unsafe try #require(opendir("/proc/self/task"))
        while unsafe readdir(folder) != nil { count += 1 }
        unsafe closedir(folder)
        return count
    }

    /// A server whose start fails late, when its port, its workers and its reaper are there.
    private func brokenServer() throws -> Server {
        func text(_ name: String) throws -> String {
            String(decoding: try repositoryFile("Tests/Fixtures/tls/\(name)"), as: UTF8.self)
        }
        let tls = try TLSIdentity(certificateChain: text("good.pem"), privateKey: text("server.key"))
        var configuration = ServerConfiguration(tls: tls, workers: 8)
        configuration.tlsPriorities = "NOTHING"
        return Server(configuration, router: Router([]))
    }

    @Test func `SEC-29 a start that fails leaves no threads, and may be tried again`() throws {
        let before = try threadCount()
        for _ in 0..<20 {
            let server = try brokenServer()
            for _ in 0..<2 {
                #expect(
                    throws: HTTPServerError.cannotStart(reason: "TLS cannot be set up")
                ) { try server.start() }
            }
            #expect(server.port == nil)
        }
        // 40 starts with 9 threads each; other tests come and go.
        #expect(try threadCount() < before + 180)
    }

    @Test func `SEC-29 a start that fails closes its socket once and no file of another thread`() throws {
        let isOver = Gate()
        let starter = Background {
            for _ in 0..<200 { try? brokenServer().start() }
            isOver.open()
        }
        var failures = 0
        while !isOver.isOpen {
            let file = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)
            sched_yield()
            if close(file) != 0 { failures += 1 }
        }
        _ = starter.value()
        #expect(failures == 0)
    }

    @Test func `IPv6 is listened at`() throws {
        let server = Server(
            ServerConfiguration(address: .v6(high: 0, low: 0)),
            router: Router([
                Route("GET", "/client") { .text($0.clientAddress ?? "") }
            ]))
        do { try server.start() } catch { return }
        defer { server.stop() }
        let connection = try RawConnection(port: server.port ?? 0)
        #expect(try connection.answer(to: "GET /client HTTP/1.1\r\nHost: a\r\n\r\n").text == "::ffff:7f00:1")
    }

    @Test func `SEC-32 the log has the route and never the path, the query, a method made up or the whole address`()
        async throws
    {
        let (entries, sink) = AsyncStream.makeStream(of: AccessLogEntry.self)
        let server = try TestServer { $0.accessLog = { sink.yield($0) } }
        let requests = [
            "GET /echo/secret?token=secret HTTP/1.1\r\nHost: a\r\n\r\n", "SECRET /hello HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /secret HTTP/1.1\r\nHost: a\r\n\r\n", "GET /secret HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
        ]
        var log = entries.makeAsyncIterator()
        var seen: [AccessLogEntry] = []
        for request in requests {
            let answer = try server.answer(request)
            let entry = try #require(await log.next())
            if answer.header("request-id") != nil { #expect(entry.requestID == answer.header("request-id")) }
            #expect(entry.client == "127.0.0.0")
            #expect(entry.microseconds >= 0)
            #expect(!"\(entry)".lowercased().contains("secret"))
            seen.append(entry)
        }
        #expect(seen.map(\.status) == [200, 405, 404, 0])
        #expect(seen.map(\.route) == ["/echo/{word}", nil, nil, nil])
        #expect(seen.map(\.method) == ["GET", "other", "other", "other"])
        #expect(Set(seen.map(\.requestID)).count == 4)
    }

    @Test func `SEC-32 a request that ends without an answer is logged with status 0`() async throws {
        let (entries, sink) = AsyncStream.makeStream(of: AccessLogEntry.self)
        let server = try TestServer {
            $0.accessLog = { sink.yield($0) }
            $0.limits.bodySeconds = 0.05
        }
        let connection = try server.connect()
        connection.send("POST /any HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx")
        connection.finishSending()
        var log = entries.makeAsyncIterator()
        #expect(await log.next()?.status == 0)
    }
}

extension RawConnection {
    func answer(to request: String) throws -> Answer {
        send(request)
        return try answer()
    }
}
