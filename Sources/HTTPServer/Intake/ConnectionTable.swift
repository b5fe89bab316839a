import Glibc
import HTTP

/// All open connections with their deadlines: who may come in, and who has taken too long.
///
/// libmicrohttpd's own time limit counts inactivity, so that one octet a second keeps a connection forever; the
/// deadlines here are total (SEC-29, F-10).
final class ConnectionTable: Sendable {
    private struct State {
        var open: [ObjectIdentifier: OpenConnection] = [:]
        var perSubscriber: [IPAddress: Int] = [:]
        var isDraining = false
        var isFinished = false
    }

    /// Connections above the limit that are answered with 503 instead of being closed.
    static let surplus = 64

    private let limits: ServerLimits
    private let isEncrypted: Bool
    private let monitor = Monitor(State())
    private static let timeout = Array(
        "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".utf8)

    /// For how long a connection stays after its last answer once the server stops.
    private static let lastIdleSeconds = 0.02

    /// A comment of `text/event-stream`, which readers skip.
    private static let heartbeat = Array(":\n\n".utf8)

    init(limits: ServerLimits, isEncrypted: Bool) { (self.limits, self.isEncrypted) = (limits, isEncrypted) }

    /// Whether a new connection is let in.
    func hasRoom(for client: IPAddress?) -> Bool {
        monitor.withLock { state in
            let subscriber = client.map { state.perSubscriber[$0.subscriber] ?? 0 } ?? 0
            return state.open.count < limits.connections + Self.surplus && subscriber < limits.connectionsPerSubscriber
        }
    }

    /// Enters a new connection.
    func opened(socket: Int32, client: IPAddress?) -> OpenConnection {
        let now = Moment.now
        var entered: OpenConnection?
        monitor.changeForAll { state in
            let connection = OpenConnection(
                socket: socket, client: client, isSurplus: state.open.count >= limits.connections, now: now,
                deadline: now.adding(seconds: limits.headSeconds))
            state.open[ObjectIdentifier(connection)] = connection
            if let subscriber = client?.subscriber { state.perSubscriber[subscriber, default: 0] += 1 }
            entered = connection
        }
        return entered ?? OpenConnection(socket: socket, client: client, isSurplus: true, now: now, deadline: now)
    }

    /// Removes a connection; its socket must still be open, since its number may be given out again afterwards.
    func closed(_ connection: OpenConnection) {
        monitor.changeForAll { state in
            state.open[ObjectIdentifier(connection)] = nil
            guard let subscriber = connection.client?.subscriber else { return }
            let left = (state.perSubscriber[subscriber] ?? 1) - 1
            state.perSubscriber[subscriber] = left > 0 ? left : nil
        }
    }

    /// A request line has arrived.
    func requestBegan(on connection: OpenConnection) {
        let now = Moment.now
        monitor.withLock { _ in
            if connection.stage == .idle {
                connection.requestBegan = now
                connection.deadline = now.adding(seconds: limits.headSeconds)
            }
            connection.stage = .head
        }
    }

    /// The headers are complete.
    ///
    /// - Returns: false when the deadline has passed and the peer has been told so.
    func headEnded(on connection: OpenConnection, hasBody: Bool) -> Bool {
        let now = Moment.now
        return monitor.withLock { _ in
            let whole = connection.requestBegan.adding(seconds: limits.requestSeconds)
            connection.stage = hasBody ? .body : .answer
            connection.deadline = hasBody ? min(whole, now.adding(seconds: limits.bodySeconds)) : whole
            return !connection.isReaped
        }
    }

    /// The body is complete.
    ///
    /// - Returns: false when the deadline has passed and the peer has been told so.
    func bodyEnded(on connection: OpenConnection) -> Bool {
        monitor.withLock { _ in
            connection.stage = .answer
            connection.deadline = connection.requestBegan.adding(seconds: limits.requestSeconds)
            return !connection.isReaped
        }
    }

    /// The answer will be sent while it comes into being.
    func streamBegan(on connection: OpenConnection, _ stream: EventStream) {
        let now = Moment.now
        monitor.withLock { _ in
            connection.stage = .stream
            connection.stream = stream
            connection.deadline = now.adding(seconds: limits.streamSeconds)
            connection.nextHeartbeat = now.adding(seconds: limits.heartbeatSeconds)
        }
    }

    /// The answer has been handed to the system; after `shutIdle` the connection has no time for another request, but
    /// for one that has come already.
    func requestEnded(on connection: OpenConnection) {
        let now = Moment.now
        monitor.withLock { state in
            connection.stage = .idle
            connection.stream?.close()
            connection.stream = nil
            connection.nextHeartbeat = .never
            // Not shut here: libmicrohttpd may hold the next request already, and begins it right after this call.
            connection.deadline = now.adding(
                seconds: state.isDraining ? min(Self.lastIdleSeconds, limits.idleSeconds) : limits.idleSeconds)
        }
    }

    /// Shuts connections whose deadline has passed, until `finish`; the work of a thread of its own.
    func reap() {
        let shortest =
            [
                limits.headSeconds, limits.bodySeconds, limits.idleSeconds, limits.requestSeconds, limits.streamSeconds,
                limits.heartbeatSeconds,
            ].min() ?? 1
        let tick = min(0.5, max(0.005, shortest / 5))
        while true {
            let isFinished = monitor.wait { state in state.isFinished ? true : state.open.isEmpty ? nil : false }
            guard isFinished == false else { return }
            let now = Moment.now
            monitor.withLock { state in
                for connection in state.open.values where connection.deadline <= now {
                    // Once the server stops, a request that has come is answered rather than cut.
                    if state.isDraining && connection.stage == .idle && hasInput(connection) { continue }
                    shut(connection)
                }
                for connection in state.open.values where connection.nextHeartbeat <= now {
                    connection.nextHeartbeat = now.adding(seconds: limits.heartbeatSeconds)
                    connection.stream?.send(Self.heartbeat)
                }
            }
            _ = monitor.wait(until: now.adding(seconds: tick)) { state in state.isFinished ? true : nil }
        }
    }

    /// Ends the answers that are being sent while they come into being.
    func finishStreams() {
        monitor.withLock { state in
            for connection in state.open.values { connection.stream?.finish() }
        }
    }

    /// Shuts the connections between two requests; those inside one go on, and those whose next request has come.
    /// From now on a connection is shut soon after its request ends.
    func shutIdle() {
        monitor.withLock { state in
            state.isDraining = true
            for connection in state.open.values where connection.stage == .idle && !hasInput(connection) {
                shut(connection)
            }
        }
    }

    private func hasInput(_ connection: OpenConnection) -> Bool {
        var octet: UInt8 = 0
        return unsafe recv(connection.socket, &octet, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) > 0
    }

    /// Waits until no connection is open.
    ///
    /// - Returns: whether that came about before the deadline.
    func isEmpty(by deadline: Moment) -> Bool {
        monitor.wait(until: deadline) { state in state.open.isEmpty ? true : nil } ?? false
    }

    /// Ends the thread of `reap`.
    func finish() { monitor.changeForAll { $0.isFinished = true } }

    /// libmicrohttpd, which owns the socket, sees the end of the stream and closes it.
    private func shut(_ connection: OpenConnection) {
        guard !connection.isReaped else { return }
        connection.isReaped = true
        connection.deadline = .never
        // A connection that waits for news is not watched by libmicrohttpd: it has to be woken to see its end.
        connection.stream?.close()
        if !isEncrypted && (connection.stage == .head || connection.stage == .body) {
            // Nothing else is being written in these stages, so the line cannot fall into another answer.
            _ = unsafe Self.timeout.withUnsafeBytes { bytes in
                unsafe send(
                    connection.socket, bytes.baseAddress, bytes.count,
                    Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
        }
        shutdown(connection.socket, Int32(SHUT_RDWR))
    }
}
