import JSON

/// One test of a generated vector file.
struct VectorTest {
    /// How a correct implementation answers.
    enum Answer {
        case valid(JSONValue)
        case invalid(String)
    }

    let id: String
    let comment: String
    let rules: [String]
    let flags: [String]
    let input: JSONObject
    let answer: Answer

    init(
        _ id: String, _ comment: String, rules: [String], flags: [String] = [], input: JSONObject, _ answer: Answer
    ) {
        (self.id, self.comment, self.rules, self.flags) = (id, comment, rules, flags)
        (self.input, self.answer) = (input, answer)
    }

    var json: JSONValue {
        var json: JSONObject = [
            "id": .string(id), "comment": .string(comment), "rules": .array(rules.map(JSONValue.string)),
            "flags": .array(flags.map(JSONValue.string)), "input": .object(input),
        ]
        switch answer {
        case .valid(let output):
            json["result"] = "valid"
            json["output"] = output
        case .invalid(let error):
            json["result"] = "invalid"
            json["error"] = .string(error)
        }
        return .object(json)
    }
}

/// Tests that share some of their inputs.
struct VectorGroup {
    let operation: String
    let comment: String
    let input: JSONObject
    let tests: [VectorTest]

    /// Shared inputs are members of the group itself.
    var json: JSONValue {
        let head: JSONObject = ["operation": .string(operation), "comment": .string(comment)]
        return .object(head.adding(input).adding("tests", .array(tests.map(\.json))))
    }
}
