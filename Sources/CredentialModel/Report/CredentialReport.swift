public import JSON

/// What a report says about one credential; nil stands for what was not established.
public struct CredentialReport: Sendable, Hashable {
    /// The credential query that it answers; nil outside of OpenID4VP.
    public var queryID: String?
    /// Its format.
    public var format: CredentialFormat
    /// Its type: `vct` or doctype.
    public var type: String?
    /// Who issued it: `iss`, or the subject of the issuer's certificate.
    public var issuer: String?
    /// Whether the presenter proved possession of the key in it.
    public var keyBinding: KeyBindingFinding
    /// When it may be used.
    public var validity: Validity?
    /// Its status, and how old that knowledge is.
    public var status: StatusFinding
    /// What makes its issuer trusted.
    public var trust: TrustPath?
    /// What the decision about its issuer relied on, and how old that was; part of `Report.sources` (TRU-07).
    public var sources: [ReportedSource] = []
    /// The claims that it revealed; nil in a report without claims.
    public var claims: JSONObject?
    /// Which claims it revealed, without their values.
    public var revealed: [ClaimPath]
    /// The issuer as an account is named after it: a name that the issuer's trust vouches for; nil when nothing is relied on.
    public var accountIssuer: String?

    /// Which of the revealed claims may name an account; nil when nothing is relied on, or nothing was revealed.
    public var account: AccountClaims? {
        guard let accountIssuer, !revealed.isEmpty else { return nil }
        return AccountClaims(issuer: accountIssuer, revealed: revealed, isBound: keyBinding != .notProven)
    }

    /// Begins the entry of a credential; the rest is set when it is established.
    public init(format: CredentialFormat, queryID: String? = nil) {
        (self.format, self.queryID) = (format, queryID)
        (type, issuer, validity, trust, claims, accountIssuer) = (nil, nil, nil, nil, nil, nil)
        (keyBinding, status, revealed) = (.notProven, .notChecked(why: "verification ended before"), [])
    }

    /// Records the claims that were revealed, and which they are.
    public mutating func reveal(_ claims: JSONObject) {
        self.claims = claims
        revealed = ClaimPath.leaves(of: .object(claims))
    }

    /// Takes back what must not be relied on; which claims were revealed is still told.
    public mutating func withdrawClaims() { (claims, accountIssuer) = (nil, nil) }

    /// The entry for logs and storage.
    public var withoutClaims: CredentialReport {
        var report = self
        report.claims = nil
        report.keyBinding = keyBinding.withoutThumbprint
        report.status = status.withoutReference
        return report
    }
}
