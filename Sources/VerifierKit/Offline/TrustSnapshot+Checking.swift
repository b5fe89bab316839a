public import CredentialModel
public import Rules
public import SDJWTVC
public import Trust

extension TrustSnapshot {
    /// What a check decides with; nothing in it can ask anybody.
    public struct Basis: Sendable {
        /// Whom the verifier trusts.
        public let trust: TrustStore
        /// Where statuses are learned.
        public let status: any CredentialStatusSource
        /// Where types are described.
        public let typeMetadata: any TypeMetadataSource
        /// Where the keys of issuers are found that publish them.
        public let issuerKeys: any IssuerKeySource
    }

    /// What hangs on a check.
    public enum Stakes: Sendable {
        /// Somebody is let in, or shown to be somebody.
        case ordinary
        /// Money moves: a clock that is wrong refuses.
        case payment
    }

    /// How far the clock of the check may be behind that of the snapshot.
    static let skewSeconds: Int64 = 300

    /// Makes a check with what the snapshot holds, and says how old each piece was.
    ///
    /// - Parameters:
    ///   - moment: the moment by which ages are measured.
    ///   - stakes: what hangs on it.
    ///   - profile: which rules are enforced beyond the standard.
    ///   - check: the check.
    /// - Returns: the report of the check with the steps and sources of the snapshot; a refusal without a check when its
    ///   trust data is too old. Source: STA-01, STA-06, STA-07, TRU-07.
    public func report<Failure: Error>(
        at moment: UnixTime, stakes: Stakes, profile: Profile, _ check: (Basis) throws(Failure) -> Report
    ) throws(Failure) -> Report {
        var log = StepLog(subject: "snapshot")
        log.passed("STA-07", "signature of the snapshot", on: "made at \(created)")
        noteAge(at: moment, &log)
        noteClock(at: moment, stakes, &log)
        let sources = sources(at: moment)
        if let refusal = log.firstFailure {
            return Report(
                verdict: .rejected(refusal), checkedAt: moment, steps: log.steps, credentials: [], sources: sources)
        }
        let report = try check(
            Basis(
                // The clock that ages everything else ages the revocation lists too; money moves only on what is known.
                trust: trust.asking(
                    trust.revocation?.with(unknown: stakes == .payment ? .refused : nil, moment: moment)),
                status: SnapshotStatusSource(self, profile: profile, at: moment),
                typeMetadata: SnapshotTypeMetadata(documents: documents, moment: moment),
                issuerKeys: SnapshotIssuerKeys(issuers: issuerKeys, moment: moment)))
        return Report(
            verdict: report.verdict, checkedAt: report.checkedAt, steps: log.steps + report.steps,
            credentials: report.credentials, sources: sources)
    }

    private func noteAge(at moment: UnixTime, _ log: inout StepLog) {
        switch trustTimes.freshness(at: moment) {
        case .fresh: log.passed("STA-01", "age of the trust data", on: "fresh")
        case .stale(let seconds): log.passed("STA-01", "age of the trust data", on: "stale for \(seconds) s, accepted")
        case .tooOld:
            let error = VerifierKitError.snapshotTooOld(usableUntil: trustTimes.usableUntil)
            log.failed("age of the trust data", error.refusal)
        }
    }

    /// A clock that was set back makes everything look fresh.
    private func noteClock(at moment: UnixTime, _ stakes: Stakes, _ log: inout StepLog) {
        guard moment < created - Self.skewSeconds else { return log.passed("STA-06", "clock") }
        let refusal = VerifierKitError.clockSuspect(signed: created).refusal
        switch stakes {
        case .ordinary: log.skipped("STA-06", "clock", why: "\(refusal.problem); \(refusal.hint)")
        case .payment: log.failed("clock", refusal)
        }
    }
}
