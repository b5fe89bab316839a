public import JSON

/// One test of a vector file, with what its group shares.
public struct Vector: Sendable, CustomStringConvertible {
    /// The operation of its group, such as `dcql.match`.
    public let operation: String
    /// Its name within the suite.
    public let id: String
    /// The rules that it proves.
    public let rules: [String]
    /// `valid`, `invalid` or `acceptable`.
    public let result: String
    /// The code that the refusal must have when the result is `invalid`.
    public let error: String?
    /// The group as a whole: shared inputs.
    public let group: JSONObject
    /// The test as a whole.
    public let test: JSONObject

    /// The input of the test; members that it lacks are taken from the group.
    public subscript(_ name: String) -> JSONValue? { test["input"]?[name] ?? group[name] }

    /// The name, which test runners print.
    public var description: String { id }
}

/// All tests of a vector file, such as `vectors("dcql/match.json")`; every test must carry what `Vector` holds.
public func vectors(_ file: String) throws -> [Vector] {
    let limits = JSONLimits(totalBytes: 64 << 20, stringBytes: 16 << 20, arrayCount: 1 << 20)
    let json = try JSONValue(parsing: try repositoryFile("vectors/\(file)"), limits: limits)
    var vectors: [Vector] = []
    for group in try (json.object ?? JSONObject()).array("groups").compactMap(\.object) {
        for test in try group.array("tests").compactMap(\.object) {
            vectors.append(
                Vector(
                    operation: try group.string("operation"), id: try test.string("id"),
                    rules: try test.strings("rules"),
                    result: try test.string("result"), error: try test.stringIfPresent("error"), group: group,
                    test: test))
        }
    }
    return vectors
}
