/// How large a query may be and how much work its matching may cost.
///
/// Source: DCQL-09.
public struct DCQLLimits: Sendable, Hashable {
    /// Credential queries of one query; values above 64 count as 64.
    public var credentials: Int { didSet { credentials = min(credentials, Self.mostCredentials) } }
    /// Claims of one credential query.
    public var claims: Int
    /// Components of one path.
    public var pathComponents: Int
    /// Claim sets of one credential query, and credential sets of one query.
    public var sets: Int
    /// Options of one credential set.
    public var options: Int
    /// Entries of `values`, of the accepted types, and of trusted authorities.
    public var values: Int
    /// Steps of one matching: claims visited, values compared, options tried.
    public var steps: Int

    /// Sets limits; each has the value of DCQL-09 unless another is given.
    public init(
        credentials: Int = 64, claims: Int = 256, pathComponents: Int = 16, sets: Int = 64, options: Int = 64,
        values: Int = 256, steps: Int = 1_000_000
    ) {
        self.credentials = min(credentials, Self.mostCredentials)
        (self.claims, self.pathComponents, self.sets) = (claims, pathComponents, sets)
        (self.options, self.values, self.steps) = (options, values, steps)
    }

    /// The choice among options counts queries in the bits of one word.
    private static let mostCredentials = 64

    /// The limits of DCQL-09.
    public static let `default` = DCQLLimits()
}
