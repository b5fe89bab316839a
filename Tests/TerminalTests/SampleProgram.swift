import JSON
import Rules

@testable import Terminal

/// A small program with every kind of parameter; its commands print what they were given.
enum SampleProgram {
    static let vault = Option("vault", "FILE", "the vault", variable: "SAMPLE_VAULT")
    static let identifier = Positional("ID", "a credential, or the beginning of its identifier")
    static let raw = Flag("raw", "print the credential as it was received", letter: "r")
    static let copies = Option("copies", "N", "how many copies are shown", letter: "n", as: .integer(1...64))
    static let nonce = Option("nonce", "NONCE", "the verifier's nonce", count: .required)
    static let files = Positional("FILE", "what is checked", count: .several)
    static let target = Positional("TARGET", "where it goes", count: .optional)
    static let tags = Option("tag", "TAG", "a word to find it by", count: .any)

    static let show = Command(
        "show", "show one credential", discussion: "Shows all claims of one credential.",
        parameters: [identifier, raw, copies, tags],
        examples: [Example("sample show 7f3a", "all claims of the credential 7f3a…")]
    ) { call in
        call.console.print("show \(try call.required(identifier)) raw=\(call[raw]) copies=\(call[copies] ?? 0)")
        call.console.print("vault \(call[vault] ?? "none") tags \(call.values(of: tags).joined(separator: "+"))")
        return .done
    }

    static let check = Command("check", "check files", parameters: [nonce, files, raw, copies]) { call in
        call.console.print("check \(try call.required(nonce)): \(call.values(of: files).joined(separator: "|"))")
        try call.refuseBoth(raw, copies)
        return .failed
    }

    static let copy = Command("copy", "copy a file", parameters: [identifier, target]) { call in
        call.console.print("\(try call.required(identifier)) -> \(call[target] ?? "none")")
        return .done
    }

    static let trust = Command(
        "trust", "whom to trust",
        subcommands: [
            Command("list", "list the anchors") { call in
                call.console.print("trust list")
                call.console.print(json: ["anchors": []])
                return .done
            }
        ])

    static let fail = Command("fail", "fail in a chosen way", parameters: [Positional("HOW", "which way")]) { call in
        switch call.values(of: Positional("HOW", "")).first {
        case "known": throw SampleError.broken
        case "unknown": throw UnwordedError()
        case "declined": throw TerminalError.interrupted(question: "go on?")
        default: return .network
        }
    }

    static let program = Program(
        "sample", version: "1.2.3", "tries the command line out", globals: [vault],
        commands: [show, check, copy, trust, fail], examples: [Example("sample trust list", "all anchors")],
        libraries: { ["libsample 4.5"] },
        exitCode: { $0 as? SampleError == .broken ? .locked : .failed })

    /// Runs the program in memory, after something that must hold first.
    static func run(
        _ line: String, before: @escaping @Sendable () throws -> Void
    ) -> (code: ExitCode, output: String, messages: String) {
        let program = Program(
            "sample", version: "1.2.3", "tries the command line out", commands: [trust], before: before)
        let console = Console.captured()
        let code = program.run(line.split(separator: " ").map(String.init), console: console)
        return (code, console.output.captured, console.messages.captured)
    }

    /// Runs the program in memory.
    static func run(
        _ line: String, environment: [String: String] = [:], width: Int? = nil
    ) -> (code: ExitCode, output: String, messages: String) {
        let console = Console.captured(width: width)
        let code = program.run(line.split(separator: " ").map(String.init), environment: environment, console: console)
        return (code, console.output.captured, console.messages.captured)
    }
}

enum SampleError: RuleError {
    case broken
    var refusal: Refusal { Refusal("SDJWT-43", "sample_broken", "it is broken", hint: "mend it") }
}

struct UnwordedError: Error {}
