import Glibc
import TestSupport
import Testing

@testable import Terminal

@Suite struct OutputChannelTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `CLI-06 CNEG-05 a reader that went away ends the output, not the work`() {
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [0, 0]
        unsafe pipe(&ends)
        close(ends[0])
        let channel = OutputChannel(descriptor: ends[1], environment: [:])
        channel.write([0x61])
        channel.write([0x62])
        #expect(channel.failure == nil)
        close(ends[1])
    }

    @Test func `CLI-06 CNEG-05 a disk that is full is told, and a command that printed to it has failed`() {
        let full = unsafe open("/dev/full", O_WRONLY)
        defer { close(full) }
        let messages = OutputChannel(capturedWidth: nil)
        let console = Console(
            output: OutputChannel(descriptor: full, environment: [:]), messages: messages,
            dialogue: ScriptedDialogue([]))
        #expect(SampleProgram.program.run(["show", "7f3a"], console: console) == .failed)
        #expect(messages.captured.contains("output_failed"))
        #expect(messages.captured.contains("No space left"))
    }

    @Test func `CLI-07 a file gets no colours and is never cut`() throws {
        let file = unsafe open(folder.file("out"), O_WRONLY | O_CREAT, 0o600)
        defer { close(file) }
        let channel = OutputChannel(descriptor: file, environment: ["TERM": "xterm", "LANG": "C", "COLUMNS": "40"])
        #expect(!channel.isTerminal && !channel.isColoured && channel.width == nil && !channel.isASCII)
        channel.write(Array("Zürich\n".utf8))
        #expect(folder.bytes(of: "out") == Array("Zürich\n".utf8))
    }

    @Test(arguments: [
        (["TERM": "xterm", "LANG": "en_GB.UTF-8"], true, false), (["TERM": "dumb", "LC_ALL": "C.utf8"], false, false),
        (["NO_COLOR": "1", "LC_CTYPE": "C.UTF-8"], false, false),
        (["NO_COLOR": "", "LANG": "de_DE.ISO-8859-1"], true, true),
        (["LC_ALL": "C", "LANG": "en_GB.UTF-8"], true, true),
    ])
    func `CLI-07 a terminal gets colours and Unicode when the variables allow it`(
        environment: [String: String], isColoured: Bool, isASCII: Bool
    ) throws {
        let pair = try PseudoTerminal()
        let channel = OutputChannel(descriptor: pair.device, environment: environment)
        #expect(channel.isTerminal)
        #expect(channel.isColoured == isColoured)
        #expect(channel.isASCII == isASCII)
        #expect(channel.glyphs == (isASCII ? .ascii : .unicode))
    }

    @Test func `CLI-07 the width is the terminal's, or what COLUMNS says`() throws {
        let pair = try PseudoTerminal()
        #expect(OutputChannel(descriptor: pair.device, environment: [:]).width == 80)
        pair.resize(columns: 123)
        #expect(OutputChannel(descriptor: pair.device, environment: [:]).width == 123)
        #expect(OutputChannel(descriptor: pair.device, environment: ["COLUMNS": "60"]).width == 60)
        #expect(OutputChannel(descriptor: pair.device, environment: ["COLUMNS": "-1"]).width == 123)
    }

    @Test func `CLI-07 progress is shown at a terminal only, and the next message replaces it`() {
        let terminal = Console.captured(width: 20)
        terminal.progress("fetching a rather long name")
        terminal.say("done")
        #expect(terminal.messages.captured == "\r\u{1B}[Kfetching a rather …\r\u{1B}[Kdone\n")
        let file = Console.captured()
        file.progress("fetching")
        file.say("done")
        #expect(file.messages.captured == "done\n")
    }
}
