/// How a client is set up.
public struct ClientConfiguration: Sendable, Hashable {
    /// How far requests may go.
    public var reach: Reach
    /// A file of PEM certificates to trust in place of the system's.
    public var certificateFile: String?
    /// How many requests may be under way at the same time; one more fails at once.
    public var parallel: Int
    /// Octets of an answer's header block.
    public var limitHeaderBytes: Int
    /// The name that every request carries: the same for all, without a version (RURI-06).
    public var userAgent: String

    /// Sets a client up.
    public init(
        reach: Reach = .publicInternet, certificateFile: String? = nil, parallel: Int = 16,
        limitHeaderBytes: Int = 32_768, userAgent: String = "carnet"
    ) {
        self.reach = reach
        self.certificateFile = certificateFile
        self.parallel = parallel
        self.limitHeaderBytes = limitHeaderBytes
        self.userAgent = userAgent
    }
}
