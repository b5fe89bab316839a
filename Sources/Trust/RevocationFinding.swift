import Certificates
public import CredentialModel
public import Rules

/// What is known of the revocation of one certificate of a path.
///
/// That a certificate was revoked is no finding: it refuses (`TrustError.revoked`). Source: STA-01, STA-02, STA-03.
public struct RevocationFinding: Sendable, Hashable {
    /// What is known.
    public enum State: Sendable, Hashable {
        /// A list says so; `staleSeconds` is how long ago the next one was due, 0 while it is fresh.
        case notRevoked(list: String, issuedAt: UnixTime, nextUpdate: UnixTime, staleSeconds: Int64)
        /// The certificate names no list, and none of its issuer is there.
        case notPublished
        /// There should be a list, and none could be used.
        case unknown(why: String)
    }

    /// The subject of the certificate.
    public let subject: String
    /// What is known.
    public let state: State

    /// Whether something should be known and is not.
    public var isUnknown: Bool { if case .unknown = state { true } else { false } }

    /// The line of a report about the list; nil without one (TRU-07).
    public func source(at time: UnixTime) -> ReportedSource? {
        guard case .notRevoked(let list, let issuedAt, _, let staleSeconds) = state else { return nil }
        return ReportedSource(
            rule: "STA-03", kind: "revocation list", name: list, fetchedAt: issuedAt,
            ageSeconds: max(0, time.seconds - issuedAt.seconds),
            freshness: staleSeconds == 0 ? .fresh : .stale(seconds: staleSeconds))
    }
}

extension StepLog {
    /// Writes down what is known of revocation; what is not known is a step that was not checked, never silence (STA-02).
    ///
    /// - Parameter whose: whose certificates they are, such as `issuer`.
    public mutating func note(_ findings: [RevocationFinding], of whose: String) {
        for finding in findings {
            switch finding.state {
            case .notRevoked(_, _, _, 0): passed("STA-03", "revocation (\(whose))", on: finding.subject)
            case .notRevoked(_, _, _, let seconds):
                passed(
                    "STA-01", "revocation (\(whose))",
                    on: "\(finding.subject): list stale for \(seconds) s, accepted")
            case .notPublished: continue
            case .unknown(let why): skipped("STA-02", "revocation (\(whose))", why: "\(finding.subject): \(why)")
            }
        }
    }
}
