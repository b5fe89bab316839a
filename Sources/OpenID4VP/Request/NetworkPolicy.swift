public import HTTP
public import SDJWTVC
import TokenStatusList

/// Which addresses a protocol may name.
public enum NetworkPolicy: Sendable, Hashable {
    /// https only; the default.
    case secure
    /// https, and http on the loopback addresses of this machine; for trials and tests.
    case loopbackAllowed

    /// Whether a protocol may name that URL (SES-11).
    public func permits(_ url: WebURL) -> Bool {
        url.scheme == .https || (self == .loopbackAllowed && url.isLoopback)
    }
}

extension CredentialPolicy {
    /// The policy of the house, with status lists where the network policy permits addresses.
    public init(network: NetworkPolicy) {
        self.init()
        statusPlaces = network == .loopbackAllowed ? .httpsAndLoopback : .https
    }
}
