public import HTTP

/// How a server is set up.
public struct ServerConfiguration: Sendable {
    /// The address to listen at; `::` takes IPv4 too.
    public var address: IPAddress
    /// The port to listen at; 0 lets the system choose, and `Server.port` tells.
    public var port: UInt16
    /// The certificate to begin to serve HTTPS with (TLS 1.2 and 1.3); nil serves plain HTTP, behind a proxy or on loopback.
    public var tls: TLSIdentity?
    /// TLS 1.3 and 1.2, with forward secrecy and authenticated encryption only (RFC 9325 §4.2), the server's order first;
    /// in GnuTLS's words.
    var tlsPriorities =
        "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-KX-ALL:+ECDHE-ECDSA:+ECDHE-RSA"
        + ":-CIPHER-ALL:+AES-128-GCM:+AES-256-GCM:+CHACHA20-POLY1305:-MAC-ALL:+AEAD:%SERVER_PRECEDENCE"
    /// How many handlers run at the same time.
    public var workers: Int
    /// What is taken in, and for how long.
    public var limits: ServerLimits
    /// For how long new requests are still taken and answered with 503 once the server stops.
    public var drainSeconds: Double
    /// Called after each request, on the thread that serves the sockets: it must be quick.
    public var accessLog: (@Sendable (AccessLogEntry) -> Void)?

    /// Sets a server up.
    public init(
        address: IPAddress = .loopback, port: UInt16 = 0, tls: TLSIdentity? = nil, workers: Int = 4,
        limits: ServerLimits = ServerLimits(),
        drainSeconds: Double = 0.5, accessLog: (@Sendable (AccessLogEntry) -> Void)? = nil
    ) {
        self.address = address
        self.port = port
        self.tls = tls
        self.workers = workers
        self.limits = limits
        self.drainSeconds = drainSeconds
        self.accessLog = accessLog
    }
}
