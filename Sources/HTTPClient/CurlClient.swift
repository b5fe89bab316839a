public import HTTP
import Synchronization

/// Fetches by libcurl, under rules against requests that someone else steers.
///
/// ```swift
/// let client = CurlClient()
/// let answer = try client.fetch(.get(WebURL(parsing: "https://issuer.example/.well-known/openid-credential-issuer")))
/// ```
///
/// https only; all addresses of a host are looked up and checked, and only a checked address is connected to; every
/// redirect is checked again; no proxy, cookies or credentials of the environment; sizes and times are limited while
/// the answer arrives. Source: SEC-24, VC-36, VC-37, VC-38, HTTP-02.
public final class CurlClient: HTTPFetching {
    private struct Pool {
        var idle: [CurlHandle] = []
        var busy = 0
    }

    private let configuration: ClientConfiguration
    private let addressGuard: AddressGuard
    private let pool = Mutex(Pool())
    /// Each keeps a connection and the trusted certificates in memory.
    private static let mostIdle = 4

    /// Sets a client up; nothing is loaded before the first fetch.
    public init(_ configuration: ClientConfiguration = ClientConfiguration(), resolver: HostResolver = .system) {
        self.configuration = configuration
        addressGuard = AddressGuard(reach: configuration.reach, resolver: resolver)
    }

    /// Sends a request and waits for the whole answer.
    ///
    /// - Throws: every case of `HTTPError` but those of forms.
    public func fetch(_ request: OutboundRequest) throws(HTTPError) -> HTTPResponse {
        let deadline = ContinuousClock.now + .seconds(request.limits.timeoutSeconds)
        var request = request
        var redirects = 0
        while true {
            let response = try fetchOnce(request, until: deadline)
            guard [301, 302, 303, 307, 308].contains(response.status) else { return response }
            switch request.limits.redirects {
            case .returned: return response
            case .followed(let most) where request.method == "GET" || request.method == "HEAD":
                guard redirects < most else { throw .tooManyRedirects(host: request.url.host, limit: most) }
                redirects += 1
                request = try Self.redirected(request, by: response)
            case .refused, .followed: throw .redirectRefused(host: request.url.host, status: response.status)
            }
        }
    }

    private func fetchOnce(
        _ request: OutboundRequest, until deadline: ContinuousClock.Instant
    ) throws(HTTPError) -> HTTPResponse {
        func remaining() throws(HTTPError) -> Double {
            let seconds = (deadline - .now) / .seconds(1)
            guard seconds > 0 else { throw .timedOut(host: request.url.host, seconds: request.limits.timeoutSeconds) }
            return seconds
        }
        // Before the look-up, which takes a thread of its own.
        try begin()
        defer { pool.withLock { $0.busy -= 1 } }
        let addresses = try addressGuard.addresses(
            for: request.url, seconds: min(remaining(), request.limits.connectSeconds))
        let handle = try handle(for: request.url.origin)
        // After an error, what is left of the connection is not worth keeping.
        let response = try handle.send(request, to: addresses, seconds: remaining(), configuration)
        pool.withLock { if $0.idle.count < Self.mostIdle { $0.idle.append(handle) } }
        return response
    }

    /// Counts one more request that is under way.
    private func begin() throws(HTTPError) {
        let limit = configuration.parallel
        let isAllowed = pool.withLock { pool in
            guard pool.busy < limit else { return false }
            pool.busy += 1
            return true
        }
        guard isAllowed else { throw .tooManyAtOnce(limit: limit) }
    }

    /// A handle that is connected to the origin, or any other, or a new one.
    private func handle(for origin: String) throws(HTTPError) -> CurlHandle {
        let idle = pool.withLock { pool in
            let index = pool.idle.firstIndex { $0.lastOrigin == origin } ?? pool.idle.indices.last
            return index.map { pool.idle.remove(at: $0) }
        }
        return if let idle { idle } else { try CurlHandle() }
    }

    private static func redirected(_ request: OutboundRequest, by response: HTTPResponse) throws(HTTPError)
        -> OutboundRequest
    {
        let locations = response.headers.values("Location")
        guard locations.count == 1
        else { throw .brokenAnswer(host: request.url.host, reason: "a redirect needs one Location field") }
        var next = request
        next.url = try request.url.redirected(to: locations[0])
        guard next.url.origin != request.url.origin else { return next }
        // Credentials are for the host that they were meant for.
        for name in ["Authorization", "DPoP", "Cookie"] { next.headers.remove(name) }
        return next
    }
}
