public import Rules

/// Why a server could not start.
public enum HTTPServerError: RuleError {
    /// The system refuses to listen at the address.
    case cannotListen(address: String, port: UInt16, reason: String)
    /// The HTTP library refuses to start.
    case cannotStart(reason: String)
    /// The certificate and the key for TLS cannot be used.
    case badIdentity(reason: String)
    /// The server runs already, or has been stopped: each runs once.
    case startedBefore

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .cannotListen(let address, let port, let reason):
            Refusal(
                "SEC-29", "cannot_listen", "the system refuses to listen at \(address) port \(port): \(reason)",
                hint: "choose another port, or stop the program that uses it")
        case .cannotStart(let reason):
            Refusal(
                "SEC-29", "cannot_start", "the HTTP server does not start: \(reason)",
                hint: "check the limits on memory, threads and open files")
        case .badIdentity(let reason):
            Refusal(
                "SEC-29", "bad_tls_identity", "the certificate and its key cannot be used: \(reason)",
                hint: "give PEM files: the server's certificate first, then the intermediate ones, and its private key")
        case .startedBefore:
            Refusal("SEC-29", "started_before", "the server was started before", hint: "make a new server")
        }
    }
}
