public import Rules

/// Why a URL, a form or a media type was refused, or why a fetch failed.
///
/// Hosts are named, paths and queries never: they can hold codes and tokens (SEC-32).
public enum HTTPError: RuleError {
    /// A URL or link cannot be used.
    case unusableURL(URLFault)
    /// A form or query cannot be used.
    case unusableForm(FormFault)
    /// A URL that identifies an issuer has a query or a fragment.
    case queryInIdentifier(host: String)
    /// The scheme of a URL is not fetched from here.
    case schemeNotAllowed(scheme: String, host: String)
    /// The host is, or resolves to, an address that is not public.
    case addressNotAllowed(host: String, address: String)
    /// No address is known for the host.
    case hostNotFound(host: String)
    /// Nobody listens there.
    case connectionRefused(host: String, port: Int)
    /// The connection could not be made or broke.
    case connectionFailed(host: String, reason: String)
    /// A deadline passed.
    case timedOut(host: String, seconds: Double)
    /// The peer could not be authenticated, or no common TLS version was found.
    case tlsFailed(host: String, reason: String)
    /// The body is larger than allowed.
    case answerTooLarge(host: String, limitBytes: Int)
    /// The header block is larger than allowed.
    case answerHeadersTooLarge(host: String, limitBytes: Int)
    /// The answer points elsewhere where that is not allowed.
    case redirectRefused(host: String, status: Int)
    /// The answer points elsewhere once too often.
    case tooManyRedirects(host: String, limit: Int)
    /// The answer breaks HTTP.
    case brokenAnswer(host: String, reason: String)
    /// As many requests as allowed are under way.
    case tooManyAtOnce(limit: Int)
    /// The machine's HTTP library cannot be used.
    case clientUnavailable(reason: String)

    /// Whether the peer or the way to it failed, so that trying later can help.
    public var isNetworkFailure: Bool {
        switch self {
        case .hostNotFound, .connectionRefused, .connectionFailed, .timedOut, .tlsFailed, .brokenAnswer: true
        default: false
        }
    }

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .unusableURL(let fault): fault.refusal
        case .unusableForm(let fault): fault.refusal
        case .queryInIdentifier(let host):
            Refusal(
                "IDENT-02", "query_in_identifier", "the identifier at \(host) has a query or a fragment",
                hint: "an issuer identifier is an https URL with host, optional port and path only")
        case .schemeNotAllowed(let scheme, let host):
            Refusal(
                "VC-36", "scheme_not_allowed", "\(scheme) is not fetched from \(host)",
                hint: "use https; plain http is for loopback addresses in test mode")
        case .addressNotAllowed(let host, let address):
            Refusal(
                "VC-37", "address_not_allowed", "\(host) is at \(address), which is no public address",
                hint: "loopback and private networks are reached in test mode only")
        case .hostNotFound(let host):
            Refusal(
                "SEC-24", "host_not_found", "no address is known for \(host)",
                hint: "check the spelling and that this machine can resolve names")
        case .connectionRefused(let host, let port):
            Refusal(
                "SEC-24", "connection_refused", "\(host) refuses connections at port \(port)",
                hint: "check that the service runs and that the port is right")
        case .connectionFailed(let host, let reason):
            Refusal(
                "SEC-24", "connection_failed", "the connection to \(host) failed: \(reason)",
                hint: "check the network, then try again")
        case .timedOut(let host, let seconds):
            Refusal(
                "VC-38", "timed_out", "\(host) did not answer within \(seconds) s", hint: "try again later")
        case .tlsFailed(let host, let reason):
            Refusal(
                "HTTP-01", "tls_failed", "no trustworthy TLS connection to \(host): \(reason)",
                hint: "check the server's certificate and this machine's clock and certificate store")
        case .answerTooLarge(let host, let limit):
            Refusal(
                "VC-38", "answer_too_large", "\(host) sends more than \(limit) bytes",
                hint: "ask the operator of the service; raise the limit only for a peer you know")
        case .answerHeadersTooLarge(let host, let limit):
            Refusal(
                "VC-38", "answer_headers_too_large", "\(host) sends more than \(limit) bytes of headers",
                hint: "ask the operator of the service")
        case .redirectRefused(let host, let status):
            Refusal(
                "VC-36", "redirect_refused", "\(host) answers \(status) and points elsewhere",
                hint: "the service must answer at the URL it published")
        case .tooManyRedirects(let host, let limit):
            Refusal(
                "VC-38", "too_many_redirects", "\(host) points elsewhere after \(limit) redirects",
                hint: "ask the operator of the service to publish the final URL")
        case .brokenAnswer(let host, let reason):
            Refusal(
                "VC-36", "broken_answer", "the answer of \(host) breaks HTTP: \(reason)",
                hint: "ask the operator of the service; check that no proxy stands between")
        case .tooManyAtOnce(let limit):
            Refusal(
                "SEC-24", "too_many_at_once", "\(limit) requests are under way already",
                hint: "try again after a second")
        case .clientUnavailable(let reason):
            Refusal(
                "SEC-37", "client_unavailable", "the HTTP library cannot be used: \(reason)",
                hint: "install the package libcurl4 of version 7.85 or later")
        }
    }
}
