public import JSON
public import Rules

/// What an implementation says to one test.
public enum VectorAnswer: Sendable, Equatable {
    /// The input is taken; the output where there is one.
    case valid(JSONValue?)
    /// The input is refused: the implementation's own code, and the rule where it names one.
    case invalid(code: String?, rule: RuleID?)
    /// The implementation does not do this.
    case unsupported(why: String)

    /// Runs a check of the house and turns its refusal into an answer.
    static func of(_ body: () throws -> JSONValue) -> VectorAnswer {
        do { return .valid(try body()) } catch let error as any RuleError {
            return .invalid(code: error.refusal.code, rule: error.refusal.rule)
        } catch {
            return .unsupported(why: "the input does not fit the operation: \(error)")
        }
    }
}
