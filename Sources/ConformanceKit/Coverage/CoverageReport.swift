public import JSON

/// Every rule of the catalogue with what proves it.
public struct CoverageReport: Sendable {
    /// One rule and how much proves it.
    public struct Entry: Sendable, Equatable {
        /// The rule.
        public let rule: String
        /// What the rule says.
        public let text: String
        /// Whether code exists for it.
        public let isBuilt: Bool
        /// Whether it must or should be kept; an option or a fact needs no test.
        public let isBinding: Bool
        /// Whether the proof must show both what it lets through and what it stops.
        public let isTwoSided: Bool
        /// The vectors that name it.
        public let vectors: Proof
        /// The tests that begin with it.
        public let tests: Proof

        /// Vectors and tests together.
        public var proof: Proof { vectors + tests }
        /// Whether nothing proves it.
        public var isBare: Bool { proof.count == 0 }
        /// Whether it is built, binding and in need of both sides, and shows one.
        public var isHalf: Bool { isBuilt && isBinding && isTwoSided && !isBare && !proof.isTwoSided }
        /// What comes before the number, such as `SDJWT`.
        public var family: String { CoverageReport.family(rule) }
    }

    /// The rules in the order of the catalogue.
    public let entries: [Entry]
    /// IDs that vectors or tests name and the catalogue does not have.
    public let unknown: [String]
    /// Negative tests of the catalogue that a vector carries as a flag.
    public let negativeTests: (covered: Int, total: Int)

    /// Counts.
    ///
    /// - Parameters:
    ///   - tests: the tests that name each rule.
    ///   - onlyBuilt: leaves rules out for which no code exists.
    ///   - pattern: leaves rules out that do not match; the negative tests are counted all the same.
    /// - Throws: `noRuleMatches` when the pattern leaves nothing.
    public init(
        catalogue: RuleCatalogue, vectors: VectorCollection, tests: [String: Proof], onlyBuilt: Bool,
        pattern: RulePattern? = nil
    ) throws(ConformanceError) {
        var counts: [String: Proof] = [:]
        var flags: Set<String> = []
        for test in vectors.cases {
            for rule in test.rules { counts[rule] = (counts[rule] ?? .none) + test.expectation.proof }
            flags.formUnion(test.flags)
        }
        entries = catalogue.rules.filter { ($0.isBuilt || !onlyBuilt) && pattern?.matches($0.id) != false }.map {
            rule in
            Entry(
                rule: rule.id, text: rule.text, isBuilt: rule.isBuilt, isBinding: rule.isBinding,
                isTwoSided: rule.isTwoSided, vectors: counts[rule.id] ?? .none, tests: tests[rule.id] ?? .none)
        }
        guard pattern == nil || !entries.isEmpty else { throw .noRuleMatches }
        let known = Set(catalogue.rules.map(\.id) + catalogue.negativeTests)
        // Names such as P-256 look like rules and are none; a rule that is mistyped has a family that exists.
        let families = Set(known.map(Self.family))
        unknown = Set(counts.keys).union(tests.keys).subtracting(known).filter { families.contains(Self.family($0)) }
            .sorted()
        negativeTests = (catalogue.negativeTests.count(where: flags.contains), catalogue.negativeTests.count)
    }

    private static func family(_ rule: String) -> String {
        String(rule[..<(rule.lastIndex(of: "-") ?? rule.endIndex)])
    }

    /// The rules that nothing proves.
    public var bare: [Entry] { entries.filter(\.isBare) }

    /// The binding rules that are built and that nothing proves; there should be none.
    public var unproved: [Entry] { bare.filter { $0.isBuilt && $0.isBinding } }

    /// The binding rules that are built, need both sides shown and have one; there should be none.
    public var half: [Entry] { entries.filter(\.isHalf) }

    /// The families in the order of the catalogue, each with its rules.
    public var families: [(name: String, entries: [Entry])] {
        var families: [(name: String, entries: [Entry])] = []
        for entry in entries {
            if let index = families.firstIndex(where: { $0.name == entry.family }) {
                families[index].entries.append(entry)
            } else {
                families.append((entry.family, [entry]))
            }
        }
        return families
    }

    /// The report for programs.
    public var json: JSONValue {
        [
            "rules": .array(
                entries.map { entry in
                    [
                        "id": .string(entry.rule), "built": .bool(entry.isBuilt),
                        "vectors": entry.vectors.json, "tests": entry.tests.json,
                    ]
                }),
            "count": .integer(Int64(entries.count)), "bare": .array(bare.map { .string($0.rule) }),
            "half": .array(half.map { .string($0.rule) }),
            "unknown": .array(unknown.map(JSONValue.string)),
            "negative_tests": [
                "covered": .integer(Int64(negativeTests.covered)), "count": .integer(Int64(negativeTests.total)),
            ],
        ]
    }
}

extension VectorCase.Expectation {
    /// What a vector with this expectation shows of its rules.
    fileprivate var proof: Proof {
        switch self {
        case .valid, .acceptable: .one(accepts: true, refuses: false)
        case .invalid: .one(accepts: false, refuses: true)
        }
    }
}

extension Proof {
    fileprivate var json: JSONValue {
        ["count": .integer(Int64(count)), "accepts": .integer(Int64(accepts)), "refuses": .integer(Int64(refuses))]
    }
}
