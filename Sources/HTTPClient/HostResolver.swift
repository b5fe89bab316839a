import CCurl
import Dispatch
import Glibc
public import HTTP
import Synchronization

/// Turns a host name into addresses; tests bring one of their own.
public struct HostResolver: Sendable {
    private let resolve: @Sendable (String, Double) -> [IPAddress]?

    /// A resolver that answers what the closure says.
    ///
    /// - Parameter resolve: takes the name and the seconds that it may use; nil means that the time has passed, an
    ///   empty list that the name has no address.
    public init(_ resolve: @escaping @Sendable (String, Double) -> [IPAddress]?) { self.resolve = resolve }

    /// All addresses of the name, IPv4 and IPv6.
    func addresses(of host: String, seconds: Double) -> [IPAddress]? { resolve(host, seconds) }

    /// The system's resolver.
    ///
    /// The system offers no time limit of its own; a look-up that takes too long goes on in the background.
    public static let system = HostResolver { host, seconds in
        let lookup = Lookup()
        DispatchQueue.global().async {
            lookup.addresses.withLock { $0 = systemAddresses(of: host) }
            lookup.isDone.signal()
        }
        guard lookup.isDone.wait(timeout: .now() + seconds) == .success else { return nil }
        return lookup.addresses.withLock { $0 }
    }
}

private final class Lookup: Sendable {
    let isDone = DispatchSemaphore(value: 0)
    let addresses = Mutex<[IPAddress]>([])
}

private func systemAddresses(of host: String) -> [IPAddress] {
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
