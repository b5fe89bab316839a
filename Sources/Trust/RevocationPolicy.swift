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
/// On it means on any list that is there, however old: a newer one that leaves a certificate out clears it only of a hold.
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
            let revocations = held.all.map(\.list).compactMap { list in
                list.uncheckedRevocation(of: leaf).map { (list, $0) }
            }
            // Whoever signed the list refuses; only whose key signed the certificate takes it off hold.
            let isHeld = revocations.contains { $0.1.reason == .certificateHold }
            let clearing = (isHeld ? others : []).flatMap { other in
                held.all.map(\.list).filter { $0.clears(leaf, issuedBy: other) }
            }
            if let revocation = Self.standing(revocations, after: clearing, at: time) {
                throw Self.revoked(leaf, revocation)
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
        var (clearing, problem) = ([] as [KeptRevocationList], failure)
        var revocations: [(list: RevocationList, revocation: RevocationList.Revocation)] = []
        for kept in lists {
            do throws(CertificatesError) {
                if let found = try kept.list.revocation(of: certificate, issuedBy: issuer) {
                    revocations.append((kept.list, found))
                } else {
                    clearing.append(kept)
                }
            } catch { problem = problem ?? error.refusal.problem }
        }
        if let revocation = Self.standing(revocations, after: clearing.map(\.list), at: time) {
            throw Self.revoked(certificate, revocation)
        }
        let newest = clearing.max { $0.list.thisUpdate < $1.list.thisUpdate }
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

    /// What stands of what lists say of a certificate once the others have spoken.
    ///
    /// However old the list, what was revoked stays revoked. Only a hold ends: by a newer list that leaves the certificate out and
    /// is in force, neither from the future nor stale. Source: RFC 5280 §5.3.1 (STA-01, STA-03).
    private static func standing(
        _ revocations: [(list: RevocationList, revocation: RevocationList.Revocation)],
        after clearing: [RevocationList], at time: UnixTime
    ) -> RevocationList.Revocation? {
        let standing = revocations.filter { one in
            one.revocation.reason != .certificateHold
                || !clearing.contains { $0.isInForce(at: time) && $0.isNewer(than: one.list) }
        }.map(\.revocation)
        return standing.first { $0.reason != .certificateHold } ?? standing.first
    }

    private static func revoked(_ certificate: Certificate, _ revocation: RevocationList.Revocation) -> TrustError {
        .revoked(subject: certificate.subject.text, since: revocation.since, reason: revocation.reason?.words)
    }
}

extension RevocationList {
    /// Whether it is the issuer's word that a certificate is not revoked.
    fileprivate func clears(_ certificate: Certificate, issuedBy issuer: Certificate) -> Bool {
        (try? checkSpeaks(of: certificate, issuedBy: issuer)) != nil && uncheckedRevocation(of: certificate) == nil
    }
}
