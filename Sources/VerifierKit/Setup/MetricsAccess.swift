/// Who may read `/metrics`.
public enum MetricsAccess: String, Sendable, Hashable {
    /// Who has an API key.
    case apiKey = "api_key"
    /// Who has an API key, and everybody on this machine; not for a machine with a proxy that passes `/metrics` on.
    case loopback
}
