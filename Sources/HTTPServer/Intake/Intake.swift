import CMicrohttpd
import HTTP
import Rules
import Synchronization

/// Takes requests in, lets workers answer them, and sends the answers.
///
/// libmicrohttpd calls it on its one thread; only `answer` runs on workers.
final class Intake: @unchecked Sendable {
    let table: ConnectionTable
    private let router: Router
    private let configuration: ServerConfiguration
    private let workers: WorkerPool
    /// Up to that length the body of a refused request is read and dropped.
    private let droppedBytes: Int
    private let isDraining = Atomic(false)
    private let identity: Mutex<TLSIdentity?>
    private static let slackBytes = 65_536
    private let idPrefix = String(UInt32.random(in: 0...UInt32.max), radix: 36)
    private var count: UInt64 = 0
    private var heldBytes = 0

    init(router: Router, configuration: ServerConfiguration, workers: WorkerPool) {
        self.router = router
        self.configuration = configuration
        self.workers = workers
        identity = Mutex(configuration.tls)
        droppedBytes = Self.slackBytes + (router.routes.map(\.body.limitBytes).max() ?? 0)
        table = ConnectionTable(limits: configuration.limits, isEncrypted: configuration.tls != nil)
    }

    /// What new connections show; nil without TLS.
    var currentIdentity: TLSIdentity? { identity.withLock { $0 } }

    /// Lets new connections show another identity; false without TLS.
    func replace(_ new: TLSIdentity) -> Bool {
        identity.withLock { identity in
            guard identity != nil else { return false }
            identity = new
            return true
        }
    }

    /// From now on new requests are answered with 503 and connections closed after their answer.
    func drain() {
        isDraining.store(true, ordering: .relaxed)
        table.finishStreams()
    }

    /// A request line has arrived.
    func begin(_ target: RawTarget, on connection: OpenConnection) -> Exchange {
        count &+= 1
        table.requestBegan(on: connection)
        return Exchange(target: target, id: "\(idPrefix)-\(count)", connection: connection)
    }

    /// The headers are complete; decides what becomes of the request.
    @unsafe func head(_ raw: RawHead, of exchange: Exchange, on connection: OpaquePointer) -> MHD_Result {
        let head: RequestHead
        do throws(RequestHead.Refused) {
            head = try RequestHead(
                raw, client: exchange.connection.client, id: exchange.id, limits: configuration.limits)
        } catch {
            guard table.headEnded(on: exchange.connection, hasBody: false) else { return .NO }
            return unsafe send(Router.refused(error.problem), of: exchange, on: connection, closing: true)
        }
        guard table.headEnded(on: exchange.connection, hasBody: head.announcedBytes > 0) else { return .NO }
        exchange.request = head.request
        if let answer = decide(head, exchange) {
            guard isWorthReading(head) else {
                guard table.bodyEnded(on: exchange.connection) else { return .NO }
                return unsafe send(answer, of: exchange, on: connection, closing: true)
            }
            exchange.progress = .refusing(answer)
        }
        return .YES
    }

    /// Whether the body of a refused request is read, and dropped, before the answer.
    ///
    /// Answered now, the connection closes with the body unread; the system then resets it, and the peer, which is
    /// still sending, may lose the answer. Answered later, it gets the answer and can use the connection again. So a
    /// body up to 64 KiB longer than the most patient route takes is still read: it costs no more than one that is
    /// taken, under the same deadline, and has no place in memory. A peer that asks before it sends is told at once.
    private func isWorthReading(_ head: RequestHead) -> Bool {
        if head.announcedBytes == 0 { return true }
        return head.announcedBytes <= droppedBytes && head.request.headers["Expect"] == nil
    }

    /// A part of the body has arrived.
    @unsafe func body(_ bytes: UnsafeRawBufferPointer, of exchange: Exchange) {
        guard case .receiving = exchange.progress else { return }
        guard heldBytes + bytes.count <= configuration.limits.bufferedBodyBytes else {
            release(exchange)
            exchange.progress = .refusing(Self.busy("too many bodies are in memory"))
            return
        }
        heldBytes += bytes.count
        exchange.heldBytes += bytes.count
        unsafe exchange.request.body.append(contentsOf: bytes)
    }

    /// Gives back the room that a body takes.
    private func release(_ exchange: Exchange) {
        heldBytes -= exchange.heldBytes
        exchange.heldBytes = 0
        exchange.request.body = []
    }

    /// The request is complete, or its worker has answered it.
    @unsafe func end(of exchange: Exchange, on connection: OpaquePointer) -> MHD_Result {
        switch exchange.progress {
        case .begun, .working:
            return .NO
        case .refusing(let response):
            guard table.bodyEnded(on: exchange.connection) else { return .NO }
            return unsafe send(response, of: exchange, on: connection, closing: exchange.connection.isSurplus)
        case .receiving(let route, let parameters):
            guard table.bodyEnded(on: exchange.connection) else { return .NO }
            guard workers.hasRoom else {
                return unsafe send(Self.busy("too many requests wait"), of: exchange, on: connection, closing: false)
            }
            exchange.progress = .working
            unsafe MHD_suspend_connection(connection)
            let suspended = unsafe SuspendedConnection(handle: connection)
            workers.submit { [self] in
                answer(exchange, route, parameters)
                suspended.resume()
            }
            return .YES
        case .answered(let native):
            guard let native else { return .NO }
            exchange.status = native.status
            if let stream = native.stream {
                table.streamBegan(on: exchange.connection, stream)
                if isDraining.load(ordering: .relaxed) { stream.finish() }
            }
            return unsafe native.queue(on: connection)
        }
    }

    /// The answer has been sent, or the connection has ended.
    func complete(_ exchange: Exchange, isRegular: Bool) {
        release(exchange)
        // A stream whose connection ended before it was queued is not known to the table.
        if case .answered(let native) = exchange.progress { native?.stream?.close() }
        table.requestEnded(on: exchange.connection)
        guard let log = configuration.accessLog else { return }
        log(
            AccessLogEntry(
                method: exchange.route == nil ? "other" : exchange.request.method, route: exchange.route,
                status: isRegular ? exchange.status ?? 0 : 0,
                microseconds: Int(Moment.now.microseconds - exchange.began.microseconds), requestID: exchange.id,
                client: exchange.connection.client?.truncated.description))
    }

    /// Runs on a worker.
    private func answer(_ exchange: Exchange, _ route: Route, _ parameters: [String: String]) {
        let response = Router.response(of: route, to: exchange.request, parameters)
        exchange.progress = .answered(
            NativeResponse(response, requestID: exchange.id, closing: isDraining.load(ordering: .relaxed)))
    }

    private func decide(_ head: RequestHead, _ exchange: Exchange) -> HTTPResponse? {
        if exchange.connection.isSurplus { return Self.busy("too many connections are open") }
        if isDraining.load(ordering: .relaxed) { return Self.busy("the service stops") }
        switch router.decision(for: head.request, announcedBytes: head.announcedBytes) {
        case .answer(let response):
            return response
        case .route(let route, let parameters):
            exchange.route = route.template.description
            exchange.progress = .receiving(route, parameters: parameters)
            return nil
        }
    }

    @unsafe private func send(
        _ response: HTTPResponse, of exchange: Exchange, on connection: OpaquePointer, closing: Bool
    ) -> MHD_Result {
        let closing = closing || isDraining.load(ordering: .relaxed)
        guard let native = NativeResponse(response, requestID: exchange.id, closing: closing) else { return .NO }
        exchange.status = native.status
        return unsafe native.queue(on: connection)
    }

    private static func busy(_ detail: String) -> HTTPResponse {
        let problem = ProblemDocument(
            status: 503, code: "busy", detail: detail, rule: "SEC-29", hint: "try again after a second")
        return Router.refused(problem, ["Retry-After": "1"])
    }
}
