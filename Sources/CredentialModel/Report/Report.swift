public import Rules

/// What a verification found: the verdict, every step, and what is known of each credential.
///
/// It is the same structure in the service, in `verifier check`, in the wallet and in the conformance runner. People read
/// it as a table, programs as JSON (`json`); logs and storage get `withoutClaims`.
public struct Report: Sendable, Hashable {
    /// How a verification ended.
    public enum Verdict: Sendable, Hashable {
        /// Everything that was asked for holds.
        case accepted
        /// Something does not hold; the refusal is the one that decided.
        case rejected(Refusal)
    }

    /// How it ended.
    public let verdict: Verdict
    /// The moment for which everything was checked.
    public let checkedAt: UnixTime
    /// What was checked, in the order in which it ran.
    public let steps: [Step]
    /// What is known of each credential, also of rejected ones as far as it was verified.
    public let credentials: [CredentialReport]
    /// What it relied on and how old that was (TRU-07).
    public let sources: [ReportedSource]

    /// Puts a report together.
    ///
    /// - Parameter sources: what all credentials relied on; those of the credentials themselves by default, each once.
    public init(
        verdict: Verdict, checkedAt: UnixTime, steps: [Step], credentials: [CredentialReport],
        sources: [ReportedSource] = []
    ) {
        (self.verdict, self.checkedAt) = (verdict, checkedAt)
        (self.steps, self.credentials) = (steps, credentials)
        let own = credentials.flatMap(\.sources)
        self.sources =
            sources.isEmpty
            ? own.enumerated().filter { !own[..<$0.offset].contains($0.element) }.map(\.element) : sources
    }

    /// Puts a report together whose verdict follows from its steps: the first that failed rejects.
    ///
    /// A log without a single passed step rejects too: nothing was checked, so nothing is accepted.
    public init(checkedAt: UnixTime, log: StepLog, credentials: [CredentialReport]) {
        let verdict: Verdict =
            if let refusal = log.firstFailure {
                .rejected(refusal)
            } else if log.steps.contains(where: { $0.outcome == .passed }) {
                .accepted
            } else {
                .rejected(
                    Refusal(
                        "DSEL-11", "nothing_checked", "no check was made",
                        hint: "pass at least one presentation to the verification"))
            }
        self.init(verdict: verdict, checkedAt: checkedAt, steps: log.steps, credentials: credentials)
    }

    /// Whether the verdict is that everything holds.
    public var isAccepted: Bool { verdict == .accepted }

    /// The refusal that decided; nil when accepted.
    public var refusal: Refusal? {
        guard case .rejected(let refusal) = verdict else { return nil }
        return refusal
    }

    /// All refusals of failed steps, in order and each once.
    public var refusals: [Refusal] {
        var refusals: [Refusal] = []
        for case .failed(let refusal) in steps.map(\.outcome) where !refusals.contains(refusal) {
            refusals.append(refusal)
        }
        return refusals
    }

    /// The report for logs and storage: which claims were revealed but not their values, and nothing by which two
    /// presentations of the same holder could be linked.
    public var withoutClaims: Report {
        Report(
            verdict: verdict, checkedAt: checkedAt, steps: steps, credentials: credentials.map(\.withoutClaims),
            sources: sources)
    }
}
