/// What one server takes in, and for how long; the defaults are those of the security page (SEC-29).
public struct ServerLimits: Sendable, Hashable {
    /// Octets of the request line; more is answered with 414.
    public var requestLineBytes = 8192
    /// Octets of the header block without the request line; more is answered with 431 (HTTP-09 needs 16 KiB at least).
    public var headerBytes = 32_768
    /// Number of header fields; more is answered with 431.
    public var headerCount = 64
    /// Number of fields in a query; more is answered with 400.
    public var queryFields = 64
    /// Octets of all bodies in memory together; beyond it requests with a body are answered with 503.
    public var bufferedBodyBytes = 134_217_728
    /// Time from the connection, or from the request line of a later request, to the end of the headers; then 408.
    public var headSeconds = 5.0
    /// Time for the body; then 408.
    public var bodySeconds = 15.0
    /// Time between two requests on one connection; then it is closed.
    public var idleSeconds = 10.0
    /// Time for a request and its answer; then the connection is closed.
    public var requestSeconds = 30.0
    /// Time for an answer that is sent while it comes into being; then the connection is closed.
    public var streamSeconds = 600.0
    /// Time between two signs of life on such an answer when there is no news, so that a peer that has left is noticed.
    public var heartbeatSeconds = 15.0
    /// Open connections; up to 64 more are answered with 503, those beyond are closed.
    public var connections = 1024
    /// Open connections of one IPv4 address or one /64 of IPv6; further ones are closed.
    public var connectionsPerSubscriber = 64
    /// Requests that wait for a worker; further ones are answered with 503.
    public var queuedRequests = 256

    /// The defaults, to be changed one by one.
    public init() {}
}
