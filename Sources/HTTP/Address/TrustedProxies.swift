/// The proxies of the operator, whose word counts on whom a request comes from.
///
/// Each proxy appends the address of its own peer to `X-Forwarded-For`:
/// ```
/// X-Forwarded-For: 10.9.9.9, 198.51.100.7, 192.0.2.1        peer: 192.0.2.2
///                  claimed   client        inner proxy            outer proxy
/// ```
/// Only what trusted proxies wrote is believed, so the list is read from its end. Everything further to the left may be
/// an invention of the client, who would otherwise have a new address for every request.
public struct TrustedProxies: Sendable, Hashable {
    /// The addresses of the proxies; none by default.
    public let addresses: [IPAddress]

    /// Names the proxies.
    public init(_ addresses: [IPAddress] = []) { self.addresses = addresses }

    /// Reads a list of addresses, as configurations have it.
    ///
    /// - Returns: nil when one of the texts is no address.
    public init?(texts: [String]) {
        let read = texts.compactMap(IPAddress.init)
        guard read.count == texts.count else { return nil }
        addresses = read
    }

    /// From whom a request comes: the peer, or, when the peer is a trusted proxy, the last entry of `X-Forwarded-For`
    /// that is not itself one.
    ///
    /// - Returns: the address as text; that of the peer when the header is missing or holds something else.
    public func client(of request: HTTPRequest) -> String? {
        guard let peer = request.clientAddress.flatMap(IPAddress.init), isTrusted(peer) else {
            return request.clientAddress
        }
        let entries = request.headers.values("X-Forwarded-For").flatMap {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        for entry in entries.reversed() {
            guard let address = IPAddress(Self.trimmed(entry)) else { break }
            if !isTrusted(address) { return address.description }
        }
        return request.clientAddress
    }

    private func isTrusted(_ address: IPAddress) -> Bool {
        addresses.contains { Self.unmapped($0) == Self.unmapped(address) }
    }

    /// A socket that listens to IPv6 names its IPv4 peers `::ffff:192.0.2.1`.
    private static func unmapped(_ address: IPAddress) -> IPAddress {
        guard case .v6(0, let low) = address, low >> 32 == 0xFFFF else { return address }
        return .v4(UInt32(truncatingIfNeeded: low))
    }

    private static func trimmed(_ entry: Substring) -> String {
        let start = entry.drop { $0 == " " || $0 == "\t" }
        guard let end = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return String(start[...end])
    }
}
