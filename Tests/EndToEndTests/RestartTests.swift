import Glibc
import JSON
import TestSupport
import Testing

/// Services that are killed in the middle of somebody's business, and services that are told to stop.
@Suite struct RestartTests {
    private let folder: TemporaryFolder
    private let post: PostOffice

    init() throws {
        folder = try TemporaryFolder()
        post = try PostOffice(in: folder)
    }

    @Test func `SEC-28 an issuer that starts empties the log that a killed one has left`() throws {
        _ = try post.offer()
        #expect(folder.bytes(of: "issuer/issuer.db-wal")?.isEmpty == false)
        try post.service.killAndRestart()
        #expect(folder.bytes(of: "issuer/issuer.db-wal")?.isEmpty ?? true)
    }

    @Test func `F-01 a verifier that is killed goes on with every transaction that it began`() throws {
        let bank = try Bank(in: folder, trusting: post)
        let ada = try Person("ada", in: folder, trusting: post, bank)
        #expect(try ada.run("--yes", "receive", try post.offer().link).code == 0)

        let begun = try bank.ask()
        try bank.service.killAndRestart()
        #expect(try ada.run("--yes", "present", begun.link).code == 0, "killed before the wallet came")
        #expect(try bank.result(of: begun)["state"] == "accepted")

        let fetched = try bank.ask()
        let terminal = try PseudoTerminal()
        let presenting = try ada.begin(["present", fetched.link], at: terminal)
        #expect(terminal.shown(upTo: "[y/N] ").hasSuffix("Present this? [y/N] "))
        try bank.service.killAndRestart()
        terminal.type("y\n")
        let presented = try presenting.ended()
        #expect(presented.code == 0, "killed while the person thought it over: \(presented.messages)")
        let result = try bank.result(of: fetched)
        #expect(result["state"] == "accepted")
        #expect(result["claims"]?["person"] != nil)

        let answered = try bank.ask()
        #expect(try ada.run("--yes", "present", answered.link).code == 0)
        try bank.service.killAndRestart()
        let kept = try bank.result(of: answered)
        #expect(kept["state"] == "accepted", "killed after the answer: the verdict is kept")
        #expect(kept["claims"] == nil, "SEC-28: the claims ended with the process that had their key")
    }

    @Test func `TSL-46 VC-24 a verifier that starts again learns what was revoked since, and keeps no list over it`()
        throws
    {
        let bank = try Bank(in: folder, trusting: post)
        let ada = try Person("ada", in: folder, trusting: post, bank)
        let offer = try post.offer()
        #expect(try ada.run("--yes", "receive", offer.link).code == 0)
        let before = try bank.ask()
        #expect(try ada.run("--yes", "present", before.link).code == 0)
        #expect(try bank.result(of: before)["state"] == "accepted")

        #expect(try post.run("--yes", "revoke", offer.issuance).code == 0)
        try bank.service.killAndRestart()
        let after = try bank.ask()
        #expect(try ada.run("--yes", "present", after.link).code == 1)
        let result = try bank.result(of: after)
        #expect(result["state"] == "rejected")
        #expect(result["claims"] == nil)
    }

    @Test func `CLI-05 a service that is gone is told from one that refuses`() throws {
        let bank = try Bank(in: folder, trusting: post)
        let ada = try Person("ada", in: folder, trusting: post, bank)
        let (offer, transaction) = (try post.offer(), try bank.ask())
        try bank.service.kill()
        try post.service.kill()
        #expect(try ada.run("--yes", "receive", offer.link).code == 5)
        #expect(try ada.run("--yes", "present", transaction.link).code == 5)
        #expect(try bank.asking(["--result", transaction.id]).ended().code == 5)
    }

    @Test func `F-01 an issuer that is killed goes on with every offer that it made`() throws {
        let ada = try Person("ada", in: folder, trusting: post)
        let made = try post.offer()
        try post.service.killAndRestart()
        #expect(try ada.run("--yes", "receive", made.link).code == 0, "killed before the wallet came")

        let fetched = try post.offer("--tx-code")
        let terminal = try PseudoTerminal()
        let receiving = try ada.begin(["receive", fetched.link], at: terminal)
        #expect(terminal.answer("Contact it? [Y/n] ", "\n"))
        #expect(terminal.answer("Receive it? [Y/n] ", "\n"))
        #expect(terminal.shown(upTo: "code: ").hasSuffix("Transaction code: "))
        try post.service.killAndRestart()
        terminal.type("\(fetched.transactionCode)\n")
        let received = try receiving.ended()
        #expect(received.code == 0, "killed while the person typed the code: \(received.messages)")
        #expect(try ada.credentials().count == 2)

        let token = try post.accessToken(for: try post.code(of: try post.offer()))
        for _ in 1...2 {
            #expect(try post.service.ask("/credential", "{}", bearer: token).status == 400, "killed after the token")
            #expect(try post.service.ask("/credential", "{}", bearer: "another").status == 401)
            try post.service.killAndRestart()
        }
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `F-18 a service that is told to stop finishes what is under way and exits with 0`(signal: Int32) throws {
        let service = post.service
        let body = Array("grant_type=nothing".utf8)
        let slow = try RawConnection(port: service.port)
        slow.send(service.head("POST", "/token", form: body, headers: ["Expect: 100-continue"]))
        #expect(try slow.text(until: "\r\n\r\n").hasPrefix("HTTP/1.1 100"), "the head has been taken in")
        service.process.send(signal)
        // Whoever comes now is sent away, or finds nobody; so long as neither is so, the signal has not arrived.
        while let answer = try? service.answer("GET", "/healthz"), answer.status == 200 {}
        slow.send(body)
        #expect(try slow.answer().status == 400, "the request that was under way is answered as ever")
        let ending = try service.process.ended()
        #expect(ending.code == 0)
        #expect(ending.output.hasSuffix("\"event\":\"stopped\",\"complete\":true}\n"))
        #expect(ending.messages.isEmpty)
    }
}
