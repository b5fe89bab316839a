public import HTTP

/// Which hosts the URLs of a peer may name.
///
/// Source: HTTP-01, HTTP-02. The client that connects checks the resolved addresses once more (SEC-24).
public enum HostPolicy: Sendable, Hashable {
    /// `https` on public hosts only.
    case publicHosts
    /// Loopback hosts too, and there also plain `http`; for tests on one machine.
    case loopbackToo

    /// A URL that keeps to the policy and has no fragment.
    ///
    /// - Throws: `unusableURL`, `schemeNotAllowed`, `addressNotAllowed`.
    public func url(_ text: String) throws(HTTPError) -> WebURL {
        let url = try WebURL(parsing: text)
        guard url.fragment == nil else { throw .unusableURL(.fragment) }
        if url.isLoopback, self == .loopbackToo { return url }
        guard url.scheme == .https else { throw .schemeNotAllowed(scheme: url.scheme.rawValue, host: url.host) }
        guard !url.isLoopback, url.address?.isPublic != false else {
            throw .addressNotAllowed(host: url.host, address: url.host)
        }
        return url
    }
}
