import JSON
import Rules

/// The two lines that a runner and a shim exchange for each test.
///
/// ```json
/// {"id": "issue-member", "operation": "sdjwt.issue", "input": {}}
/// {"id": "issue-member", "result": "valid", "output": {}}
/// {"id": "never-iss", "result": "invalid", "error": "claim_not_disclosable", "rule": "SDJWT-22"}
/// {"id": "x", "result": "unsupported", "error": "why"}
/// ```
enum ShimMessage {
    static func request(_ test: VectorCase) -> JSONValue {
        ["id": .string(test.id), "operation": .string(test.operation), "input": .object(test.input)]
    }

    static func answer(_ answer: VectorAnswer, id: JSONValue) -> JSONValue {
        var object: JSONObject = ["id": id]
        switch answer {
        case .valid(let output):
            object["result"] = "valid"
            object["output"] = output
        case .invalid(let code, let rule):
            object["result"] = "invalid"
            object["error"] = code.map(JSONValue.string)
            object["rule"] = rule.map { .string($0.description) }
        case .unsupported(let why):
            object["result"] = "unsupported"
            object["error"] = .string(why)
        }
        return .object(object)
    }

    /// Reads the answer to a test.
    static func answer(_ line: [UInt8], to test: VectorCase) throws(NoAnswer) -> VectorAnswer {
        let json: JSONValue
        do { json = try JSONValue(parsing: line, limits: VectorFile.limits) } catch {
            throw NoAnswer(why: "the shim answered what is not JSON: \(error.refusal.problem)")
        }
        guard json["id"] == .string(test.id) else { throw NoAnswer(why: "the shim answered another test") }
        switch json["result"]?.string {
        case "valid": return .valid(json["output"])
        case "invalid": return .invalid(code: json["error"]?.string, rule: json["rule"]?.string.map { RuleID($0) })
        case "unsupported": return .unsupported(why: json["error"]?.string ?? "")
        default: throw NoAnswer(why: "the shim's result is none of valid, invalid and unsupported")
        }
    }
}
