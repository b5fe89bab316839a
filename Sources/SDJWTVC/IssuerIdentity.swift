public import Certificates
public import Trust

/// Who issued a credential, as far as that was established.
public struct IssuerIdentity: Sendable {
    /// The name to show: `iss`, or the subject of the issuer's certificate.
    public let name: String
    /// The claim `iss`.
    public let identifier: String?
    /// The certificates that came along, leaf first; empty when the key came from a key set.
    public let certificates: [Certificate]
    /// The decision that makes the issuer trusted for the type.
    public let decision: TrustDecision
}
