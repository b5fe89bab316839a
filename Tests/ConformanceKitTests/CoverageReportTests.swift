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
        ("@Test func\n        `TSL-04 a name of its own line`()", ["TSL-04"]), ("func` TSL-04 none`", []),
        ("func `TSL-04 a`() {} func `TSL-04 b`()", ["TSL-04", "TSL-04"]), ("func `CRED-A-1 x`()", ["CRED-A-1"]),
    ])
    func `the rules that names of tests begin with`(source: String, rules: [String]) {
        #expect(TestNames.rules(in: Array(source.utf8)).map(\.rule) == rules)
    }

    @Test(arguments: [
        ("TSL-04 a value that does not fit", false, true), ("JOSE-19 64 keys are read, 65 are refused", true, true),
        ("KB-01 read", true, false), ("KB-01", true, false), ("KB-01, KB-02 vectors", true, false),
        ("KB-01 no proof, no answer", false, true), ("KB-01 noted nonetheless", true, false),
    ])
    func `SEC-37 the parts of a name say what goes through and what does not`(
        name: String, accepts: Bool, refuses: Bool
    ) throws {
        let found = try #require(TestNames.rules(in: Array("func `\(name)`()".utf8)).last)
        #expect(found.proof == .one(accepts: accepts, refuses: refuses))
    }

    @Test func `SEC-37 a rule that needs both sides and shows one is listed`() throws {
        let catalogue = try RuleCatalogue(
            [
                "rules": .array(
                    ["A-01", "A-02", "A-03", "A-04"].map {
                        ["id": .string($0), "level": "M", "built": true, "twoSided": .bool($0 != "A-04")]
                    })
            ], path: "rules.json")
        let tests: [String: Proof] = [
            "A-01": .one(accepts: true, refuses: false), "A-02": .one(accepts: true, refuses: true),
            "A-04": .one(accepts: false, refuses: true),
        ]
        let report = try CoverageReport(
            catalogue: catalogue, vectors: try VectorCollection([VectorFile]()), tests: tests, onlyBuilt: true)
        #expect(report.half.map(\.rule) == ["A-01"])
        #expect(report.unproved.map(\.rule) == ["A-03"])
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
        let test1 = Proof.one(accepts: true, refuses: false)
        let tests = ["SDJWT-02": test1 + test1, "SDJWT-99": test1, "P-256": test1]
        let report = try CoverageReport(catalogue: catalogue, vectors: vectors, tests: tests, onlyBuilt: true)
        #expect(report.entries.map(\.vectors.count) == [1, 0, 0, 0])
        #expect(report.entries.map(\.tests.count) == [0, 2, 0, 0])
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
