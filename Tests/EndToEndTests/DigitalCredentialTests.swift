import JSON
import TestSupport
import Testing

/// The Digital Credentials API by hand: files stand for the browser between the page and the wallet.
@Suite struct DigitalCredentialTests {
    private let town: Town

    init() throws { town = try Town(origins: ["https://shop.example"]) }

    /// What the page would call the API with, in a file.
    private func call() throws -> (id: String, file: String) {
        let query = repositoryPath("examples/queries/age-over-18.json")
        let asked = try town.bank.asking(["--query", query, "--origin", "https://shop.example", "--no-wait"]).ended()
        #expect(asked.code == 0, "\(asked.messages)")
        try town.folder.write(Array(asked.output.utf8), to: "call.json")
        let id = asked.messages.split(separator: "transaction ").last?.split(separator: "\n").first.map(String.init)
        return (id ?? "", town.folder.file("call.json"))
    }

    @Test func `DP-01 DP-07 HAIP-06 a page asks, the wallet answers, the backend passes it on and reads the claims`()
        throws
    {
        let (id, file) = try call()
        let out = town.folder.file("answer.json")
        let presented = try town.ada.run("--yes", "present", file, "--origin", "https://shop.example", "--out", out)
        #expect(presented.code == 0, "\(presented.messages)")
        #expect(presented.messages.contains("Harbour Bank asks for:"))
        #expect(presented.messages.contains("answer to   https://shop.example"))
        #expect(presented.messages.contains("it is for the page that asked"))
        let report = try town.bank.asking(["--result", id, "--answer", out]).ended()
        #expect(report.code == 0, "\(report.output) \(report.messages)")
        #expect(report.output.hasPrefix("accepted"))
        #expect(report.output.contains(#""age_equal_or_over":{"18":true}}"#))
        let again = try town.bank.asking(["--result", id, "--answer", out]).ended()
        #expect(again.code == 1)
        #expect(again.messages.contains("SES-08"))
    }

    @Test
    func `DP-04 ERR-03 for another page the wallet gives nothing, and without a way to hand it over it does not ask`()
        throws
    {
        let (id, file) = try call()
        let out = town.folder.file("answer.json")
        let refused = try town.ada.run("--yes", "present", file, "--origin", "https://evil.example", "--out", out)
        #expect(refused.code == 1)
        #expect(refused.messages.contains("DP-04"))
        #expect(!town.folder.names.contains("answer.json"))
        #expect(try town.ada.run("--yes", "present", file, "--origin", "https://shop.example").code == 2)
        #expect(try town.ada.run("present", file, "--origin", "https://shop.example", "--dry-run").code == 0)
        #expect(try town.bank.result(of: Bank.Transaction(id: id, link: ""))["state"] == "open")
        let other = try town.bank.asking([
            "--query", repositoryPath("examples/queries/age-over-18.json"), "--origin", "https://evil.example",
            "--no-wait",
        ]).ended()
        #expect(other.code == 1)
        #expect(other.messages.contains("DP-07"))
    }
}
