import JOSE
import JSON

/// How large status lists from outside may be.
///
/// Source: SEC-07 and TSL-45; every value may be changed by configuration.
public struct StatusListLimits: Sendable, Hashable {
    /// Bytes of the signed token.
    public var tokenBytes = 8 << 20
    /// Bytes of the compressed list.
    public var compressedBytes = 4 << 20
    /// Bytes of the list: with 8 bits an entry, 16 million entries.
    public var inflatedBytes = 16 << 20
    /// How many times larger than the compressed list the list may be; zlib itself stays below 1,032.
    public var ratio = 1100

    /// The limits of the house.
    public static let `default` = StatusListLimits()

    /// Begins with the limits of the house.
    public init() {}

    /// The limits of the token around the list: one very long string in few members.
    var jose: JOSELimits {
        var limits = JOSELimits.default
        limits.tokenBytes = tokenBytes
        limits.json.totalBytes = tokenBytes
        limits.json.stringBytes = tokenBytes
        return limits
    }
}
