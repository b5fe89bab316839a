public import CredentialModel
public import Rules
public import Trust

/// Where the status of a credential is learned: a service with a cache, or nothing at all.
public protocol CredentialStatusSource: Sendable {
    /// Looks a status up.
    ///
    /// Called only after everything else about the credential held (TSL-40).
    /// - Parameters:
    ///   - reference: where the credential says that its status is.
    ///   - issuer: the certificates of the credential's issuer, leaf first; the list must come from the same authority
    ///     (TSL-13).
    ///   - trust: who may sign the list; it decides as it decided on the issuer, also where revocation is not known (STA-02).
    ///   - time: the moment of the check.
    /// - Throws: `statusList` for a list that is there and breaks a rule; a network failure is `.unknown`.
    func status(
        of reference: StatusReference, issuer: IssuerIdentity, trust: TrustStore, at time: UnixTime
    ) throws(SDJWTVCError) -> StatusFinding
}

/// Looks nothing up: for checks without a network, where the report says so.
public struct NoStatusSource: CredentialStatusSource {
    /// Why nothing is looked up.
    public let why: String

    /// Names the reason.
    public init(why: String) { self.why = why }

    /// Answers that the status is unknown.
    public func status(
        of reference: StatusReference, issuer: IssuerIdentity, trust: TrustStore, at time: UnixTime
    ) throws(SDJWTVCError) -> StatusFinding { .unknown(why: why) }
}
