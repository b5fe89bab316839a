import JSON
import SDJWTVC

/// Makes `vectors/typemetadata/types.json`.
struct TypeVectors {
    static let type = "urn:example:ticket"

    func groups() -> [VectorGroup] {
        [
            VectorGroup(
                operation: "typemetadata.read", comment: "one document", input: ["type": .string(Self.type)],
                tests: read() + malformed() + transactions()),
            VectorGroup(
                operation: "typemetadata.resolve", comment: "types that extend others",
                input: ["type": .string(Self.type)], tests: chains() + inheritance() + hashes()),
            VectorGroup(
                operation: "typemetadata.check", comment: "credentials and their type",
                input: ["type": .string(Self.type)], tests: checks()),
        ]
    }

    /// A document about the type, or about another one.
    func document(_ members: JSONObject = [:], about type: String = type) -> JSONObject {
        JSONObject([("vct", .string(type))]).adding(members)
    }

    func text(_ document: JSONObject) -> JSONValue { .string(JSONValue.object(document).text) }

    func valid(
        _ id: String, _ comment: String, _ rules: [String], _ input: JSONObject, _ output: JSONValue,
        flags: [String] = []
    ) -> VectorTest {
        VectorTest("type-\(id)", comment, rules: rules, flags: flags, input: input, .valid(output))
    }

    func refused(
        _ id: String, _ comment: String, _ rules: [String], _ input: JSONObject, _ error: String, flags: [String] = []
    ) -> VectorTest {
        VectorTest("type-\(id)", comment, rules: rules, flags: flags, input: input, .invalid(error))
    }

    /// A claim as the operations write it.
    func claim(
        _ path: JSONValue, _ disclosure: String = "allowed", mandatory: Bool = false, _ more: JSONObject = [:]
    ) -> JSONValue {
        .object(
            JSONObject([("path", path), ("sd", .string(disclosure)), ("mandatory", .bool(mandatory))]).adding(more))
    }
}
