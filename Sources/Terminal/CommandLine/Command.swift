/// A command or subcommand: what it takes, what it says of itself, and what it does.
///
/// ```swift
/// enum ShowCommand {
///     static let id = Positional("ID", "a credential, or the beginning of its identifier")
///     static let raw = Flag("raw", "print the credential as it was received")
///     static let command = Command(
///         "show", "show one credential", parameters: [id, raw],
///         examples: [Example("wallet show 7f3a", "all claims of the credential 7f3a…")]
///     ) { call in
///         let id = try call.required(id)
///         …
///         return .done
///     }
/// }
/// ```
public struct Command: Sendable {
    /// What a command does with its parameters.
    public typealias Action = @Sendable (Invocation) throws -> ExitCode

    /// The word that calls it.
    public let name: String
    /// One line in the list of commands, without a full stop.
    public let summary: String
    /// More words for the command's own help; empty when the summary says all.
    public let discussion: String
    /// What it takes, in the order of help; positionals in the order of the command line.
    public let parameters: [any Parameter]
    /// How it is used.
    public let examples: [Example]
    /// Commands below it.
    public let subcommands: [Command]
    /// What it does; nil when it only groups others.
    public let action: Action?

    /// Declares a command.
    public init(
        _ name: String, _ summary: String, discussion: String = "", parameters: [any Parameter] = [],
        examples: [Example] = [], subcommands: [Command] = [], action: Action? = nil
    ) {
        (self.name, self.summary, self.discussion) = (name, summary, discussion)
        (self.parameters, self.examples, self.subcommands) = (parameters, examples, subcommands)
        self.action = action
    }

    var definitions: [ParameterDefinition] { parameters.map(\.definition) }
    var positionals: [ParameterDefinition] { definitions.filter { $0.form == .positional } }
}

/// A command line that works, and what it does.
public struct Example: Sendable, Hashable {
    /// What to type.
    public let line: String
    /// What happens then, without a full stop.
    public let meaning: String

    /// Pairs the two.
    public init(_ line: String, _ meaning: String) { (self.line, self.meaning) = (line, meaning) }
}
