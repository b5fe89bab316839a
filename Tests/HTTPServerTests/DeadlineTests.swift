import HTTP
import HTTPServer
import TestSupport
import Testing

@Suite struct DeadlineTests {
    /// Sends one octet every few milliseconds, as a slow-loris does, until the peer has had enough.
    ///
    /// - Returns: whether the peer ended it.
    private func drip(_ text: String, on connection: RawConnection) -> Bool {
        for byte in Array((text + String(repeating: "x", count: 2000)).utf8) {
            guard connection.isSilent(forMilliseconds: 5), connection.send([byte]) else { return true }
        }
        return false
    }

    @Test func `SEC-29 a head that drips in is cut off by its deadline`() throws {
        let server = try TestServer { $0.limits.headSeconds = 0.1 }
        let connection = try server.connect()
        #expect(drip("GET /hello HTTP/1.1\r\nHost: a\r\nX: ", on: connection))
        #expect(try connection.answer().status == 408)
    }

    @Test func `SEC-29 a silent connection is cut off by the deadline of the head`() throws {
        let server = try TestServer { $0.limits.headSeconds = 0.1 }
        let connection = try server.connect()
        #expect(try connection.answer().status == 408)
        #expect(connection.isClosed(withinMilliseconds: 5000))
    }

    @Test func `SEC-29 headers that drip in behind a later request line are cut off`() throws {
        let server = try TestServer { $0.limits.headSeconds = 0.1 }
        let connection = try server.connect()
        connection.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try connection.answer().status == 200)
        #expect(drip("GET /hello HTTP/1.1\r\nHost: a\r\nX: ", on: connection))
        #expect(try connection.answer().status == 408)
    }

    @Test func `SEC-29 a body that drips in is cut off by its deadline`() throws {
        let server = try TestServer { $0.limits.bodySeconds = 0.1 }
        let connection = try server.connect()
        connection.send("POST /any HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n")
        #expect(drip("a=", on: connection))
        #expect(try connection.answer().status == 408)
    }

    @Test func `SEC-29 the body of a refused request that drips in is cut off by its deadline`() throws {
        let server = try TestServer { $0.limits.bodySeconds = 0.1 }
        let connection = try server.connect()
        connection.send("POST /none HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n")
        #expect(drip("a=", on: connection))
        #expect(try connection.answer().status == 408)
    }

    @Test func `SEC-29 an idle connection is closed without a word`() throws {
        let server = try TestServer { $0.limits.idleSeconds = 0.1 }
        let connection = try server.connect()
        connection.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try connection.answer().status == 200)
        #expect(connection.isClosed(withinMilliseconds: 5000))
    }

    @Test func `SEC-29 a peer that does not read its answer is cut off by the deadline of the request`() throws {
        let server = try TestServer { $0.limits.requestSeconds = 0.2 }
        let connection = try RawConnection(port: server.port, receiveBufferBytes: 4096)
        connection.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(server.server.stop(withinSeconds: 9))
        #expect(try connection.rest().count < 8_388_608)
    }

    @Test func `SEC-29 an answer that comes after the deadline of the request finds the connection closed`() throws {
        let server = try TestServer { $0.limits.requestSeconds = 0.1 }
        let connection = try server.connect()
        connection.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(connection.isClosed(withinMilliseconds: 5000))
        server.gate.open()
        #expect(try server.status("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n") == 200)
    }

    @Test func `SEC-29 a peer that leaves at any octet harms no one and is forgotten by its deadline`() throws {
        let server = try TestServer {
            $0.limits.headSeconds = 0.05
            $0.limits.bodySeconds = 0.05
            $0.limits.idleSeconds = 0.05
        }
        let request = "POST /any HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody"
        let connections = try (0...request.utf8.count).map { end in
            let connection = try server.connect()
            connection.send(Array(request.utf8.prefix(end)))
            connection.finishSending()
            return connection
        }
        for connection in connections { _ = try connection.rest() }
        #expect(try server.status("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n") == 200)
        #expect(server.server.stop(withinSeconds: 5))
    }
}
