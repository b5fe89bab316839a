import HTTP
import TestSupport
import Testing

@testable import HTTPServer

@Suite struct EventTests {
    let request = "GET /events HTTP/1.1\r\nHost: a\r\n\r\n"
    let hello = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"

    private func open(_ server: TestServer) throws -> (RawConnection, EventStream) {
        let connection = try server.connect()
        connection.send(request)
        let head = try connection.text(until: "\r\n\r\n")
        #expect(head.contains("Content-Type: text/event-stream\r\n"))
        #expect(head.contains("Transfer-Encoding: chunked\r\n"))
        _ = try connection.text(until: "event: first\ndata: 1\n\n")
        return (connection, try #require(server.streams.all.last))
    }

    @Test func `events arrive when they are sent, and the connection is used again after the end`() throws {
        let server = try TestServer { $0.workers = 1 }
        let (connection, stream) = try open(server)
        for number in 0..<50 {
            #expect(stream.send(event: "next", data: "\(number)"))
            _ = try connection.text(until: "event: next\ndata: \(number)\n\n")
        }
        stream.send(event: "last", data: "x")
        stream.finish()
        _ = try connection.text(until: "data: x\n\n\r\n0\r\n\r\n")
        connection.send(hello)
        #expect(try connection.answer().text == "hello")
    }

    @Test func `many who wait for news hold no worker`() throws {
        let server = try TestServer { $0.workers = 1 }
        let all = try (0..<20).map { _ in try open(server) }
        #expect(try server.status(hello) == 200)
        for (index, (_, stream)) in all.enumerated() { #expect(stream.send(event: "to", data: "\(index)")) }
        for (index, (connection, _)) in all.enumerated() { _ = try connection.text(until: "data: \(index)\n\n") }
    }

    @Test func `a peer that has left is noticed by the next sign of life`() throws {
        let server = try TestServer { $0.limits.heartbeatSeconds = 0.05 }
        var (connection, stream) = try open(server) as (RawConnection?, EventStream)
        _ = try connection?.text(until: ":\n\n")
        connection = nil
        while stream.isOpen {}
        #expect(try server.status(hello) == 200)
    }

    @Test func `SEC-29 a stream ends at its deadline`() throws {
        let server = try TestServer { $0.limits.streamSeconds = 0.1 }
        let (connection, stream) = try open(server)
        _ = try connection.rest()
        #expect(!stream.isOpen)
    }

    @Test func `SEC-29 a peer that does not read closes its stream, however much there is to say`() throws {
        let server = try TestServer()
        let (connection, stream) = try open(server)
        let piece = String(repeating: "x", count: 60_000)
        var count = 0
        while stream.send(event: "more", data: piece), count < 100_000 { count += 1 }
        #expect(count < 100_000)
        #expect(!stream.isOpen)
        _ = try connection.rest()
    }

    @Test func `SEC-29 a stream whose peer left before it was queued is closed`() throws {
        let configuration = ServerConfiguration()
        let workers = try WorkerPool(workers: 1, queueLimit: 1)
        defer { workers.finish() }
        let intake = Intake(router: Router([]), configuration: configuration, workers: workers)
        let connection = intake.table.opened(socket: -1, client: nil)
        let exchange = unsafe "/events".withCString { unsafe intake.begin(RawTarget($0), on: connection) }
        let stream = EventStream()
        exchange.progress = .answered(NativeResponse(.events(stream), requestID: "1", closing: false))
        #expect(stream.isOpen)
        intake.complete(exchange, isRegular: false)
        #expect(!stream.isOpen)
    }

    @Test func `F-18 streams end when the server stops`() throws {
        let server = try TestServer()
        let (connection, stream) = try open(server)
        #expect(server.server.stop(withinSeconds: 9))
        #expect(!stream.isOpen)
        _ = try connection.text(until: "\r\n0\r\n\r\n")
    }
}
