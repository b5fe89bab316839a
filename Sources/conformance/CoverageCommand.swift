import ConformanceKit
import JSON
import Terminal

/// `conformance coverage`
enum CoverageCommand {
    static let project = Option("project", "DIR", "the project's folder, with spec, vectors and Tests (default: .)")
    static let rule = Option("rule", "GLOB", "only rules that match, such as 'HAIP-*', each with what it says")
    static let built = Flag("built", "only rules for which spec/built.json says that code exists")
    static let check = Flag("check", "fail when a built rule that must or should be kept has no vector and no test")
    static let all = Flag("all", "list every rule, not only those without a test")

    static let command = Command(
        "coverage", "show which rules have vectors and tests",
        discussion: """
            A rule counts as covered when a vector names it or when the name of a test begins with it. Ranges in names \
            of tests do not count: the vectors that such a test runs do.
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
            .init("with tests", .trailing), .init("with neither", .trailing), .init("which"),
        ])
        for (name, entries) in report.families {
            let bare = entries.filter(\.isBare)
            table.append([
                "\(name)", "\(entries.count)", "\(entries.count { $0.vectors > 0 })",
                "\(entries.count { $0.tests > 0 })", Text("\(bare.count)", bare.isEmpty ? .plain : .caution),
                "\(bare.map(\.rule).joined(separator: " "))",
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
        for name in report.unknown { console.warn("\(name) is named by a vector or a test and is no rule") }
        console.print(json: report.json)
        guard !call[check] || report.unproved.isEmpty else {
            throw ConformanceError.unproved(rules: report.unproved.map(\.rule))
        }
        return .done
    }

    private static func list(_ report: CoverageReport, to console: Console) {
        var table = Table([
            .init("rule", cutting: .forbidden), .init("built", cutting: .forbidden), .init("vectors", .trailing),
            .init("tests", .trailing), .init("what it says"),
        ])
        for entry in report.entries {
            table.append([
                "\(entry.rule)", entry.isBuilt ? Text("yes", .good) : "no", "\(entry.vectors)", "\(entry.tests)",
                "\(entry.text)",
            ])
        }
        console.print(table)
        console.print()
    }
}
