/// What may be logged of a request: no path, query, header or body can be in it (SEC-32).
public struct AccessLogEntry: Sendable, Hashable {
    /// The method if a route takes it, otherwise `other`: a peer can send anything as a method.
    public let method: String
    /// The template of the route, such as `/v1/requests/{id}`; nil when none fitted.
    public let route: String?
    /// The status of the answer; 0 when the connection ended before there was one, or the head could not be read at all.
    public let status: Int
    /// Time from the request line to the end of the answer.
    public let microseconds: Int
    /// The name of the request, the same as in its answer's `Request-Id`.
    public let requestID: String
    /// The peer's address without its last part.
    public let client: String?
}
