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
        #expect(refused.messages.contains("hint: the request was answered already"), "\(refused.messages)")
        #expect(try bank.service.event("refused")["rule"] == "SES-08")
        #expect(try bank.result(of: transaction)["state"] == "accepted")
    }

    @Test func `SEC-18 SES-01 SES-08 VFY-13 the same bytes are taken once, and never again nor elsewhere`() throws {
        let (asked, elsewhere) = (try bank.ask(), try bank.ask())
        let (response, other) = (try written(by: people[0], asked), try written(by: people[1], elsewhere))
        #expect(try bank.service.answer("POST", response.path, form: response.form).status == 200)
        for _ in 1...2 {
            let replayed = try bank.service.answer("POST", response.path, form: response.form)
            #expect(replayed.status == 410)
            #expect(replayed.text == #"{"error":"invalid_request"}"#, "the reason is in the log alone")
            #expect(try bank.service.event("refused")["rule"] == "SES-08")
        }
        #expect(try bank.result(of: asked)["state"] == "accepted")
        #expect(try bank.service.answer("POST", other.path, form: response.form).status == 400)
        #expect(try bank.service.event("refused")["rule"] == "ENC-02", "encrypted to another transaction's key")
        #expect(try bank.result(of: elsewhere)["state"] == "open", "what was meant for another changes nothing")
        #expect(try bank.service.answer("POST", other.path, form: other.form).status == 200)
    }

    /// An answer that was not sent, and the path to which it belongs.
    private func written(
        by person: Person, _ transaction: Bank.Transaction
    ) throws -> (path: String, form: [UInt8]) {
        let file = "\(person.name).form"
        let presented = try person.run("--yes", "present", transaction.link, "--out", folder.file(file))
        let address = try #require(presented.messages.split(whereSeparator: \.isWhitespace).last, "\(presented)")
        let path = "/" + address.split(separator: "/").dropFirst(2).joined(separator: "/")
        return (path, try #require(folder.bytes(of: file)))
    }
}
