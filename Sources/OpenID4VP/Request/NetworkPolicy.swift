/// Which addresses a protocol may name.
public enum NetworkPolicy: Sendable, Hashable {
    /// https only; the default.
    case secure
    /// https, and http on the loopback addresses of this machine; for trials and tests.
    case loopbackAllowed
}
