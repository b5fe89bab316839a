public import JSON
import Rules

/// A file of tests, read strictly: what the reader does not know, it refuses.
///
/// ```json
/// {"schema": 1, "suite": "statuslist", "source": "…", "groups": [
///   {"operation": "statuslist.read", "comment": "…", "bits": 1, "tests": [
///     {"id": "…", "comment": "…", "rules": ["TSL-43"], "flags": [], "input": {}, "result": "invalid", "error": "…"}]}]}
/// ```
///
/// `vectors/schema.json` describes the same shape as a JSON Schema.
public struct VectorFile: Sendable {
    /// Limits that let whole status lists through; vector files are our own.
    static let limits = JSONLimits(totalBytes: 64 << 20, stringBytes: 16 << 20, arrayCount: 1 << 20)

    /// Where it was read from.
    public let path: String
    /// The name of the suite.
    public let suite: String
    /// Where the vectors come from.
    public let source: String
    /// The tests in their order.
    public let cases: [VectorCase]

    /// Reads a file.
    ///
    /// - Throws: `vectorsNotJSON`, `vectorShape`, `repeatedID`.
    public init(parsing bytes: [UInt8], path: String) throws(ConformanceError) {
        let json: JSONValue
        do { json = try JSONValue(parsing: bytes, limits: Self.limits) } catch {
            throw .vectorsNotJSON(file: path, error)
        }
        try self.init(json, path: path)
    }

    /// Reads what was parsed, or generated, before.
    public init(_ json: JSONValue, path: String) throws(ConformanceError) {
        let reader = VectorReader(file: path)
        let file = try reader.object(json, at: "file")
        try reader.onlyKnown(file, ["schema", "suite", "source", "groups"], at: "file")
        guard file["schema"] == 1 else { throw reader.error("file", "schema must be 1") }
        let suite = try reader.text("suite", in: file, at: "file")
        source = try reader.text("source", in: file, at: "file")
        var cases: [VectorCase] = []
        for (index, group) in try reader.array("groups", in: file, at: "file").enumerated() {
            let place = "group \(index + 1)"
            cases += try reader.cases(of: try reader.object(group, at: place), suite: suite, at: place)
        }
        var ids: Set<String> = []
        for test in cases where !ids.insert(test.id).inserted {
            throw .repeatedID(id: test.id, file: path, other: path)
        }
        (self.path, self.suite, self.cases) = (path, suite, cases)
    }
}

/// Reads the parts of a vector file and names the place of what is wrong.
private struct VectorReader {
    let file: String

    func error(_ place: String, _ problem: String) -> ConformanceError {
        .vectorShape(file: file, place: place, problem: problem)
    }

    func cases(of group: JSONObject, suite: String, at place: String) throws(ConformanceError) -> [VectorCase] {
        let operation = try text("operation", in: group, at: place)
        guard Operation(rawValue: operation) != nil else {
            throw error(place, "the operation '\(operation)' does not exist")
        }
        var shared = JSONObject()
        for (name, value) in group where !["operation", "comment", "flags", "input", "tests"].contains(name) {
            shared[name] = value
        }
        for (name, value) in group["input"]?.object ?? [:] { shared[name] = value }
        var cases: [VectorCase] = []
        for (index, test) in try array("tests", in: group, at: place).enumerated() {
            let place = "\(place), test \(index + 1)"
            let test = try object(test, at: place)
            try onlyKnown(
                test, ["id", "comment", "rules", "flags", "input", "result", "output", "error"], at: place)
            var input = shared
            for (name, value) in try object(test["input"], at: "\(place), input") { input[name] = value }
            cases.append(
                VectorCase(
                    file: file, suite: suite, operation: operation, group: group["comment"]?.string ?? "",
                    id: try text("id", in: test, at: place), comment: try text("comment", in: test, at: place),
                    rules: try rules(of: test, at: place), flags: try texts("flags", in: test, at: place),
                    input: input, expectation: try expectation(of: test, at: place)))
        }
        return cases
    }

    private func expectation(of test: JSONObject, at place: String) throws(ConformanceError) -> VectorCase.Expectation {
        switch try text("result", in: test, at: place) {
        case "valid":
            guard test["error"] == nil else { throw error(place, "a valid test has no error") }
            return .valid(test["output"])
        case "invalid":
            guard test["output"] == nil else { throw error(place, "an invalid test has no output") }
            return .invalid(code: try text("error", in: test, at: place))
        case "acceptable": return .acceptable
        default: throw error(place, "result must be valid, invalid or acceptable")
        }
    }

    private func rules(of test: JSONObject, at place: String) throws(ConformanceError) -> [String] {
        let rules = try texts("rules", in: test, at: place)
        guard !rules.isEmpty, Set(rules).count == rules.count else {
            throw error(place, "rules must name at least one rule, each once")
        }
        return rules
    }

    func object(_ json: JSONValue?, at place: String) throws(ConformanceError) -> JSONObject {
        guard let object = json?.object else { throw error(place, "an object is expected") }
        return object
    }

    func onlyKnown(_ object: JSONObject, _ names: [String], at place: String) throws(ConformanceError) {
        if let unknown = object.names.first(where: { !names.contains($0) }) {
            throw error(place, "the member '\(unknown)' is not known")
        }
    }

    func text(_ name: String, in object: JSONObject, at place: String) throws(ConformanceError) -> String {
        guard let text = object[name]?.string, !text.isEmpty else {
            throw error(place, "\(name) must be a text that is not empty")
        }
        return text
    }

    func array(_ name: String, in object: JSONObject, at place: String) throws(ConformanceError) -> [JSONValue] {
        guard let array = object[name]?.array, !array.isEmpty else {
            throw error(place, "\(name) must be an array that is not empty")
        }
        return array
    }

    func texts(_ name: String, in object: JSONObject, at place: String) throws(ConformanceError) -> [String] {
        guard let array = object[name]?.array else { throw error(place, "\(name) must be an array of texts") }
        let texts = array.compactMap(\.string)
        guard texts.count == array.count else { throw error(place, "\(name) must be an array of texts") }
        return texts
    }
}
