/// One line of a verification report: which rule, what was checked, on what, and how it ended.
public struct Step: Hashable, Sendable {
    /// How a check ended.
    public enum Outcome: Hashable, Sendable {
        /// The check was made and held.
        case passed
        /// The check was made and did not hold.
        case failed(Refusal)
        /// The check was not made; a step that was not run is never counted as passed.
        case skipped(why: String)
    }

    /// The rule that asks for the check.
    public let rule: RuleID
    /// What the step belongs to, such as `credential` or `presentation 'address'`; empty when there is one subject only.
    public let subject: String
    /// What was checked, in a few words, such as `signature of the issuer`.
    public let check: String
    /// The value that was looked at, when it is fit to show: an algorithm, a type, a time; never a claim value or a token.
    public let value: String?
    /// How it ended.
    public let outcome: Outcome

    /// Records one check; verification code calls the functions of `StepLog` instead.
    public init(_ rule: RuleID, subject: String, check: String, value: String?, outcome: Outcome) {
        (self.rule, self.subject, self.check, self.value, self.outcome) = (rule, subject, check, value, outcome)
    }
}
