import Glibc
import HTTP
import HTTPServer
import TestSupport
import Testing

@Suite struct LoadTests {
    let wait = "GET /wait HTTP/1.1\r\nHost: a\r\n\r\n"
    let hello = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test func `SEC-29 a request that finds the queue full is answered with 503 and when to come again`() throws {
        let server = try TestServer {
            $0.workers = 1
            $0.limits.queuedRequests = 2
        }
        var waiting: [RawConnection] = []
        for count in 1...3 {
            let connection = try server.connect()
            connection.send(wait)
            waiting.append(connection)
            if count == 1 { server.gate.waitFor(1) }
        }
        var refused: RawConnection.Answer?
        while refused == nil {
            // The two that wait in the queue may still be on their way when this one arrives.
            let connection = try server.connect()
            connection.send(wait)
            if connection.isSilent(forMilliseconds: 200) {
                waiting.append(connection)
            } else {
                refused = try connection.answer()
            }
        }
        #expect(refused?.status == 503)
        #expect(refused?.header("retry-after") == "1")
        #expect(waiting.count == 3)
        server.gate.open()
        for connection in waiting { #expect(try connection.answer().text == "waited") }
        #expect(try server.status(hello) == 200)
    }

    @Test func `SEC-29 one address gets as many connections as allowed`() throws {
        let server = try TestServer { $0.limits.connectionsPerSubscriber = 3 }
        var open: [RawConnection] = []
        for _ in 0..<3 {
            let connection = try server.connect()
            connection.send(hello)
            #expect(try connection.answer().status == 200)
            open.append(connection)
        }
        let surplus = try server.connect()
        #expect(surplus.isClosed(withinMilliseconds: 5000))
        open.removeFirst()
        var isTaken = false
        while !isTaken {
            let connection = try server.connect()
            connection.send(hello)
            isTaken = (try? connection.answer().status) == 200
        }
    }

    @Test func `SEC-29 a connection too many is answered with 503 and closed`() throws {
        let server = try TestServer { $0.limits.connections = 2 }
        var open: [RawConnection] = []
        for _ in 0..<2 {
            let connection = try server.connect()
            connection.send(hello)
            #expect(try connection.answer().status == 200)
            open.append(connection)
        }
        let surplus = try server.connect()
        surplus.send(hello)
        let answer = try surplus.answer()
        #expect(answer.status == 503)
        #expect(answer.header("retry-after") == "1")
        #expect(surplus.isClosed(withinMilliseconds: 5000))
        open[0].send(hello)
        #expect(try open[0].answer().status == 200)
    }

    @Test func `SEC-02 bodies share a limit, octets count when they arrive`() throws {
        let server = try TestServer { $0.limits.bufferedBodyBytes = 100 }
        func post(_ count: Int, sending: Int) -> String {
            "POST /any HTTP/1.1\r\nHost: a\r\nContent-Length: \(count)\r\n\r\n" + String(repeating: "x", count: sending)
        }
        let first = try server.connect()
        first.send(post(100, sending: 60))
        #expect(first.isSilent(forMilliseconds: 100))
        #expect(try server.status(post(41, sending: 41)) == 503)
        #expect(try server.status(post(40, sending: 40)) == 200)
        first.send(String(repeating: "x", count: 40))
        #expect(try first.answer().text == "100")
        #expect(try server.status(post(100, sending: 100)) == 200)
        #expect(try server.status(post(101, sending: 101)) == 503)
    }

    @Test func `F-10 peers that announce bodies and send nothing take no room from others`() throws {
        let server = try TestServer { $0.limits.bufferedBodyBytes = 100 }
        let silent = try (0..<40).map { _ in try server.connect() }
        for connection in silent { connection.send("POST /any HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n") }
        for connection in silent { #expect(connection.isSilent(forMilliseconds: 0)) }
        let honest = "POST /any HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n" + String(repeating: "x", count: 100)
        #expect(try server.status(honest) == 200)
    }

    /// How often which status came.
    private func askByTurns(port: UInt16, connections: Int, rounds: Int) throws -> [Int: Int] {
        let open = try (0..<connections).map { _ in try RawConnection(port: port) }
        var counts: [Int: Int] = [:]
        for _ in 0..<rounds {
            for connection in open { connection.send(hello) }
            for connection in open { counts[try connection.answer().status, default: 0] += 1 }
        }
        return counts
    }

    @Test func `F-10 950 slow connections take nothing from 50 honest ones and end by their deadline`() throws {
        let server = try TestServer { $0.limits.headSeconds = 2 }
        // 16 addresses with at most 60 connections each, as one address may have 64.
        let slow = try (0..<950).map { try RawConnection(port: server.port, subscriber: UInt8(2 + $0 / 60)) }
        let honest = Background { try? askByTurns(port: server.port, connections: 50, rounds: 20) }
        for octet in "GET /hello HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "y", count: 30))".utf8 {
            for connection in slow { connection.send([octet]) }
            usleep(50_000)
        }
        #expect(honest.value() == .some([200: 1000]))
        for connection in slow { #expect(try connection.answer().status == 408) }
        #expect(try server.status(hello) == 200)
    }

    @Test func `many connections at once are all answered`() throws {
        let server = try TestServer()
        let connections = try (0..<60).map { _ in try server.connect() }
        for _ in 0..<20 {
            for connection in connections { connection.send(hello) }
            for connection in connections { #expect(try connection.answer().text == "hello") }
        }
    }
}
