import JSON
import TestSupport
import Testing

@testable import ConformanceKit

@Suite struct CoverageReportTests {
    @Test(arguments: [
        ("@Test func `TSL-04 a value is refused`() {}", ["TSL-04"]),
        ("func `JOSE-03, JOSE-04 vectors`()", ["JOSE-03", "JOSE-04"]),
        ("func `JOSE-03 and JOSE-04 vectors`()", ["JOSE-03", "JOSE-04"]),
        ("func `KB-01 to KB-12, JOSE-04 vectors`()", ["JOSE-04"]),
        ("func `a test of TSL-04`()", []), ("// `TSL-04 in a comment`", []), ("func `SEC-04 open", []),
        ("func `TSL-04 a`() {} func `TSL-04 b`()", ["TSL-04", "TSL-04"]), ("func `CRED-A-1 x`()", ["CRED-A-1"]),
    ])
    func `the rules that names of tests begin with`(source: String, rules: [String]) {
        #expect(TestNames.rules(in: Array(source.utf8)) == rules)
    }

    @Test func `rules are counted, and those without anything are listed`() throws {
        let catalogue = try RuleCatalogue(
            [
                "rules": [
                    ["id": "SDJWT-01", "level": "M", "built": true], ["id": "SDJWT-02", "level": "M", "built": true],
                    ["id": "KB-01", "level": "M", "built": true, "rule": "Signed by the holder."],
                    ["id": "KB-02", "level": "M", "built": false],
                    ["id": "KB-03", "level": "O", "built": true],
                ], "negativeTests": [["id": "NEG-001"], ["id": "NEG-002"]],
            ], path: "rules.json")
        var test = VectorCollectionTests.test
        test["flags"] = ["NEG-001"]
        let vectors = try VectorCollection([VectorFile(VectorCollectionTests.file(test), path: "f")])
        let tests = ["SDJWT-02": 2, "SDJWT-99": 1, "P-256": 1]
        let report = try CoverageReport(catalogue: catalogue, vectors: vectors, tests: tests, onlyBuilt: true)
        #expect(report.entries.map(\.vectors) == [1, 0, 0, 0])
        #expect(report.entries.map(\.tests) == [0, 2, 0, 0])
        #expect(report.bare.map(\.rule) == ["KB-01", "KB-03"])
        #expect(report.unproved.map(\.rule) == ["KB-01"])
        #expect(report.unknown == ["SDJWT-99"])
        #expect(report.negativeTests == (1, 2))
        #expect(report.families.map(\.name) == ["SDJWT", "KB"])
        let all = try CoverageReport(catalogue: catalogue, vectors: vectors, tests: tests, onlyBuilt: false)
        #expect(all.bare.map(\.rule) == ["KB-01", "KB-02", "KB-03"])
        #expect(all.unproved.map(\.rule) == ["KB-01"], "what is not built needs no proof yet")
        let some = try CoverageReport(
            catalogue: catalogue, vectors: vectors, tests: tests, onlyBuilt: false, pattern: RulePattern("KB-*"))
        #expect(some.entries.map(\.rule) == ["KB-01", "KB-02", "KB-03"])
        #expect(some.entries.map(\.text) == ["Signed by the holder.", "", ""])
        #expect(some.unknown == ["SDJWT-99"], "a mistyped rule is said whatever was asked for")
        #expect(throws: ConformanceError.noRuleMatches) {
            try CoverageReport(
                catalogue: catalogue, vectors: vectors, tests: tests, onlyBuilt: false, pattern: RulePattern("HAPI-*"))
        }
    }
}
