import HTTP

/// Decides which URLs are fetched, and from which addresses (SEC-24, VC-37).
struct AddressGuard {
    let reach: Reach
    let resolver: HostResolver

    /// The addresses that may be connected to for a URL; all of them are checked.
    ///
    /// - Parameter seconds: how long the look-up may take.
    /// - Throws: `schemeNotAllowed`, `tooManyAtOnce`, `timedOut`, `hostNotFound`, `addressNotAllowed`.
    func addresses(for url: WebURL, seconds: Double) throws(HTTPError) -> [IPAddress] {
        // Before any look-up: a name that must not be fetched must not even be asked for.
        guard url.scheme == .https || reach == .signedDocuments || reach == .test && url.isLoopback
        else { throw .schemeNotAllowed(scheme: url.scheme.rawValue, host: url.host) }
        let addresses: [IPAddress]
        if let literal = url.address {
            addresses = [literal]
        } else {
            guard let found = try resolver.addresses(of: url.host, seconds: seconds)
            else { throw .timedOut(host: url.host, seconds: seconds) }
            addresses = found
        }
        guard !addresses.isEmpty else { throw .hostNotFound(host: url.host) }
        for address in addresses where !isAllowed(address, for: url) {
            throw .addressNotAllowed(host: url.host, address: address.description)
        }
        return addresses
    }

    private func isAllowed(_ address: IPAddress, for url: WebURL) -> Bool {
        switch (reach, url.scheme) {
        case (.publicInternet, _), (.signedDocuments, _): address.isPublic
        case (.test, .https): true
        case (.test, .http): address.isLoopback
        }
    }
}
