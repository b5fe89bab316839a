public import HTTP

/// Where a server listens, such as `127.0.0.1:8081` or `[::]:8081`.
public struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
    /// The address.
    public let address: IPAddress
    /// The port; 0 for any free one.
    public let port: UInt16

    /// Names a place.
    public init(address: IPAddress, port: UInt16) { (self.address, self.port) = (address, port) }

    /// Reads a place; an IPv6 address stands in brackets.
    ///
    /// - Returns: nil when the text has another form.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard let address = IPAddress(String(host)) else { return nil }
        self.init(address: address, port: port)
    }

    /// The port beside that of a verifier, on this machine only.
    public static let standard = ListenAddress(address: .loopback, port: 8081)

    /// The place as it is written.
    public var description: String {
        if case .v6 = address { "[\(address)]:\(port)" } else { "\(address):\(port)" }
    }
}
