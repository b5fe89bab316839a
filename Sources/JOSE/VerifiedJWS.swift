public import Cryptography
public import JSON

/// A JWS whose signature was checked; only `CompactJWS.verified(by:allowing:)` makes one.
///
/// The signature says that the holder of `key` signed the payload. What the payload means, and whether that key may say
/// so, is for the caller.
public struct VerifiedJWS: Sendable {
    /// The header, now known to be signed.
    public let header: JOSEHeader
    /// The decoded payload.
    public let payloadBytes: [UInt8]
    /// The key that verified it.
    public let key: PublicKey

    private let limits: JSONLimits

    init(header: JOSEHeader, payloadBytes: [UInt8], key: PublicKey, limits: JSONLimits) {
        (self.header, self.payloadBytes, self.key, self.limits) = (header, payloadBytes, key, limits)
    }

    /// The payload as a JSON object, as JWTs have it.
    ///
    /// - Throws: `json`, `notAnObject`.
    public func payload() throws(JOSEError) -> JSONObject { try CompactJWS.object(payloadBytes, limits) }
}
