/// What one fetch may cost, and what becomes of redirects.
///
/// Source: the table of limits of the security page (SEC-24, VC-38, HTTP-02).
public struct FetchLimits: Sendable, Hashable {
    /// What becomes of an answer that points elsewhere.
    public enum Redirects: Sendable, Hashable {
        /// It is an error (RURI-04, RSP-04, HTTP-02).
        case refused
        /// A GET goes on to its target, at most that often; each target is checked like the first URL.
        case followed(atMost: Int)
        /// The answer itself is handed to the caller, who looks at `Location`.
        case returned
    }

    /// Octets of the body.
    public var maxBytes: Int
    /// Time until the connection stands.
    public var connectSeconds: Double
    /// Time for the whole fetch, redirects included.
    public var timeoutSeconds: Double
    /// What becomes of redirects.
    public var redirects: Redirects

    /// States limits; each has its default.
    public init(
        maxBytes: Int = 262_144, connectSeconds: Double = 3, timeoutSeconds: Double = 5, redirects: Redirects = .refused
    ) {
        self.maxBytes = maxBytes
        self.connectSeconds = connectSeconds
        self.timeoutSeconds = timeoutSeconds
        self.redirects = redirects
    }

    /// 256 KiB, 3 s to connect, 5 s in all, no redirect.
    public static let `default` = FetchLimits()
    /// For status lists and lists of trusted entities: 8 MiB, three redirects (TSL-47).
    public static let lists = FetchLimits(maxBytes: 8_388_608, redirects: .followed(atMost: 3))
}
