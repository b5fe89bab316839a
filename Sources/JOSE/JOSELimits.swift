public import JSON

/// How large JOSE structures from outside may be.
///
/// Source: own policy (JOSE-04, JOSE-17, JOSE-19); every value may be changed by configuration.
public struct JOSELimits: Sendable, Hashable {
    /// Bytes of a compact JWS.
    public var tokenBytes = 512 * 1024
    /// Characters of the encoded header.
    public var headerBytes = 16 * 1024
    /// Certificates in one `x5c`.
    public var certificates = 5
    /// Bytes of one DER certificate in `x5c`.
    public var certificateBytes = 16 * 1024
    /// Keys in one JWK Set.
    public var keySetKeys = 64
    /// Bytes of one JWK Set.
    public var keySetBytes = 64 * 1024
    /// The limits of the JSON inside.
    public var json = JSONLimits.default

    /// The limits of the house.
    public static let `default` = JOSELimits()

    /// Begins with the limits of the house.
    public init() {}
}
