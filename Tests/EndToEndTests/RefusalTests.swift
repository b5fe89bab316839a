import JSON
import TestSupport
import Testing

/// The refusals that people meet: each with its exit code, its rule and a hint.
@Suite struct RefusalTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func refusal(_ ending: CommandProcess.Ending) throws -> JSONValue {
        try JSONValue(parsing: ending.messages.split(separator: "\n").last.map(String.init) ?? "")
    }

    @Test func `VC-24 a credential that was taken back is refused, and its holder can find out`() throws {
        let post = try PostOffice(in: folder)
        let bank = try Bank(in: folder, trusting: post)
        let ada = try Person("ada", in: folder, trusting: post, bank)
        let offer = try post.offer()
        #expect(try ada.run("--yes", "receive", offer.link).code == 0)
        #expect(try ada.run("status").code == 0)
        #expect(try post.run("--yes", "revoke", offer.issuance).code == 0)
        let transaction = try bank.ask()
        let presented = try ada.run("--yes", "--json", "present", transaction.link)
        #expect(presented.code == 1)
        #expect(try refusal(presented)["rule"] == "RSP-04")
        let result = try bank.asking(["--result", transaction.id]).ended()
        #expect(result.code == 1)
        #expect(result.output.contains("VC-24 status_invalid"), "\(result.output)")
        #expect(try bank.result(of: transaction)["state"] == "rejected", "it ended for good")
        #expect(try ada.run("status", "--refresh").code == 1)
        let known = try ada.run("--yes", "--json", "present", try bank.ask().link)
        #expect(known.code == 1)
        #expect(try refusal(known)["code"] == "nothing_answers", "the wallet knows by now, and spares its copies")
        #expect(known.messages.contains("taken back") || known.messages.contains("invalid"), "\(known.messages)")
    }

    @Test func `TOKEN-22 a mistyped code may be typed again, and TOKEN-20 not without end`() throws {
        let post = try PostOffice(in: folder, limits: ["transaction_code_attempts": 2])
        let ada = try Person("ada", in: folder, trusting: post)
        let first = try post.offer("--tx-code")
        let terminal = try PseudoTerminal()
        let receiving = try ada.begin(["receive", first.link], at: terminal)
        #expect(terminal.answer("Contact it? [Y/n] ", "\n"))
        #expect(terminal.answer("Receive it? [Y/n] ", "\n"))
        #expect(terminal.answer("Transaction code: ", "\(Self.otherCode(first))\n"))
        #expect(terminal.answer("Try again? [Y/n] ", "\n"))
        #expect(terminal.answer("Transaction code: ", "\(first.transactionCode)\n"))
        #expect(try receiving.ended().code == 0)

        let second = try post.offer("--tx-code")
        for _ in 1...2 {
            let wrong = try ada.run("--yes", "--json", "receive", second.link, "--tx-code", Self.otherCode(second))
            #expect(wrong.code == 1)
            #expect(!wrong.messages.contains(Self.otherCode(second)))
        }
        let late = try ada.run("--yes", "receive", second.link, "--tx-code", second.transactionCode)
        #expect(late.code == 1, "after two wrong codes the right one is worth nothing")
        #expect(late.messages.contains("hint:"))
        #expect(try ada.credentials().count == 1)
    }

    @Test func `OFFER-05 an offer that is used, over, taken back or unknown is refused`() throws {
        let post = try PostOffice(in: folder, limits: ["offer_seconds": 2])
        let ada = try Person("ada", in: folder, trusting: post)
        // Nothing but the end of its time makes an offer expire, so this waits for it.
        let late = try post.offer()
        while try !post.run("list").output.contains("expired") {}
        let other = late.link.dropLast(4) + "AAAA"
        let closed = try post.offer()
        #expect(try post.run("--yes", "revoke", closed.issuance).code == 0)
        for link in [late.link, String(other), closed.link] {
            let refused = try ada.run("--yes", "--json", "receive", link)
            #expect(refused.code == 1, "\(refused.messages)")
            #expect(try refusal(refused)["hint"]?.string?.isEmpty == false)
        }
        #expect(try ada.credentials() == [])
    }

    @Test func `OFFER-13 TRU-02 an offer of nobody who is trusted is refused before it is used up`() throws {
        let post = try PostOffice(in: folder)
        let ada = try Person("ada", in: folder)
        let offer = try post.offer()
        let refused = try ada.run("--yes", "--json", "receive", offer.link)
        #expect(refused.code == 1)
        #expect(try refusal(refused)["code"] == "no_trusted_issuer")
        try ada.trust(post, nil)
        #expect(try ada.run("--yes", "receive", offer.link).code == 0, "the offer is as it was")
    }

    @Test func `DSEL-10 SEC-27 who declines and who has nothing look the same to the verifier`() throws {
        let post = try PostOffice(in: folder)
        let bank = try Bank(in: folder, trusting: post)
        let ada = try Person("ada", in: folder, trusting: post, bank)
        let terminal = try PseudoTerminal()
        let nothing = try bank.ask()
        let lacking = try ada.begin(["present", nothing.link], at: terminal)
        #expect(terminal.answer("Tell the verifier that nothing is shared? [Y/n] ", "\n"))
        #expect(try lacking.ended().code == 1)
        #expect(try ada.run("--yes", "receive", try post.offer().link).code == 0)
        let declined = try bank.ask()
        let declining = try ada.begin(["present", declined.link], at: terminal)
        #expect(terminal.answer("Present this? [y/N] ", "n\n"))
        #expect(try declining.ended().code == 4)
        let results = try [nothing, declined].map { try bank.result(of: $0).object ?? [:] }
        for result in results {
            #expect(result["state"] == "wallet_error")
            #expect(result["wallet_error"] == "access_denied")
        }
        #expect(results[0].names == results[1].names)
        let held = try #require(try ada.credentials().first)
        #expect(held["unused_copies"] == 10, "nothing was shown")
    }

    @Test func `CLI-04 without a terminal nobody consents, and the verifier hears nothing`() throws {
        let post = try PostOffice(in: folder)
        let bank = try Bank(in: folder, trusting: post)
        let ada = try Person("ada", in: folder, trusting: post, bank)
        let offer = try post.offer()
        let unasked = try ada.run("--json", "receive", offer.link)
        #expect(unasked.code == 2)
        #expect(try refusal(unasked)["code"] == "no_terminal")
        #expect(try refusal(unasked)["hint"]?.string?.contains("--yes") == true)
        #expect(try ada.run("--yes", "receive", offer.link).code == 0, "the offer is as it was")
        let transaction = try bank.ask()
        let unanswered = try ada.run("present", transaction.link)
        #expect(unanswered.code == 2)
        #expect(unanswered.messages.contains("there is no terminal to ask: Present this?"))
        #expect(try bank.result(of: transaction)["state"] == "open")
    }

    @Test func `SEC-30 a backend is told what its service told`() throws {
        let post = try PostOffice(in: folder)
        let bank = try Bank(in: folder, trusting: post)
        try folder.write(Array("cvk_wrong".utf8), to: "wrong-key")
        let transaction = try bank.ask()
        let unknown = try bank.asking(["--result", String(transaction.id.reversed()), "--json"]).ended()
        #expect(unknown.code == 1)
        #expect(try refusal(unknown)["code"] == "no_such_transaction")
        let stranger = try bank.asking(["--result", transaction.id, "--json"], keyFile: "wrong-key").ended()
        #expect(stranger.code == 1)
        #expect(try refusal(stranger)["rule"] == "SEC-30")
        #expect(try refusal(stranger)["code"] == "unauthorized")
        #expect(!stranger.messages.contains("cvk_wrong"))
        let page = ScriptedPeer("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>")
        let lost = try bank.asking(["--result", transaction.id, "--json"], port: page.port).ended()
        page.stop()
        #expect(lost.code == 1)
        #expect(try refusal(lost)["code"] == "unexpected_answer")
    }

    /// A code of the same form that is another.
    private static func otherCode(_ offer: PostOffice.Offer) -> String {
        String(offer.transactionCode.map { $0 == "1" ? "2" : "1" })
    }
}
