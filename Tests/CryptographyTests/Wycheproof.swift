import Bytes
import JSON
import TestSupport
import Testing

/// One test of a Wycheproof file, with its group.
struct WycheproofTest {
    let group: JSONObject
    let test: JSONObject

    /// The number that Wycheproof gives it, for failure reports.
    var id: Int64 { test["tcId"]?.integer ?? -1 }
    /// `valid`, `invalid` or `acceptable`.
    var result: String { test["result"]?.string ?? "" }

    func bytes(_ name: String) throws -> [UInt8] { try Hex.decode(try test.string(name)) }

    func has(flag: String) -> Bool { test["flags"]?.array?.contains(.string(flag)) ?? false }
}

/// Runs every test of a file and expects that `check` agrees with each.
///
/// - Parameters:
///   - file: the name in `vectors/wycheproof/` without `_test.json`.
///   - count: the number of tests; another one fails, so that nothing is skipped silently.
///   - check: whether our answer is right.
func expectAll(
    of file: String, count: Int, sourceLocation: SourceLocation = #_sourceLocation,
    _ check: (WycheproofTest) throws -> Bool
) throws {
    let limits = JSONLimits(totalBytes: 4 << 20, depth: 8, stringBytes: 1 << 20, arrayCount: 4096, objectCount: 1024)
    let json = try JSONValue(parsing: try repositoryFile("vectors/wycheproof/\(file)_test.json"), limits: limits)
    let document = try #require(json.object, sourceLocation: sourceLocation)
    let tests = try document.array("testGroups").compactMap(\.object).flatMap { group in
        try group.array("tests").compactMap(\.object).map { WycheproofTest(group: group, test: $0) }
    }
    #expect(tests.count == count, sourceLocation: sourceLocation)
    #expect(try document.integer("numberOfTests") == Int64(count), sourceLocation: sourceLocation)
    let wrong = try tests.filter { try !check($0) }.map(\.id)
    #expect(wrong == [], "tests of \(file) with another answer", sourceLocation: sourceLocation)
}
