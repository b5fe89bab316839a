import Certificates
public import Rules

/// How a store asks whether the certificates of a path were revoked.
///
/// | the newest list of the issuer | not on it | on it |
/// |---|---|---|
/// | before its next update | in order | refused |
/// | up to `staleSeconds` after it | in order, and the report says how stale | refused |
/// | older, or none could be used | `unknown`: accepted with a warning, or refused | refused |
///
/// A certificate that names no list, of an issuer of which none is held, has nothing that could be unknown.
/// Source: STA-01, STA-02, STA-03.
public struct RevocationPolicy: Sendable {
    /// What becomes of a path of which nothing could be learned.
    public enum Unknown: Sendable, Hashable {
        /// It passes, with a warning in the report.
        case accepted
        /// It is refused, as for payments.
        case refused
    }

    /// Where the lists come from.
    public let source: any RevocationListSource
    /// What becomes of a path of which nothing could be learned.
    public let unknown: Unknown
    /// For how long after the next list was due one is used all the same.
    public let staleSeconds: Int64
    /// The moment by which lists are aged where a check is made as of an earlier one; nil for that of the check.
    public let moment: UnixTime?

    /// How far the clock of an authority may be ahead.
    private static let skewSeconds: Int64 = 300

    /// Sets the policy.
    public init(
        source: any RevocationListSource, unknown: Unknown = .accepted,
        staleSeconds: Int64 = KeptRevocationList.staleSeconds, moment: UnixTime? = nil
    ) {
        (self.source, self.unknown, self.staleSeconds, self.moment) = (source, unknown, staleSeconds, moment)
    }

    /// The same sources, with another answer to what is not known, or aged by another moment.
    public func with(unknown: Unknown? = nil, moment: UnixTime? = nil) -> RevocationPolicy {
        RevocationPolicy(
            source: source, unknown: unknown ?? self.unknown, staleSeconds: staleSeconds, moment: moment ?? self.moment)
    }

    /// What is known of each certificate below the anchor.
    ///
    /// - Throws: `revoked`, and `revocationUnknown` where the policy refuses that.
    func findings(of path: ValidatedPath, at time: UnixTime) throws(TrustError) -> [RevocationFinding] {
        let time = max(time, moment ?? time)
        var findings: [RevocationFinding] = []
        for (certificate, issuer) in zip(path.certificates, path.certificates.dropFirst()) {
            let finding = RevocationFinding(
                subject: certificate.subject.text, state: try state(of: certificate, issuedBy: issuer, at: time, source)
            )
            if case .unknown(let why) = finding.state, unknown == .refused {
                throw .revocationUnknown(subject: finding.subject, why: why)
            }
            findings.append(finding)
        }
        return findings
    }

    /// What is known of a certificate that is an anchor itself, so that no path says who issued it.
    ///
    /// Who came along with it is asked only for what a list that is held already says: whoever forges an issuer must not have
    /// a list fetched that clears the certificate. Nor does whoever shows it choose whether it is revoked: without an issuer that is
    /// trusted, a list that is held refuses it, whoever signed the list.
    ///
    /// - Parameters:
    ///   - issuers: the anchors whose key signed it.
    ///   - others: the certificates that came along and whose key signed it.
    /// - Throws: `revoked`, and `revocationUnknown` where the policy refuses that. Source: PKX-02, STA-02, STA-03.
    func findings(
        ofPinned leaf: Certificate, issuedByOneOf issuers: [Certificate], orOf others: [Certificate], at time: UnixTime
    ) throws(TrustError) -> [RevocationFinding] {
        let time = max(time, moment ?? time)
        var states: [RevocationFinding.State] = []
        for issuer in issuers { states.append(try state(of: leaf, issuedBy: issuer, at: time, source)) }
        if issuers.isEmpty, source.holdsList(under: leaf.issuer) {
            let held = KeptRevocationLists(source.held)
            for list in held.all.map(\.list) {
                if let revocation = list.uncheckedRevocation(of: leaf) { throw Self.revoked(leaf, revocation) }
            }
            for other in others { states.append(try state(of: leaf, issuedBy: other, at: time, held)) }
            if others.isEmpty {
                let why = "a list of its issuer is held, but no certificate of the issuer to check it with"
                states = [.unknown(why: why)]
            }
        }
        let findings = states.map { RevocationFinding(subject: leaf.subject.text, state: $0) }
        // Of several certificates of one issuer, one that can say something is enough.
        let told = findings.first { if case .notRevoked = $0.state { true } else { false } }
        guard let finding = told ?? findings.first(where: \.isUnknown) ?? findings.first else { return [] }
        if case .unknown(let why) = finding.state, unknown == .refused {
            throw .revocationUnknown(subject: finding.subject, why: why)
        }
        return [finding]
    }

    private func state(
        of certificate: Certificate, issuedBy issuer: Certificate, at time: UnixTime, _ source: any RevocationListSource
    ) throws(TrustError) -> RevocationFinding.State {
        let (lists, failure) = source.lists(about: certificate, issuedBy: issuer, at: time)
        var (newest, revocation, problem) = (nil as KeptRevocationList?, nil as RevocationList.Revocation?, failure)
        for kept in lists {
            do throws(CertificatesError) {
                let found = try kept.list.revocation(of: certificate, issuedBy: issuer)
                // An older list says nothing that the newest does not, but for what was on hold and is so no more.
                guard kept.list.thisUpdate >= newest?.list.thisUpdate ?? kept.list.thisUpdate else { continue }
                (newest, revocation) = (kept, found)
            } catch { problem = problem ?? error.refusal.problem }
        }
        // However old the list: what was revoked stays revoked (STA-01).
        if let revocation { throw Self.revoked(certificate, revocation) }
        guard let newest else {
            guard let problem else {
                return certificate.revocationListURIs.isEmpty
                    ? .notPublished : .unknown(why: "the list that it names is not held, and nobody was asked for it")
            }
            return .unknown(why: problem)
        }
        guard newest.list.thisUpdate <= time + Self.skewSeconds else {
            return .unknown(why: "the list of its issuer is from the future")
        }
        let overdue = max(0, time.seconds - newest.list.nextUpdate.seconds)
        guard overdue <= staleSeconds else {
            return .unknown(why: (failure.map { "\($0), and " } ?? "") + "the list of its issuer is too old")
        }
        return .notRevoked(
            list: newest.name, issuedAt: newest.list.thisUpdate, nextUpdate: newest.list.nextUpdate,
            staleSeconds: overdue)
    }

    private static func revoked(_ certificate: Certificate, _ revocation: RevocationList.Revocation) -> TrustError {
        .revoked(subject: certificate.subject.text, since: revocation.since, reason: revocation.reason?.words)
    }
}
