import ConformanceKit
import Files
import JSON
import Rules
import Terminal

/// `conformance run`
enum RunCommand {
    static let places = Positional("PATH", "vector files, or folders of them (default: vectors)", count: .any)
    static let rule = Option("rule", "GLOB", "only tests of rules that match, such as 'SDJWT-*'")
    static let suite = Option("suite", "NAME", "only tests of this suite")
    static let shim = Option("shim", "COMMAND", "test what answers behind this command of the shell")
    static let deadline = Option(
        "deadline", "SECONDS", "how long the shim may take for one answer (default: 10)", as: .integer(1...3600))
    static let codes = Flag("codes", "compare the shim's error codes too, when it uses Carnet's")
    static let junit = Option("junit", "FILE", "also write the outcome as JUnit XML")
    static let markdown = Option("markdown", "FILE", "also write the outcome as a page")

    static let command = Command(
        "run", "run vectors against Carnet or another implementation",
        discussion: """
            A shim reads one request a line from standard input, {"id", "operation", "input"}, and writes one answer a \
            line, {"id", "result", "output", "error"}, where result is valid, invalid or unsupported. The outcome is \
            compared with what the vector says; error codes are compared for Carnet itself, or with --codes.
            """,
        parameters: [places, rule, suite, shim, deadline, codes, junit, markdown],
        examples: [
            Example("conformance run", "all vectors, against Carnet"),
            Example("conformance run vectors/sdjwt --rule 'KB-*'", "all tests of key binding"),
            Example("conformance run --shim 'conformance shim' --codes", "the same over the shim protocol"),
        ], action: run)

    private static func run(_ call: Invocation) throws -> ExitCode {
        let paths = call.values(of: places)
        let vectors = try VectorCollection(reading: paths.isEmpty ? ["vectors"] : paths)
        let cases = vectors.cases(suite: call[suite], rule: call[rule].map(RulePattern.init))
        let console = call.console
        let progress = { (index: Int, test: VectorCase) in
            console.progress("\(index + 1) of \(cases.count): \(test.id)")
        }
        let outcome: ConformanceRun
        if let command = call[shim] {
            var subject = ShimSubject(
                command: command, seconds: Int64(call[deadline] ?? 10), usesOurCodes: call[codes])
            outcome = try ConformanceRun(cases, by: &subject, name: command, progress: progress)
        } else {
            var subject = InProcessSubject()
            outcome = try ConformanceRun(cases, by: &subject, name: "Carnet", progress: progress)
        }
        print(outcome, to: console)
        if let path = call[junit] { try write(outcome.junit, to: path) }
        if let path = call[markdown] { try write(outcome.markdown, to: path) }
        return outcome.isSound ? .done : .failed
    }

    private static func print(_ outcome: ConformanceRun, to console: Console) {
        var table = Table([
            .init("suite", cutting: .forbidden), .init("tests", .trailing), .init("passed", .trailing),
            .init("failed", .trailing), .init("unsupported", .trailing),
        ])
        for tally in outcome.tallies + [outcome.total] {
            table.append([
                "\(tally.suite)", "\(tally.total)", "\(tally.passed)",
                Text("\(tally.failed)", tally.failed == 0 ? .plain : .bad), "\(tally.unsupported)",
            ])
        }
        console.print(table)
        if !outcome.isSound {
            var failures = Table([
                .init("test", cutting: .forbidden), .init("rules"), .init("what it is"), .init("outcome"),
            ])
            for failure in outcome.failures {
                failures.append([
                    "\(failure.test.id)", "\(failure.test.rules.joined(separator: " "))", "\(failure.test.comment)",
                    Text(failure.difference?.words ?? "", .bad),
                ])
            }
            console.print()
            console.print(failures)
        }
        console.print(json: outcome.json)
    }

    private static func write(_ text: String, to path: String) throws {
        try Files.write(Array(text.utf8), to: path, for: .everyone, existing: .replace)
    }
}
