import Rules

/// How one test ended.
public struct TestOutcome: Sendable {
    /// How an answer compares with the expectation.
    public enum Verdict: Sendable, Equatable {
        /// As expected.
        case passed
        /// Not as expected.
        case failed(Difference)
        /// The implementation does not do this; neither passed nor failed.
        case unsupported(why: String)
    }

    /// What is different from the expectation.
    public enum Difference: Sendable, Equatable {
        /// It should have been refused.
        case accepted(expected: String)
        /// It should have been accepted.
        case refused(code: String?)
        /// Accepted, with another output.
        case otherOutput
        /// Refused, for another reason.
        case otherCode(found: String?, expected: String)
        /// Refused for the right reason under a rule that the test does not name.
        case otherRule(found: String)
        /// There was no answer.
        case noAnswer(why: String)

        /// The kind of difference, for programs.
        public var kind: String {
            switch self {
            case .accepted: "accepted"
            case .refused: "refused"
            case .otherOutput: "other_output"
            case .otherCode: "other_code"
            case .otherRule: "other_rule"
            case .noAnswer: "no_answer"
            }
        }

        /// What is different, for people.
        public var words: String {
            switch self {
            case .accepted(let expected): "accepted, must be refused: \(expected)"
            case .refused(let code): "refused (\(code ?? "no reason given")), must be accepted"
            case .otherOutput: "accepted with another output"
            case .otherCode(let found, let expected): "refused as \(found ?? "nothing"), expected \(expected)"
            case .otherRule(let found): "refused under \(found), which the test does not name"
            case .noAnswer(let why): "no answer: \(why)"
            }
        }
    }

    /// The test.
    public let test: VectorCase
    /// How it ended.
    public let verdict: Verdict

    /// Compares an answer with what is expected.
    ///
    /// Other implementations have other codes, so theirs are compared only when they use ours; what they accept and what
    /// they read out of it is always compared.
    init(_ test: VectorCase, _ answer: VectorAnswer, comparesCodes: Bool) {
        self.test = test
        verdict =
            switch (test.expectation, answer) {
            case (_, .unsupported(let why)): .unsupported(why: why)
            case (.acceptable, _): .passed
            case (.valid(let expected?), .valid(let found?)):
                expected == found ? .passed : .failed(.otherOutput)
            case (.valid, .valid): .passed
            case (.valid, .invalid(let code, _)): .failed(.refused(code: code))
            case (.invalid(let code), .valid): .failed(.accepted(expected: code))
            case (.invalid(let expected), .invalid(let found, let rule)):
                if !comparesCodes {
                    .passed
                } else if found != expected {
                    .failed(.otherCode(found: found, expected: expected))
                } else if let rule, !test.rules.contains(rule.description) {
                    .failed(.otherRule(found: rule.description))
                } else {
                    .passed
                }
            }
    }

    init(_ test: VectorCase, noAnswer: NoAnswer) {
        (self.test, verdict) = (test, .failed(.noAnswer(why: noAnswer.why)))
    }

    /// What is different; nil when nothing is.
    public var difference: Difference? {
        guard case .failed(let difference) = verdict else { return nil }
        return difference
    }
}
