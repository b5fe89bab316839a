public import Rules

extension Refusal {
    /// The four members that programs see: `rule`, `code`, `detail` and `hint`.
    public var json: JSONValue {
        ["rule": .string(rule.description), "code": .string(code), "detail": .string(problem), "hint": .string(hint)]
    }
}
