internal import JSON
public import Rules

extension Console {
    /// Says why a command ended: the problem, what to do, and the rule; with `--json` one line of JSON, on standard error.
    ///
    /// - Parameters:
    ///   - error: of any module; one without a refusal is shown by its type only, since its words are not made for people.
    ///   - program: what the line begins with.
    public func report(_ error: any Error, program: String) {
        if let error = error as? any RuleError {
            report(error.refusal, program: program)
        } else {
            report(
                Refusal(
                    "CLI-05", "unexpected_error", "an error of the type \(type(of: error)) that has no words",
                    hint: "this is a fault of the program; please report it with the command that caused it"),
                program: program)
        }
    }

    /// Says why a command ended.
    public func report(_ refusal: Refusal, program: String) {
        guard !mode.isJSON else {
            messages.write(Array((refusal.json.text + "\n").utf8))
            return
        }
        write(Text(own: "\(program): ", .bad) + "\(refusal.problem)", to: messages)
        if !refusal.hint.isEmpty { write("  hint: \(refusal.hint)", to: messages) }
        write("  rule: \(refusal.rule) (\(refusal.code))", to: messages)
    }
}
