import HTTP

/// A connection between its acceptance and its end.
///
/// Its fields belong to `ConnectionTable` and are touched under the table's lock only.
final class OpenConnection: @unchecked Sendable {
    /// What the peer must do next, each with a deadline of its own.
    enum Stage {
        /// Send the first request line, or the headers behind one.
        case head
        /// Send the body.
        case body
        /// Read the answer.
        case answer
        /// Read an answer that is sent while it comes into being.
        case stream
        /// Send another request.
        case idle
    }

    let socket: Int32
    let client: IPAddress?
    /// Whether it is one too many: its request is answered with 503.
    let isSurplus: Bool
    /// What the connection shows: GnuTLS reads it until the session has ended, which is before the connection has.
    /// Touched by the library's thread only.
    var identity: TLSIdentity?
    var stage = Stage.head
    var requestBegan: Moment
    var deadline: Moment
    var isReaped = false
    var stream: EventStream?
    var nextHeartbeat = Moment.never

    init(socket: Int32, client: IPAddress?, isSurplus: Bool, now: Moment, deadline: Moment) {
        self.socket = socket
        self.client = client
        self.isSurplus = isSurplus
        requestBegan = now
        self.deadline = deadline
    }
}
