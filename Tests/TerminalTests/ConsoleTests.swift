import Glibc
import JSON
import TestSupport
import Testing

@testable import Terminal

@Suite struct ConsoleTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func mode(_ change: (inout Console.Mode) -> Void) -> Console.Mode {
        var mode = Console.Mode()
        change(&mode)
        return mode
    }

    @Test(arguments: [
        ("y", Console.Preset.no, true), ("YES", .no, true), (" yes ", .no, true), ("n", .yes, false),
        ("No", .yes, false),
        ("", .no, false), ("", .yes, true),
    ])
    func `CLI-04 yes and no are understood`(answer: String, preset: Console.Preset, expected: Bool) throws {
        #expect(try Console.captured(answers: [answer]).confirm("present?", preset: preset) == expected)
    }

    @Test func `CLI-04 what is neither yes nor no is asked again, three times at most`() throws {
        let console = Console.captured(answers: ["maybe", "", "y"])
        #expect(try console.confirm("present?", preset: .none))
        #expect(throws: TerminalError.noUsableAnswer(question: "present?")) {
            try Console.captured(answers: ["a", "b", "c", "y"]).confirm("present?")
        }
    }

    @Test func `CLI-04 --yes answers without asking, and says so`() throws {
        let console = Console.captured(answers: ["n"], mode: mode { $0.saysYes = true })
        #expect(try console.confirm("present?"))
        #expect(console.messages.captured == "present? yes (--yes)\n")
    }

    @Test func `CLI-04 CNEG-03 without anybody to ask the question fails and names the way to answer it`() {
        #expect(throws: TerminalError.cannotAsk(question: "present?", way: "answer it with --yes")) {
            try Console.captured().confirm("present?")
        }
        #expect(throws: TerminalError.cannotAsk(question: "code", way: "give it as --tx-code CODE")) {
            try Console.captured().ask("code", option: "--tx-code CODE") { $0 }
        }
        #expect(TerminalError.cannotAsk(question: "", way: "").exitCode == .usage)
        #expect(TerminalError.interrupted(question: "").exitCode == .declined)
    }

    @Test(
        arguments: [("2", 1), ("", 2), (" 3", 2), ("0", nil), ("4", nil), ("-1", nil), ("two", nil)] as [(String, Int?)]
    )
    func `CLI-04 one of several is chosen by its number`(answer: String, index: Int?) throws {
        let console = Console.captured(answers: [answer, "1"])
        let chosen = try console.choose("which?", among: ["a", "b", "c"], preset: 2, option: "--id ID")
        #expect(chosen == index ?? 0)
        #expect(console.messages.captured.hasPrefix("  1  a\n  2  b\n  3  c\n"))
    }

    @Test func `CLI-04 a single choice is not asked`() throws {
        #expect(try Console.captured().choose("which?", among: ["a"], option: "--id ID") == 0)
    }

    @Test func `SEC-06 a question shows values from outside escaped`() throws {
        let dialogue = ScriptedDialogue(["y"])
        let console = Console(
            output: OutputChannel(capturedWidth: nil), messages: OutputChannel(capturedWidth: 80), dialogue: dialogue)
        #expect(try console.confirm("present to \("Bank\u{1B}[2K\rPost")?"))
        #expect(dialogue.prompts == [#"present to Bank\u{1B}[2K\rPost? [y/N] "#])
    }

    @Test func `SEC-06 JSON at a terminal means the same and cannot act on it`() {
        let console = Console.captured(mode: mode { $0.isJSON = true })
        console.print(json: ["name": "é\u{202E}\u{9B}\u{E0041}\u{1B}"], oneLine: true)
        #expect(console.output.captured == #"{"name":"é\u202e\u009b\udb40\udc41\u001b"}"# + "\n")
    }

    @Test func `CLI-06 data and messages go their own ways`() {
        let console = Console.captured()
        console.print("data")
        console.say("message")
        console.warn("careful")
        console.detail("detail")
        #expect(console.output.captured == "data\n")
        #expect(console.messages.captured == "message\nwarning: careful\n")
    }

    @Test func `CLI-06 quiet leaves warnings, verbose adds details`() {
        let quiet = Console.captured(mode: mode { $0.isQuiet = true })
        quiet.say("message")
        quiet.warn("careful")
        #expect(quiet.messages.captured == "warning: careful\n")
        let verbose = Console.captured(mode: mode { $0.isVerbose = true })
        verbose.detail("detail")
        #expect(verbose.messages.captured == "detail\n")
    }

    private func read(_ source: SecretSource, limitBytes: Int = 1024) throws(TerminalError) -> [UInt8] {
        let secret = try Console.captured().secret("Passphrase", from: source, limitBytes: limitBytes)
        return secret.bytes
    }

    @Test(arguments: [
        ("secret", "secret"), ("secret\n", "secret"), ("secret\r\n", "secret"), ("a\n\n", "a"), (" a ", " a "),
        ("first\n# note\n", "first"), ("first\r\nsecond", "first"),
    ])
    func `SEC-34 a secret is the first line of a file, without its line break`(content: String, secret: String)
        throws
    {
        try folder.write(Array(content.utf8), to: "s")
        #expect(try read(.file(folder.file("s"))) == Array(secret.utf8))
    }

    @Test func `SEC-34 a secret is read from a descriptor`() throws {
        var ends: [Int32] = [0, 0]
        unsafe pipe(&ends)
        unsafe write(ends[1], "secret\n", 7)
        close(ends[1])
        #expect(try read(.descriptor(ends[0])) == Array("secret".utf8))
        close(ends[0])
    }

    @Test func `SEC-34 what holds no secret is refused`() throws {
        let file = folder.file("s")
        #expect(throws: TerminalError.secretUnreadable(source: file, reason: "No such file or directory")) {
            try read(.file(file))
        }
        try folder.write([0x0A], to: "s")
        #expect(throws: TerminalError.secretEmpty(source: file)) { try read(.file(file)) }
        #expect(throws: TerminalError.secretUnreadable(source: "descriptor 1000000", reason: "Bad file descriptor")) {
            try read(.descriptor(1_000_000))
        }
        #expect(throws: TerminalError.secretUnreadable(source: folder.path, reason: "Is a directory")) {
            try read(.file(folder.path))
        }
    }

    @Test(arguments: [(1023, true), (1024, true), (1025, false), (100_000, false)])
    func `SEC-03 a secret has a length limit`(count: Int, isAccepted: Bool) throws {
        try folder.write([UInt8](repeating: 0x61, count: count) + [0x0A], to: "s")
        if isAccepted {
            #expect(try read(.file(folder.file("s"))).count == count)
        } else {
            #expect(throws: TerminalError.answerTooLong(question: "Passphrase", limitBytes: 1024)) {
                try read(.file(folder.file("s")))
            }
        }
    }

    @Test func `SEC-34 a secret file that others may read is warned of`() throws {
        try folder.write([0x61], to: "s")
        let console = Console.captured()
        unsafe chmod(folder.file("s"), 0o644)
        _ = try console.secret("Passphrase", from: .file(folder.file("s")))
        #expect(console.messages.captured.contains("can be read by others"))
        let silent = Console.captured()
        unsafe chmod(folder.file("s"), 0o600)
        _ = try silent.secret("Passphrase", from: .file(folder.file("s")))
        #expect(silent.messages.captured.isEmpty)
    }

    @Test func `CLI-04 a new secret is typed twice, and both must be the same`() throws {
        let secret = try Console.captured(answers: ["one", "one"]).newSecret("Passphrase", from: .prompt)
        #expect(secret.count == 3)
        for again in ["two", "on", "onee", ""] {
            #expect(throws: TerminalError.secretsDiffer) {
                _ = try Console.captured(answers: ["one", again]).newSecret("Passphrase", from: .prompt)
            }
        }
    }
}
