import JSON
import Rules

extension JSONObject {
    /// Reads a member and names the rule that asks for it when it is missing or mistyped.
    func read<Value>(
        _ rule: RuleID, _ body: (JSONObject) throws(JSONMemberError) -> Value
    ) throws(OpenID4VPError) -> Value {
        do { return try body(self) } catch {
            throw .member(rule: rule, name: error.member, problem: error.problem)
        }
    }
}

extension JSONMemberError {
    /// What is wrong with the member, to stand after its name.
    var problem: String {
        switch self {
        case .missing: "is missing"
        case .wrongType(_, let expected, let found): "must be \(expected.rawValue), it is \(found.phrase)"
        }
    }
}
