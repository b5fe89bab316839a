import JSON
import TestSupport
import Testing

/// The main job, for real: three processes that talk over HTTP.
@Suite struct LoopTests {
    private let post: PostOffice
    private let bank: Bank
    private let ada: Person

    init() throws {
        let folder = try TemporaryFolder()
        post = try PostOffice(in: folder)
        bank = try Bank(in: folder, trusting: post)
        ada = try Person("ada", in: folder, trusting: post, bank)
    }

    @Test func `OFFER-04 OFFER-11 OFFER-12 a credential is offered, received, asked for and accepted`() throws {
        let offer = try post.offer("--tx-code", "--tx-code-prompt", "Code on your receipt")
        let terminal = try PseudoTerminal()
        let receiving = try ada.begin(["receive", offer.link], at: terminal)
        #expect(terminal.answer("Contact it? [Y/n] ", "\n"))
        #expect(terminal.answer("Receive it? [Y/n] ", "\n"))
        #expect(terminal.answer("Transaction code: ", "\(offer.transactionCode)\n"))
        let received = try receiving.ended()
        #expect(received.code == 0, "\(received.messages)")
        #expect(!offer.link.contains(offer.transactionCode), "the code goes another way")
        #expect(received.output.hasPrefix("stored "))
        #expect(received.messages.contains("the issuer says: Code on your receipt"))

        let credential = try #require(try ada.credentials().first)
        #expect(credential["type"] == "urn:carnet:postal:identity:1")
        #expect(credential["unused_copies"] == 10)
        let id = try #require(credential["id"]?.string)
        let shown = try ada.run("show", String(id.prefix(6)))
        #expect(shown.code == 0)
        #expect(shown.output.contains("\"Okoro\""))
        let verified = try ada.run("show", id, "--verify")
        #expect(verified.code == 0)
        #expect(verified.output.hasPrefix("accepted"))

        let asking = try bank.asking(["--query", repositoryPath("examples/queries/age-over-18.json")])
        let link = try asking.message(with: "openid4vp://")
        let presenting = try ada.begin(["present", link], at: terminal)
        let consent = terminal.shown(upTo: "Present this? [y/N] ")
        #expect(consent.hasSuffix("Present this? [y/N] "))
        terminal.type("y\n")
        let presented = try presenting.ended()
        #expect(presented.code == 0, "\(presented.messages)")
        #expect(presented.messages.contains("Harbour Bank asks for:"))
        #expect(presented.messages.contains("  authenticated by "), "RPC-04")
        #expect(presented.messages.contains("  identity    Harbour Bank"), "RPC-02")
        #expect(presented.messages.contains("age_equal_or_over.18"))
        #expect(!presented.messages.contains("family_name"), "nothing that was not asked for is offered")
        let report = try asking.ended()
        #expect(report.code == 0, "\(report.output)")
        #expect(report.output.hasPrefix("accepted"))
        #expect(report.output.contains("key binding proven"))
        #expect(report.output.contains(#""age_equal_or_over":{"18":true}}"#))
        #expect(!report.output.contains("Okoro"))

        let history = try JSONValue(parsing: try ada.run("--json", "history").output).array ?? []
        #expect(history.compactMap { $0["event"]?.string } == ["received", "presented"])
        let copies = try #require(try ada.credentials().first)
        #expect(copies["unused_copies"] == 9, "a copy that was shown is not shown to another verifier")
    }
}
