public import Rules

/// Why a command line was not understood, or a question could not be asked.
public enum TerminalError: RuleError {
    /// The program or the command has no such option.
    case unknownOption(name: String, suggestion: String?)
    /// The program or the command has no such subcommand.
    case unknownCommand(name: String, suggestion: String?)
    /// A command that only groups others was called alone.
    case commandMissing(after: String)
    /// An option stands without the value that it needs; `next` is the option that follows instead.
    case valueMissing(option: String, placeholder: String, next: String?)
    /// A flag was given a value.
    case valueUnexpected(flag: String)
    /// A value has not the form that the parameter needs.
    case valueUnfit(parameter: String, value: String, expected: String)
    /// An option that may stand once stands twice.
    case givenTwice(option: String)
    /// A parameter that must be given is missing.
    case parameterMissing(name: String)
    /// There are more positional parameters than the command takes.
    case tooManyPositionals(first: String)
    /// Two parameters exclude each other.
    case exclusive(one: String, other: String)
    /// A question must be asked, but there is nobody at a terminal; `way` says how else to answer it.
    case cannotAsk(question: String, way: String)
    /// The person ended the input or pressed Ctrl-C instead of answering.
    case interrupted(question: String)
    /// Several answers in a row were none of the possible ones.
    case noUsableAnswer(question: String)
    /// The answer is longer than the limit.
    case answerTooLong(question: String, limitBytes: Int)
    /// A secret could not be read from its file or descriptor; `reason` is the system's own words.
    case secretUnreadable(source: String, reason: String)
    /// The file or the descriptor held no secret.
    case secretEmpty(source: String)
    /// A new secret and its repetition differ.
    case secretsDiffer
    /// The system gave no memory for a secret.
    case noMemoryForSecret
    /// Standard output took not all that was written to it; `reason` is the system's own words.
    case outputFailed(reason: String)

    /// The exit code that fits the case.
    public var exitCode: ExitCode {
        switch self {
        case .interrupted, .noUsableAnswer: .declined
        case .answerTooLong, .secretUnreadable, .secretEmpty, .secretsDiffer, .noMemoryForSecret, .outputFailed: .failed
        default: .usage
        }
    }
}
