public import JSON
public import Rules

/// The three times of a JWT, each optional.
///
/// ```swift
/// try JWTTimes(claims).check(at: clock.now)
/// ```
///
/// Source: RFC 7519 §4.1.4 to 4.1.6 (JOSE-16).
public struct JWTTimes: Sendable, Hashable {
    /// `iat`.
    public let issuedAt: UnixTime?
    /// `nbf`.
    public let notBefore: UnixTime?
    /// `exp`.
    public let expires: UnixTime?

    /// Reads the times of a payload.
    ///
    /// - Throws: `numericDate` for a claim that is there and is no NumericDate.
    public init(_ claims: JSONObject) throws(JOSEError) {
        issuedAt = try Self.time("iat", in: claims)
        notBefore = try Self.time("nbf", in: claims)
        expires = try Self.time("exp", in: claims)
    }

    /// Checks that the token is valid now, as far as its times say.
    ///
    /// - Parameters:
    ///   - now: the moment of the check.
    ///   - skewSeconds: how far the two clocks may differ.
    /// - Throws: `expired` when now ≥ `exp` + skew, `notYetValid` when now < `nbf` − skew, `issuedInFuture` when
    ///   `iat` > now + skew.
    public func check(at now: UnixTime, skewSeconds: Int64 = 60) throws(JOSEError) {
        if let expires, now >= expires + skewSeconds { throw .expired(at: expires, now: now) }
        if let notBefore, now < notBefore - skewSeconds { throw .notYetValid(until: notBefore, now: now) }
        if let issuedAt, issuedAt > now + skewSeconds { throw .issuedInFuture(at: issuedAt, now: now) }
    }

    private static func time(_ claim: String, in claims: JSONObject) throws(JOSEError) -> UnixTime? {
        guard let value = claims[claim] else { return nil }
        guard let date = NumericDate(value) else { throw .numericDate(claim: claim) }
        return date.time
    }
}
