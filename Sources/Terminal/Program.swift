internal import Glibc
internal import JSON
internal import Rules

/// A program: its commands, and the one way from the process's arguments to its exit code.
///
/// ```swift
/// @main struct Main {
///     static func main() { WalletProgram.program.main() }
/// }
/// ```
public struct Program: Sendable {
    private let root: Command
    private let version: String
    private let globals: [any Parameter]
    private let libraries: @Sendable () -> [String]
    private let exitCode: @Sendable (any Error) -> ExitCode
    private let before: @Sendable () throws -> Void

    /// Declares a program.
    ///
    /// - Parameters:
    ///   - name: what the person types.
    ///   - version: such as `0.1.0`.
    ///   - summary: what it is for, one line without a full stop.
    ///   - discussion: more words for its help.
    ///   - globals: options of all commands beside those that every program has.
    ///   - commands: what it can do.
    ///   - examples: how it is used.
    ///   - libraries: name and version of each library, for `--version --verbose` (SEC-37).
    ///   - before: what is done before any command acts, such as a self-test; when it throws, the command does not act. Not
    ///     done for help and versions.
    ///   - exitCode: the exit code for an error of a kit; errors of this module have their own.
    public init(
        _ name: String, version: String, _ summary: String, discussion: String = "", globals: [any Parameter] = [],
        commands: [Command], examples: [Example] = [], libraries: @escaping @Sendable () -> [String] = { [] },
        before: @escaping @Sendable () throws -> Void = {},
        exitCode: @escaping @Sendable (any Error) -> ExitCode = { _ in .failed }
    ) {
        root = Command(name, summary, discussion: discussion, examples: examples, subcommands: commands)
        self.version = version
        self.globals = globals + GlobalOptions.all
        self.libraries = libraries
        self.before = before
        self.exitCode = exitCode
    }

    /// Runs with the arguments, the environment and the streams of the process, and ends it.
    public func main() -> Never {
        // A reader that goes away must not kill a command between two steps; writing then fails, and nothing else.
        signal(SIGPIPE, SIG_IGN)
        let environment = Self.environment()
        let console = Console(
            output: OutputChannel(descriptor: 1, environment: environment),
            messages: OutputChannel(descriptor: 2, environment: environment), dialogue: TerminalDevice())
        exit(run(Array(CommandLine.arguments.dropFirst()), environment: environment, console: console).rawValue)
    }

    /// Runs with what is given; tests call it.
    ///
    /// - Parameters:
    ///   - arguments: without the program's name.
    ///   - environment: the variables.
    ///   - console: where to print and ask; its mode is set by the arguments.
    public func run(_ arguments: [String], environment: [String: String] = [:], console: Console) -> ExitCode {
        var parser = CommandLineParser(root, globals: globals, environment: environment)
        var console = console
        do throws(TerminalError) {
            try parser.read(arguments)
        } catch {
            console.mode = Self.mode(parser.values)
            return refuse(error, parser.path, console)
        }
        console.mode = Self.mode(parser.values)
        if parser.wantsHelp { return showHelp(parser.path, console) }
        if parser.values.texts["--version"] != nil { return showVersion(console) }
        let call = Invocation(console: console, environment: environment, values: parser.values)
        return finish(perform(parser.path, call), console)
    }

    private func perform(_ path: [Command], _ call: Invocation) -> ExitCode {
        do {
            guard let action = path.last?.action else { return .usage }
            try before()
            return try action(call)
        } catch let error as TerminalError where error.exitCode == .usage {
            return refuse(error, path, call.console)
        } catch {
            let code = (error as? TerminalError)?.exitCode ?? exitCode(error)
            call.console.report(error, program: root.name)
            return code
        }
    }

    private func refuse(_ error: TerminalError, _ path: [Command], _ console: Console) -> ExitCode {
        console.report(error, program: root.name)
        guard !console.mode.isJSON else { return .usage }
        let page = HelpPage(path: path, globals: globals)
        console.write(Text(own: "usage: \(page.usage)", .faint), to: console.messages)
        return .usage
    }

    private func showHelp(_ path: [Command], _ console: Console) -> ExitCode {
        let page = HelpPage(path: path, globals: globals)
        for line in page.lines(width: console.output.width ?? 80) { console.write(line, to: console.output) }
        return finish(.done, console)
    }

    private func showVersion(_ console: Console) -> ExitCode {
        let libraries = console.mode.isVerbose ? self.libraries() : []
        console.print("\(root.name) \(version)")
        for library in libraries { console.print("\(library)") }
        console.print(
            json: [
                "name": .string(root.name), "version": .string(version),
                "libraries": .array(libraries.map { .string($0) }),
            ])
        return finish(.done, console)
    }

    /// What was printed and did not arrive is a failure, even when the work was done.
    private func finish(_ code: ExitCode, _ console: Console) -> ExitCode {
        guard let reason = console.output.failure else { return code }
        console.report(TerminalError.outputFailed(reason: reason), program: root.name)
        return code == .done ? .failed : code
    }

    private static func mode(_ values: ParsedValues) -> Console.Mode {
        func has(_ flag: Flag) -> Bool { values.texts[flag.definition.shown] != nil }
        var mode = Console.Mode()
        mode.isJSON = has(GlobalOptions.json)
        mode.isQuiet = has(GlobalOptions.quiet)
        mode.isVerbose = has(GlobalOptions.verbose)
        mode.isPlain = has(GlobalOptions.plain)
        mode.saysYes = has(GlobalOptions.yes)
        return mode
    }

    private static func environment() -> [String: String] {
        var variables: [String: String] = [:]
        var place = unsafe environ
        while let entry = unsafe place.pointee {
            let parts = unsafe String(cString: entry).split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
            unsafe place += 1
        }
        return variables
    }
}
