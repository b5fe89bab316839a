import Bytes
import JSON
import TestSupport
import Testing

/// Several wallets and one verifier at the same time.
@Suite struct RaceTests {
    private let folder: TemporaryFolder
    private let post: PostOffice
    private let bank: Bank
    private let people: [Person]

    init() throws {
        let folder = try TemporaryFolder()
        let post = try PostOffice(in: folder)
        let bank = try Bank(in: folder, trusting: post)
        people = try ["ada", "ben"].map { name in
            let person = try Person(name, in: folder, trusting: post, bank)
            let received = try person.run("--yes", "receive", try post.offer().link)
            try #require(received.code == 0, "\(received.messages)")
            return person
        }
        (self.folder, self.post, self.bank) = (folder, post, bank)
    }

    /// Lets everybody read a request up to the question whether to answer it; then all say yes at once.
    private func answerTogether(_ links: [String]) throws -> [CommandProcess.Ending] {
        let terminals = try people.map { _ in try PseudoTerminal() }
        var running: [CommandProcess] = []
        for (index, person) in people.enumerated() {
            running.append(try person.begin(["present", links[index]], at: terminals[index]))
        }
        for terminal in terminals { #expect(terminal.shown(upTo: "[y/N] ").hasSuffix("Present this? [y/N] ")) }
        for terminal in terminals { terminal.type("y\n") }
        return try running.map { try $0.ended() }
    }

    @Test func `SES-01 two people answer two transactions at the same time, each with her own`() throws {
        let transactions = try people.map { _ in try bank.ask() }
        let endings = try answerTogether(transactions.map(\.link))
        #expect(endings.map(\.code) == [0, 0])
        for transaction in transactions { #expect(try bank.result(of: transaction)["state"] == "accepted") }
    }

    @Test func `SES-08 of two people who answer one transaction exactly one counts`() throws {
        let transaction = try bank.ask()
        let endings = try answerTogether([transaction.link, transaction.link])
        #expect(endings.compactMap(\.code).sorted() == [0, 1])
        let refused = try #require(endings.first { $0.code == 1 })
        #expect(refused.messages.contains("hint:"), "\(refused.messages)")
        #expect(try bank.service.event("refused")["rule"] == "SES-08")
        #expect(try bank.result(of: transaction)["state"] == "accepted")
    }

    @Test func `SES-08 VFY-13 the same bytes are taken once, and never again`() throws {
        let transaction = try bank.ask()
        let written = try people[0].run("--yes", "present", transaction.link, "--out", folder.file("response.form"))
        #expect(written.code == 0, "\(written.messages)")
        let address = try #require(written.messages.split(separator: " ").last { $0.hasPrefix("http://") })
        let path = "/" + address.split(separator: "/").dropFirst(2).joined(separator: "/").trimmingLineBreak
        let response = try #require(folder.bytes(of: "response.form"))
        #expect(try bank.service.answer("POST", path, form: response).status == 200)
        for _ in 1...2 {
            let replayed = try bank.service.answer("POST", path, form: response)
            #expect(replayed.status == 410)
            #expect(replayed.text == #"{"error":"invalid_request"}"#, "the reason is in the log alone")
            #expect(try bank.service.event("refused")["rule"] == "SES-08")
        }
        #expect(try bank.result(of: transaction)["state"] == "accepted")
        let elsewhere = try bank.ask()
        let other = try people[1].run("--yes", "present", elsewhere.link, "--out", folder.file("other.form"))
        let otherAddress = try #require(other.messages.split(separator: " ").last { $0.hasPrefix("http://") })
        let otherPath = "/" + otherAddress.split(separator: "/").dropFirst(2).joined(separator: "/").trimmingLineBreak
        #expect(try bank.service.answer("POST", otherPath, form: response).status == 400, "it is bound to its request")
        #expect(try bank.service.event("refused")["rule"] == "RSP-07")
        #expect(try bank.result(of: elsewhere)["state"] == "open")
    }
}

extension String {
    fileprivate var trimmingLineBreak: String { last == "\n" ? String(dropLast()) : self }
}
