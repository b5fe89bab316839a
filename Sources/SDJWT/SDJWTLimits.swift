public import JOSE

/// How large an SD-JWT from outside may be.
///
/// Source: own policy (SDJWT-50); every value may be changed by configuration.
public struct SDJWTLimits: Sendable, Hashable {
    /// Bytes of the whole, key binding included.
    public var totalBytes = 1024 * 1024
    /// Number of Disclosures.
    public var disclosures = 1024
    /// Characters of one Disclosure.
    public var disclosureBytes = 256 * 1024
    /// How many Disclosures may lie inside one another.
    public var nesting = 16
    /// The limits of the JWTs and of all JSON inside.
    public var jose = JOSELimits.default

    /// The limits of the house.
    public static let `default` = SDJWTLimits()

    /// Begins with the limits of the house.
    public init() {}
}
