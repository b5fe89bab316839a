import JOSE
public import JSON
public import Rules

/// What the processed payload must say for the SD-JWT to be valid here and now.
///
/// Source: RFC 9901 §7.1 step 6, §9.7 (SDJWT-45).
public struct ValidityPolicy: Sendable {
    /// What is done with `aud` of the issuer's payload.
    public enum Audience: Sendable {
        /// Nothing: for holders, who are not its audience.
        case notChecked
        /// When it is there, it must name this party; an issuer may say for whom a credential is.
        case mustName(String)
    }

    /// The moment of the check.
    public var time: UnixTime
    /// How far clocks may differ.
    public var skewSeconds: Int64 = 60
    /// What is done with `aud`.
    public var audience: Audience
    /// Claims that must be there, whether disclosed or not.
    public var requiredClaims: [String] = []

    /// Checks `exp`, `nbf` and `iat` at that moment, and `aud`.
    public init(at time: UnixTime, audience: Audience) {
        (self.time, self.audience) = (time, audience)
    }

    /// Whether a claim `aud`, one name or several, names that party (RFC 7519 §4.1.3).
    public static func names(_ audience: JSONValue, _ party: String) -> Bool {
        (audience.array ?? [audience]).contains(.string(party))
    }
}

extension VerifiedSDJWT {
    /// Checks times, audience and presence of claims in the processed payload.
    ///
    /// - Throws: `missingClaim`, `audienceMismatch`, `jose` with the cases of JOSE-16.
    public func checkValidity(_ policy: ValidityPolicy, log: inout StepLog) throws(SDJWTError) {
        try log.check("SDJWT-45", "required claims are there") { () throws(SDJWTError) in
            for name in policy.requiredClaims where !payload.contains(name) { throw .missingClaim(name) }
        }
        try log.check("JOSE-16", "valid at this time") { () throws(SDJWTError) in
            do throws(JOSEError) {
                try JWTTimes(payload).check(at: policy.time, skewSeconds: policy.skewSeconds)
            } catch {
                throw .jose(error)
            }
        }
        guard case .mustName(let name) = policy.audience else {
            log.skipped("SDJWT-45", "audience of the credential", why: "not asked for")
            return
        }
        try log.check("SDJWT-45", "audience of the credential") { () throws(SDJWTError) in
            guard let audience = payload["aud"] else { return }
            guard ValidityPolicy.names(audience, name) else { throw .audienceMismatch }
        }
    }
}
