/// Why a certificate was revoked: an open set by number, so that a reason of tomorrow survives.
///
/// Source: RFC 5280 §5.3.1.
public struct RevocationReason: RawRepresentable, Sendable, Hashable {
    /// The number in the list.
    public let rawValue: Int

    /// Names a reason.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// The private key is in other hands.
    public static let keyCompromise = Self(rawValue: 1)
    /// Another certificate took its place.
    public static let superseded = Self(rawValue: 4)
    /// Revoked for a time; that is revoked all the same (STA-03).
    public static let certificateHold = Self(rawValue: 6)
    /// Taken off again, which only a list of differences may say.
    static let removeFromList = Self(rawValue: 8)

    private static let names = [
        "unspecified", "key compromise", "authority compromise", "affiliation changed", "superseded",
        "cessation of operation", "on hold", "reason 7", "removed from the list", "privilege withdrawn",
        "attribute authority compromise",
    ]

    /// For people: `key compromise`.
    public var words: String { Self.names.indices.contains(rawValue) ? Self.names[rawValue] : "reason \(rawValue)" }
}
