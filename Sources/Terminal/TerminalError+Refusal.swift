public import Rules

extension TerminalError {
    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .unknownOption(let name, let suggestion):
            Refusal(
                "CLI-01", "unknown_option", "there is no option \(name.escapedForTerminal(limit: 80))",
                hint: Self.didYouMean(suggestion))
        case .unknownCommand(let name, let suggestion):
            Refusal(
                "CLI-01", "unknown_command", "there is no command '\(name.escapedForTerminal(limit: 80))'",
                hint: Self.didYouMean(suggestion))
        case .commandMissing(let parent):
            Refusal("CLI-01", "command_missing", "\(parent) needs a command", hint: "'\(parent) --help' lists them")
        case .valueMissing(let option, let placeholder, let next):
            Refusal(
                "CLI-02", "value_missing", "\(option) needs a value (\(placeholder))",
                hint: next.map { "if \($0) is meant as the value, write \(option)=\($0)" }
                    ?? "write it after the option")
        case .valueUnexpected(let flag):
            Refusal(
                "CLI-02", "value_unexpected", "\(flag) takes no value", hint: "leave out what follows the equals sign")
        case .valueUnfit(let parameter, let value, let expected):
            Refusal(
                "CLI-02", "value_unfit", "\(parameter) is '\(value.escapedForTerminal(limit: 80))'",
                hint: "expected \(expected)")
        case .givenTwice(let option):
            Refusal("CLI-02", "given_twice", "\(option) is given twice", hint: "give it once")
        case .parameterMissing(let name):
            Refusal("CLI-02", "parameter_missing", "\(name) is missing", hint: "the command cannot do without it")
        case .tooManyPositionals(let first):
            Refusal(
                "CLI-02", "too_many_parameters", "'\(first.escapedForTerminal(limit: 80))' is one parameter too many",
                hint: "put a value that holds spaces in quotation marks")
        case .exclusive(let one, let other):
            Refusal(
                "CLI-02", "exclusive_parameters", "\(one) and \(other) exclude each other", hint: "choose one of them")
        case .cannotAsk(let question, let way):
            Refusal("CLI-04", "no_terminal", "there is no terminal to ask: \(question)", hint: way)
        case .interrupted(let question):
            Refusal(
                "CLI-04", "interrupted", "not answered: \(question)", hint: "nothing was changed; run the command again"
            )
        case .noUsableAnswer(let question):
            Refusal(
                "CLI-04", "no_usable_answer", "no answer that fits: \(question)",
                hint: "nothing was changed; run the command again")
        case .answerTooLong(let question, let limit):
            Refusal(
                "SEC-03", "answer_too_long", "the answer is longer than \(limit) bytes: \(question)",
                hint: "check what was pasted")
        case .secretUnreadable(let source, let reason):
            Refusal(
                "SEC-34", "secret_unreadable", "cannot read the secret from \(source): \(reason)",
                hint: "check the name or the number, and the rights")
        case .secretEmpty(let source):
            Refusal("SEC-34", "secret_empty", "\(source) holds no secret", hint: "its first line is the secret")
        case .secretsDiffer:
            Refusal(
                "CLI-04", "secrets_differ", "the two entries differ",
                hint: "run the command again and type the same twice")
        case .noMemoryForSecret:
            Refusal(
                "SEC-35", "no_memory_for_secret", "the system gave no memory for a secret",
                hint: "end other programs, or raise the limit of memory")
        case .outputFailed(let reason):
            Refusal(
                "CLI-06", "output_failed", "standard output did not take everything: \(reason)",
                hint: "what was written there is not complete; make room and run the command again")
        }
    }

    private static func didYouMean(_ suggestion: String?) -> String {
        suggestion.map { "did you mean \($0)?" } ?? "--help lists what there is"
    }
}
