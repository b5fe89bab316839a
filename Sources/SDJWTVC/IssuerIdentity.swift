public import Certificates
public import Trust

/// Who issued a credential, as far as that was established.
public struct IssuerIdentity: Sendable {
    /// The name to show: `iss` where it is certified, otherwise the subject of the issuer's certificate.
    public let name: String
    /// The claim `iss`, where the issuer's certificate stands for it or a configured key set belongs to it.
    public let identifier: String?
    /// The certificates that came along, leaf first; empty when the key came from a key set.
    public let certificates: [Certificate]
    /// The decision that makes the issuer trusted for the type.
    public let decision: TrustDecision

    /// The name that accounts are kept under: the trust entry that vouches for the issuer, with the certified `iss` or else
    /// the subject of its certificate, since two authorities may certify the same name (VFY-20).
    public var accountName: String { "\(decision.entryID): \(name)" }

    /// Those of the certificates that led to the anchor, leaf first; others may have come along.
    public var path: ArraySlice<Certificate> { certificates.prefix(max(0, decision.certificates.count - 1)) }
}
