import HTTP

/// A request on its way through the server, until its answer has been sent.
///
/// It belongs to the thread that serves the sockets; while it is suspended, to the worker that answers it.
final class Exchange: @unchecked Sendable {
    /// How far the request has come.
    enum Progress {
        /// The request line has arrived.
        case begun
        /// The headers are complete and lead to a route; the body is arriving.
        case receiving(Route, parameters: [String: String])
        /// The answer is known already, and follows when the request is complete.
        case refusing(HTTPResponse)
        /// A worker has it.
        case working
        /// The worker's answer waits to be sent.
        case answered(NativeResponse?)
    }

    let target: RawTarget
    let id: String
    let connection: OpenConnection
    let began = Moment.now
    var progress = Progress.begun
    var request = HTTPRequest(method: "", path: "")
    var route: String?
    var heldBytes = 0
    var status: Int?

    init(target: RawTarget, id: String, connection: OpenConnection) {
        self.target = target
        self.id = id
        self.connection = connection
    }
}
