import ConformanceKit
import JSON
import Terminal

/// `conformance coverage`
enum CoverageCommand {
    static let project = Option("project", "DIR", "the project's folder, with spec, vectors and Tests (default: .)")
    static let rule = Option("rule", "GLOB", "only rules that match, such as 'HAIP-*', each with what it says")
    static let built = Flag("built", "only rules for which spec/built.json says that code exists")
    static let check = Flag("check", "fail when a built rule that must or should be kept lacks its proof")
    static let all = Flag("all", "list every rule, not only those without a test")

    static let command = Command(
        "coverage", "show which rules have vectors and tests",
        discussion: """
            A rule counts as covered when a vector names it or when the name of a test begins with it. Ranges in names \
            of tests do not count: the vectors that such a test runs do. A vector shows what a rule accepts or what it \
            refuses, as its result says. The name of a test says the same in words: a part between commas with 'refused', \
            'no', 'not', 'never', 'nothing', 'nobody' and the like shows what is stopped, any other what goes through. \
            Rules that spec/built.json lists as two-sided need both.
            """,
        parameters: [project, rule, built, check, all],
        examples: [
            Example("conformance coverage --built", "the rules that are built and have nothing"),
            Example("conformance coverage --built --check", "the same, and fail when there is one"),
            Example("conformance coverage --rule 'HAIP-*'", "the rules of the high assurance profile"),
        ], action: run)

    private static func run(_ call: Invocation) throws -> ExitCode {
        let folder = call[project] ?? "."
        let report = try CoverageReport(
            catalogue: try RuleCatalogue(project: folder),
            vectors: try VectorCollection(reading: ["\(folder)/vectors"]),
            tests: try TestNames.rules(below: "\(folder)/Tests"), onlyBuilt: call[built],
            pattern: call[rule].map(RulePattern.init))
        let console = call.console
        var table = Table([
            .init("family", cutting: .forbidden), .init("rules", .trailing), .init("with vectors", .trailing),
            .init("with tests", .trailing), .init("accept", .trailing), .init("refuse", .trailing),
            .init("with neither, or half", .trailing), .init("which"),
        ])
        for (name, entries) in report.families {
            let lacking = entries.filter { $0.isBare || $0.isHalf }
            table.append([
                "\(name)", "\(entries.count)", "\(entries.count { $0.vectors.count > 0 })",
                "\(entries.count { $0.tests.count > 0 })", "\(entries.count { $0.proof.accepts > 0 })",
                "\(entries.count { $0.proof.refuses > 0 })",
                Text("\(lacking.count)", lacking.isEmpty ? .plain : .caution),
                "\(lacking.map(\.rule).joined(separator: " "))",
            ])
        }
        if call[all] || call[rule] != nil { list(report, to: console) }
        console.print(table)
        let covered = report.entries.count - report.bare.count
        console.print()
        console.print("\(covered) of \(report.entries.count) rules have a vector or a test")
        console.print(
            "\(report.negativeTests.covered) of \(report.negativeTests.total) negative tests of the catalogue are vectors"
        )
        let twoSided = report.entries.filter { $0.isTwoSided && $0.isBuilt && $0.isBinding }
        if !twoSided.isEmpty {
            console.print(
                "\(twoSided.count { $0.proof.isTwoSided }) of \(twoSided.count) rules that need both show what goes through and what does not"
            )
        }
        for name in report.unknown { console.warn("\(name) is named by a vector or a test and is no rule") }
        console.print(json: report.json)
        guard call[check] else { return .done }
        guard report.unproved.isEmpty else { throw ConformanceError.unproved(rules: report.unproved.map(\.rule)) }
        guard report.half.isEmpty else { throw ConformanceError.halfProved(rules: report.half.map(\.rule)) }
        return .done
    }

    private static func list(_ report: CoverageReport, to console: Console) {
        var table = Table([
            .init("rule", cutting: .forbidden), .init("built", cutting: .forbidden), .init("vectors", .trailing),
            .init("tests", .trailing), .init("accept", .trailing), .init("refuse", .trailing), .init("what it says"),
        ])
        for entry in report.entries {
            table.append([
                "\(entry.rule)", entry.isBuilt ? Text("yes", .good) : "no", "\(entry.vectors.count)",
                "\(entry.tests.count)", "\(entry.proof.accepts)", "\(entry.proof.refuses)", "\(entry.text)",
            ])
        }
        console.print(table)
        console.print()
    }
}
