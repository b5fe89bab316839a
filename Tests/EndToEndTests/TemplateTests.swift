import JSON
import TestSupport
import Testing

/// Questions that a relying party keeps by name.
@Suite struct TemplateTests {
    @Test func `VFY-02 CLI-01 a question that the operator keeps is asked by name, until it is removed`() throws {
        let folder = try TemporaryFolder()
        let post = try PostOffice(in: folder)
        let bank = try Bank(in: folder, trusting: post)
        func template(_ words: String...) throws -> CommandProcess.Ending {
            try CommandProcess(["verifier", "template"] + words, in: folder.path, environment: [:]).ended()
        }
        let file = repositoryPath("examples/templates/over-18.json")
        #expect(try template("add", "over-18", file).code == 0)
        let list = try template("list", "--json").output
        #expect(try JSONValue(parsing: list)[0]?["name"] == "over-18")
        #expect(try bank.asking(["--template", "over-18", "--no-wait"]).ended().code == 0)
        #expect(try bank.asking(["--template", "over-18", "--query", file, "--no-wait"]).ended().code == 2)
        #expect(try template("remove", "over-18").code == 0)
        #expect(try template("remove", "over-18").code == 1)
        let ending = try bank.asking(["--template", "over-18", "--no-wait"]).ended()
        #expect(ending.code == 1)
        #expect(ending.messages.contains("no_such_template"))
    }
}
