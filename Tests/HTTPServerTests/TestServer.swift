import HTTP
import HTTPServer
import Synchronization
import TestSupport

/// A server on a free port with routes that tests need; a gate lets a test hold its handlers.
final class TestServer: Sendable {
    let server: Server
    let port: UInt16
    let gate = Gate()
    /// The streams that `/events` has begun.
    let streams: Streams

    init(_ change: (inout ServerConfiguration) -> Void = { _ in }) throws {
        var configuration = ServerConfiguration(workers: 2, drainSeconds: 0.05)
        change(&configuration)
        let gate = gate
        let streams = Streams()
        self.streams = streams
        server = Server(
            configuration,
            router: Router([
                Route("GET", "/hello") { _ in .text("hello") },
                Route("GET", "/echo/{word}") { request in
                    .text("\(request.parameters["word"] ?? "")|\(request.query.map { "\($0.name)=\($0.value)" })")
                },
                Route("POST", "/form", body: .of([.form], limitBytes: 100_000)) { .text(String($0.body.count)) },
                Route("POST", "/any") { .text(String($0.body.count)) },
                Route("GET", "/wait") { _ in
                    gate.enter()
                    return .text("waited")
                },
                Route("GET", "/events") { _ in
                    let stream = EventStream()
                    streams.add(stream)
                    stream.send(event: "first", data: "1")
                    return .events(stream)
                },
                Route("GET", "/large") { _ in .text(String(repeating: "x", count: 8_388_608)) },
                Route("GET", "/odd") { _ in
                    HTTPResponse(
                        status: 99,
                        headers: ["Content-Length": "7", "Connection": "x", "X-Empty": "", "X-A": "b\r\nC: d"])
                },
                Route("GET", "/client") { .text($0.clientAddress ?? "") },
                Route("GET", "/headers") { .text("\($0.headers.count)") },
            ]))
        try server.start()
        port = server.port ?? 0
    }

    deinit {
        gate.open()
        server.stop(withinSeconds: 5)
    }

    func connect() throws -> RawConnection { try RawConnection(port: port) }

    /// The answer to one request on a connection of its own.
    func answer(_ text: String) throws -> RawConnection.Answer {
        let connection = try connect()
        connection.send(text)
        return try connection.answer()
    }

    /// The status of the answer to a request, 0 when the connection is closed without one.
    func status(_ text: String) throws -> Int { try status(Array(text.utf8)) }

    func status(_ bytes: [UInt8]) throws -> Int {
        let connection = try connect()
        connection.send(bytes)
        do {
            return try connection.answer().status
        } catch RawConnection.Failure.closed {
            return 0
        }
    }
}

/// The streams that a test can send to.
final class Streams: Sendable {
    private let list = Mutex<[EventStream]>([])

    func add(_ stream: EventStream) { list.withLock { $0.append(stream) } }

    var all: [EventStream] { list.withLock { $0 } }
}
