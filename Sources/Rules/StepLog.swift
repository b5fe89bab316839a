/// The steps of one verification, written down by the verification itself while it runs.
///
/// ```swift
/// var log = StepLog(subject: "credential")
/// let payload = try log.check("JOSE-14", "signature", on: "ES256") { () throws(JOSEError) in try jws.verified(by: key) }
/// ```
public struct StepLog: Sendable, Equatable {
    /// The steps so far, in the order in which they ran.
    public private(set) var steps: [Step] = []
    /// What the next steps belong to.
    public var subject: String

    /// Begins an empty log.
    public init(subject: String = "") {
        self.subject = subject
        steps.reserveCapacity(32)
    }

    /// Whether no step failed so far.
    public var isSound: Bool { firstFailure == nil }

    /// The refusal of the first step that failed.
    public var firstFailure: Refusal? {
        for case .failed(let refusal) in steps.lazy.map(\.outcome) { return refusal }
        return nil
    }

    /// Records a check that held.
    public mutating func passed(_ rule: RuleID, _ check: String, on value: String? = nil) {
        steps.append(Step(rule, subject: subject, check: check, value: value, outcome: .passed))
    }

    /// Records a check that did not hold; the step carries the rule that the refusal names.
    public mutating func failed(_ check: String, on value: String? = nil, _ refusal: Refusal) {
        steps.append(Step(refusal.rule, subject: subject, check: check, value: value, outcome: .failed(refusal)))
    }

    /// Records a check that was not made.
    public mutating func skipped(_ rule: RuleID, _ check: String, why: String) {
        steps.append(Step(rule, subject: subject, check: check, value: nil, outcome: .skipped(why: why)))
    }

    /// Appends the steps of a part that was verified with a log of its own.
    public mutating func append(_ other: StepLog) { steps.append(contentsOf: other.steps) }

    /// Runs a check, records how it ended, and passes its result or its error on.
    ///
    /// - Parameters:
    ///   - rule: the rule that asks for the check, recorded when it holds.
    ///   - check: what is checked, in a few words.
    ///   - value: what it is checked on, fit to show.
    ///   - body: the check; the rule of its error is recorded when it fails.
    @inlinable
    public mutating func check<Result, Failure: RuleError>(
        _ rule: RuleID, _ check: String, on value: String? = nil, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        do throws(Failure) {
            let result = try body()
            passed(rule, check, on: value)
            return result
        } catch {
            failed(check, on: value, error.refusal)
            throw error
        }
    }
}
