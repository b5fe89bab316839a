import JOSE
public import JSON

extension KeyBindingJWT {
    /// The claims of the key binding JWT of a presentation as they came: neither its signature nor anything else was
    /// checked.
    ///
    /// For the one question that is asked of refused presentations too: for which nonce they were made (SES-07).
    /// - Returns: nil when there is no key binding JWT, or it cannot be read.
    public static func uncheckedClaims(in presentation: [UInt8], limits: SDJWTLimits = .default) -> JSONObject? {
        guard let tilde = presentation.lastIndex(of: 0x7E) else { return nil }
        let range = tilde + 1..<presentation.count
        return try? CompactJWS(parsing: presentation, in: range, limits: limits.jose).uncheckedPayload()
    }
}
