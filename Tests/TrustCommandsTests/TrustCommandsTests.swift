import Certificates
import Cryptography
import Files
import JOSE
import JSON
import Rules
import Terminal
import TestSupport
import Testing
import Trust
import TrustCommands

/// The subcommands of `trust`, run on a console in memory.
@Suite struct TrustCommandsTests {
    private let place: TemporaryFolder
    private let post: TestPost
    private let folder: TrustFolder
    private let program: Program

    init() throws {
        place = try TemporaryFolder()
        post = try TestPost()
        let folder = TrustFolder(path: place.file("trust"))
        self.folder = folder
        let trust = TrustCommands(of: "any") { _ in folder }
        program = Program(
            "any", version: "1", "trusts somebody",
            commands: [Command("trust", "say whom you trust", subcommands: [trust.list, trust.add, trust.remove])])
        try place.write(Array(PEM.text(of: [post.root]).utf8), to: "root.pem")
    }

    private func run(_ words: String..., answers: [String] = []) -> (code: ExitCode, output: String, messages: String) {
        let console = Console.captured(answers: answers)
        let code = program.run(["trust"] + words, console: console)
        return (code, console.output.captured, console.messages.captured)
    }

    private func add(_ answers: [String] = ["y"]) -> ExitCode {
        run(
            "add", place.file("root.pem"), "--id", "kea-post", "--purpose", "postal-issuer", "--type", TestPost.type,
            answers: answers
        ).code
    }

    @Test func `TRU-03 an entry is added, listed and removed, each after a yes`() throws {
        #expect(run("list").messages.contains("'any trust add FILE' adds an entry"))
        #expect(add(["n"]) == .declined)
        #expect(try folder.store().entries.isEmpty)
        #expect(add() == .done)
        let entry = try #require(try folder.store().entries.first)
        #expect(entry.anchors == [post.root])
        #expect(entry.name == "Post of Kea")
        #expect(run("list").output.contains("kea-post"))
        #expect(run("remove", "kea-post", answers: ["n"]).code == .declined)
        #expect(run("remove", "kea-post", answers: ["y"]).code == .done)
        #expect(try folder.store().entries.isEmpty)
        #expect(run("remove", "kea-post", answers: ["y"]).code == .failed)
    }

    @Test func `TRU-03 what an entry replaces is said`() {
        #expect(add() == .done)
        let again = run(
            "add", place.file("root.pem"), "--id", "kea-post", "--purpose", "status-signer", answers: ["y"])
        #expect(again.messages.contains("this replaces 'kea-post'"))
    }
}
