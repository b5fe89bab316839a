import ConformanceKit
import JSON
import TestSupport
import Testing

/// All vector files of the repository, read once.
let allVectors = Result { () throws(ConformanceError) in
    try VectorCollection(reading: [repositoryPath("vectors")])
}

@Suite struct VectorCollectionTests {
    @Test func `SEC-37 every vector file has its shape, an origin, and ids of its own`() throws {
        let vectors = try allVectors.get()
        #expect(vectors.cases.count > 1500)
        for file in vectors.files { #expect(!file.source.isEmpty, "\(file.path)") }
    }

    @Test func `every rule that a vector names is in the catalogue`() throws {
        let catalogue = try RuleCatalogue(project: repositoryPath(""))
        let rules = Set(catalogue.rules.map(\.id))
        for test in try allVectors.get().cases {
            for rule in test.rules { #expect(rules.contains(rule), "\(test.id) names \(rule)") }
        }
    }

    @Test func `the published schema lists the operations that exist`() throws {
        let schema = try JSONValue(parsing: repositoryFile("vectors/schema.json"))
        let listed = schema["$defs"]?["group"]?["properties"]?["operation"]?["enum"]?.array?.compactMap(\.string)
        #expect(listed == Operation.allCases.map(\.rawValue).sorted())
    }

    static let test: JSONObject = [
        "id": "a", "comment": "c", "rules": ["SDJWT-01"], "flags": [], "input": ["text": "1"], "result": "valid",
        "output": "1",
    ]

    static func file(_ test: JSONObject, operation: String = "json.parse") -> JSONValue {
        [
            "schema": 1, "suite": "s", "source": "own",
            "groups": [["operation": .string(operation), "bits": 1, "tests": [.object(test)]]],
        ]
    }

    @Test func `SEC-37 a test takes what it lacks from its group`() throws {
        let test = try #require(try VectorFile(Self.file(Self.test), path: "f").cases.first)
        #expect(test.input == ["bits": 1, "text": "1"])
        #expect(test.expectation == .valid("1"))
        var changed = Self.test
        changed["input"] = ["bits": 2]
        #expect(try VectorFile(Self.file(changed), path: "f").cases.first?.input == ["bits": 2])
    }

    @Test(
        arguments: [
            ("id", ""), ("comment", ""), ("rules", []), ("rules", ["A-1", "A-1"]), ("rules", [1]), ("flags", "x"),
            ("input", 1), ("result", "maybe"), ("result", "invalid"), ("error", "x"), ("unknown", 1),
        ] as [(String, JSONValue)])
    func `SEC-37 a test of another shape is refused`(name: String, value: JSONValue) {
        var test = Self.test
        test[name] = value
        #expect(throws: ConformanceError.self, "\(name)") { try VectorFile(Self.file(test), path: "f") }
    }

    @Test func `SEC-37 an operation that does not exist is refused, and so is a second test of one id`() throws {
        #expect(throws: ConformanceError.self) { try VectorFile(Self.file(Self.test, operation: "x.y"), path: "f") }
        let file = try VectorFile(Self.file(Self.test), path: "f")
        #expect(throws: ConformanceError.repeatedID(id: "a", file: "f", other: "f")) {
            try VectorCollection([file, file])
        }
    }

    @Test(arguments: [
        ("SDJWT-01", "SDJWT-01", true), ("SDJWT-01", "SDJWT-011", false), ("SDJWT-*", "SDJWT-44", true),
        ("SDJWT-*", "KB-01", false), ("*-01", "KB-01", true), ("*-01", "KB-010", false), ("*", "KB-01", true),
        ("K*-*1", "KB-01", true), ("K*-*1", "KB-02", false), ("", "KB-01", false), ("KB*01*", "KB-01", true),
        ("KB-01*1", "KB-01", false),
    ])
    func `a pattern selects rules`(pattern: String, rule: String, matches: Bool) {
        #expect(RulePattern(pattern).matches(rule) == matches)
    }
}
