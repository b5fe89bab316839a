public import Files
public import JSON
public import Rules

/// Why a run of vectors could not be made, as opposed to a test that failed.
public enum ConformanceError: RuleError {
    /// A vector file is not JSON.
    case vectorsNotJSON(file: String, JSONError)
    /// A vector file has another shape than `vectors/schema.json` says.
    case vectorShape(file: String, place: String, problem: String)
    /// Two tests have the same id.
    case repeatedID(id: String, file: String, other: String)
    /// No file holds a test that was asked for.
    case nothingSelected
    /// No rule of the catalogue matches what was asked for.
    case noRuleMatches
    /// The rule catalogue, or another file of the repository, has another shape than expected.
    case catalogueShape(file: String, problem: String)
    /// The shim's command could not be started.
    case shimNotStarted(reason: String)
    /// The shim failed too often in a row to go on.
    case shimGaveUp(failures: Int, last: String)
    /// A vector file is not what its generator writes.
    case vectorsOutdated(files: [String])
    /// Rules that are built have neither a vector nor a test.
    case unproved(rules: [String])
    /// Of rules that need both, either what they let through or what they stop is not shown.
    case halfProved(rules: [String])
    /// A generated test could not be made.
    case notGenerated(Refusal)
    /// A file could not be read or written.
    case files(FilesError)

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .vectorsNotJSON(_, let error): error.refusal
        case .vectorShape(let file, let place, let problem):
            Refusal(
                "SEC-37", "vector_shape", "\(file), \(place): \(problem)",
                hint: "vectors/schema.json describes the shape of vector files")
        case .repeatedID(let id, let file, let other):
            Refusal(
                "SEC-37", "vector_id_repeated", "the test '\(id)' of \(file) has the id of one in \(other)",
                hint: "give every test an id of its own")
        case .nothingSelected:
            Refusal(
                "CLI-01", "nothing_selected", "no test was selected", hint: "check the files, --rule and --suite")
        case .noRuleMatches:
            Refusal(
                "CLI-01", "no_rule_matches", "no rule matches",
                hint: "'conformance coverage' lists the families; a pattern is such as 'HAIP-*'")
        case .catalogueShape(let file, let problem):
            Refusal(
                "SEC-37", "catalogue_shape", "\(file): \(problem)",
                hint: "run the command in the project's folder, or name it with --project")
        case .shimNotStarted(let reason):
            Refusal(
                "CLI-05", "shim_not_started", "the shim could not be started: \(reason)",
                hint: "try the command by hand; it must read lines from standard input")
        case .shimGaveUp(let failures, let last):
            Refusal(
                "CLI-05", "shim_gave_up", "the shim failed \(failures) times in a row, the last time because \(last)",
                hint: "send it one line of JSON by hand and look at its answer")
        case .vectorsOutdated(let files):
            Refusal(
                "SEC-37", "vectors_outdated", "not what the generator writes: \(files.joined(separator: ", "))",
                hint: "run 'conformance generate' and look at the difference")
        case .unproved(let rules):
            Refusal(
                "SEC-37", "unproved_rules", "built without a vector or a test: \(rules.joined(separator: ", "))",
                hint: "write a test whose name begins with the rule, or take the rule out of spec/built.json")
        case .halfProved(let rules):
            Refusal(
                "SEC-37", "half_proved_rules", "only one side is shown: \(rules.joined(separator: ", "))",
                hint:
                    "add a vector or a test for the other side, or say in 'oneSided' of spec/built.json why there is none"
            )
        case .notGenerated(let refusal): refusal.inside("generator")
        case .files(let error): error.refusal
        }
    }
}
