/// An error of the house: an enum whose cases hold facts, and one property that turns them into words.
public protocol RuleError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The rule, the code and the words for this case.
    var refusal: Refusal { get }
}

extension RuleError {
    /// The line that commands and logs print.
    public var description: String { refusal.description }
}

/// What an error tells a program (`rule`, `code`) and a person (`problem`, `hint`).
///
/// None of the four ever contains a key, a passphrase, a claim value or a token.
public struct Refusal: Hashable, Sendable, CustomStringConvertible {
    /// The broken rule as `spec/rules.json` spells it, such as `TSL-43`.
    public let rule: RuleID
    /// A stable name in snake case for programs, logs and vectors, such as `index_out_of_range`.
    public let code: String
    /// What was wrong and where, without a final full stop.
    public let problem: String
    /// What the reader can do about it, without a final full stop.
    public let hint: String

    /// Puts the four together; called by `RuleError.refusal` only.
    public init(_ rule: RuleID, _ code: String, _ problem: String, hint: String) {
        (self.rule, self.code, self.problem, self.hint) = (rule, code, problem, hint)
    }

    /// The line that commands and logs print.
    public var description: String { "\(rule) \(code): \(problem); \(hint)" }

    /// The same refusal, saying also in which part of a larger structure it happened; rule and code stay.
    public func inside(_ place: String) -> Refusal { Refusal(rule, code, "in the \(place): \(problem)", hint: hint) }
}
