public import JSON
public import Rules

/// When a credential was issued and when it may be used; what the issuer left out is nil.
///
/// Source: JOSE-16, VC-25.
public struct Validity: Sendable, Hashable {
    /// When it was issued.
    public let issuedAt: UnixTime?
    /// The first moment at which it may be used.
    public let notBefore: UnixTime?
    /// The first moment at which it may no longer be used.
    public let expiresAt: UnixTime?

    /// Puts the times together.
    public init(issuedAt: UnixTime? = nil, notBefore: UnixTime? = nil, expiresAt: UnixTime? = nil) {
        (self.issuedAt, self.notBefore, self.expiresAt) = (issuedAt, notBefore, expiresAt)
    }

    /// The longest life of a credential that needs no status: two weeks (STA-08).
    public static let limitShortLifeSeconds: Int64 = 14 * 86_400

    /// From when the credential was issued, or could first be used where that was earlier or the only time that is known, to
    /// when it ends; nil for one that does not end, or does not say since when it is.
    public var lifeSeconds: Int64? {
        guard let expiresAt, let begin = [issuedAt, notBefore].compactMap({ $0 }).min(), begin <= expiresAt else {
            return nil
        }
        let (life, isTooLong) = expiresAt.seconds.subtractingReportingOverflow(begin.seconds)
        return isTooLong ? nil : life
    }

    /// Where a moment lies.
    public enum State: String, Sendable, Hashable {
        /// Before `notBefore`.
        case notYetValid = "not_yet_valid"
        /// Within both bounds.
        case valid
        /// At or after `expiresAt`.
        case expired
    }

    /// Where the moment lies, with that much tolerance for clocks that differ.
    public func state(at time: UnixTime, skewSeconds: Int64 = 0) -> State {
        if let expiresAt, time >= expiresAt + skewSeconds { return .expired }
        if let notBefore, time < notBefore - skewSeconds { return .notYetValid }
        return .valid
    }

    /// The times in RFC 3339; what is nil is left out.
    public var json: JSONValue {
        var object = JSONObject()
        object["issued_at"] = issuedAt.map { .string($0.description) }
        object["not_before"] = notBefore.map { .string($0.description) }
        object["expires_at"] = expiresAt.map { .string($0.description) }
        return .object(object)
    }
}
