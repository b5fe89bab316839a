import CCurl
import Glibc
public import HTTP

/// Turns a host name into addresses; tests bring one of their own.
public struct HostResolver: Sendable {
    private let resolve: @Sendable (String, Double) throws(HTTPError) -> [IPAddress]?

    /// A resolver that answers what the closure says.
    ///
    /// - Parameter resolve: takes the name and the seconds that it may use; nil means that the time has passed, an
    ///   empty list that the name has no address.
    public init(_ resolve: @escaping @Sendable (String, Double) throws(HTTPError) -> [IPAddress]?) {
        self.resolve = resolve
    }

    /// All addresses of the name, IPv4 and IPv6.
    ///
    /// - Throws: `tooManyAtOnce`.
    func addresses(of host: String, seconds: Double) throws(HTTPError) -> [IPAddress]? { try resolve(host, seconds) }

    /// The system's resolver; each use of this property counts its look-ups apart.
    public static var system: HostResolver { waiting { systemAddresses(of: $0) } }

    /// A resolver around a look-up that knows no time limit, as the system's.
    ///
    /// One that takes too long goes on in the background and counts until it really ends, so that slow name servers
    /// cannot make threads without bound; what is asked beyond the limit fails with `tooManyAtOnce` (SEC-24).
    ///
    /// - Parameters:
    ///   - limit: how many look-ups may be under way, abandoned ones included.
    ///   - lookUp: runs on a thread of its own; an empty list means that the name has no address.
    public static func waiting(
        limit: Int = 16, _ lookUp: @escaping @Sendable (String) -> [IPAddress]
    ) -> HostResolver {
        let pool = LookUpPool(limit: limit, lookUp)
        return HostResolver { (host, seconds) throws(HTTPError) in try pool.addresses(of: host, seconds: seconds) }
    }
}

private func systemAddresses(of host: String) -> [IPAddress] {
    // No name server is asked for it, and a machine without a hosts file knows it too (RFC 6761 §6.3).
    guard host != "localhost" else { return [.loopback, .v6(high: 0, low: 1)] }
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var first: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(host, nil, &hints, &first) == 0 else { return [] }
    defer { unsafe freeaddrinfo(first) }
    var addresses: [IPAddress] = []
    var next = unsafe first
    while let entry = unsafe next {
        if let name = unsafe entry.pointee.ai_addr, let address = unsafe IPAddress(socketAddress: name),
            !addresses.contains(address)
        {
            addresses.append(address)
        }
        unsafe next = entry.pointee.ai_next
    }
    return addresses
}

extension IPAddress {
    /// The address of the system's form; nil for another family than IPv4 and IPv6.
    @unsafe init?(socketAddress: UnsafePointer<sockaddr>) {
        var octets = [UInt8](repeating: 0, count: 16)
        let count = unsafe carnet_octets(socketAddress, &octets)
        self.init(octets: Array(octets.prefix(Int(count))))
    }
}
