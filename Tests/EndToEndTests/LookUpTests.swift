import JSON
import TestSupport
import Testing

/// A payment by an attestation whose type is an address, after the wallet has forgotten what is there.
@Suite struct LookUpTests {
    private let folder: TemporaryFolder
    private let post: PostOffice
    private let bank: Bank
    private let ada: Person

    init() throws {
        folder = try TemporaryFolder()
        post = try PostOffice(in: folder) { address in
            var type =
                try JSONValue(parsing: try repositoryFile("examples/types/payment-attestation.json")).object ?? [:]
            type["vct"] = .string(address)
            return .object(type)
        }
        bank = try Bank(in: folder, trusting: post)
        ada = try Person("ada", in: folder, trusting: post, bank)
        for (type, claims) in [("identity", "identity"), ("own", "payment-attestation")] {
            let offer = try post.offer(type: type, claims: repositoryPath("examples/claims/\(claims).json"))
            let received = try ada.run("--yes", "receive", offer.link)
            #expect(received.code == 0, "\(received.messages)")
        }
    }

    private func ask() throws -> Bank.Transaction {
        let query: JSONValue = [
            "credentials": [
                [
                    "id": "pay", "format": "dc+sd-jwt", "meta": ["vct_values": [.string(post.ownType ?? "")]],
                    "claims": [["path": ["account_id"]]],
                ]
            ]
        ]
        try folder.write(query.serialized(), to: "query.json")
        return try bank.ask(
            "--transaction-data", repositoryPath("examples/transaction-data/payment.json"),
            query: folder.file("query.json"))
    }

    /// Deleting any credential forgets the documents about all types.
    private func forget() throws {
        let identity = try #require(try ada.credentials().first { $0["type"] == "urn:carnet:postal:identity:1" })
        #expect(try ada.run("--yes", "delete", identity["id"]?.string ?? "").code == 0)
    }

    @Test func `DSEL-10 PAY-04 with what was kept on receipt nothing is to be looked up`() throws {
        let presented = try ada.run("--yes", "present", try ask().link)
        #expect(presented.code == 0, "\(presented.messages)")
        #expect(!presented.messages.contains("looked up"), "\(presented.messages)")
        #expect(presented.messages.contains("Confirm your payment"))
    }

    @Test func `DSEL-10 PAY-04 the person is asked before the host of a type is, and may say no`() throws {
        try forget()
        let transaction = try ask()
        let trial = try ada.run("present", transaction.link, "--dry-run")
        #expect(trial.code == 1)
        #expect(trial.messages.contains("would be looked up at 127.0.0.1"), "\(trial.messages)")
        #expect(trial.messages.contains("not looked up, since this is a trial"))
        func present(_ answers: [(question: String, answer: String)]) throws -> CommandProcess.Ending {
            let terminal = try PseudoTerminal()
            let presenting = try ada.begin(["present", transaction.link], at: terminal)
            for (question, answer) in answers { #expect(terminal.answer(question, answer), "\(question)") }
            return try presenting.ended()
        }
        let refused = try present([
            ("Look it up? [y/N] ", "n\n"), ("Tell the verifier that nothing is shared? [Y/n] ", "n\n"),
        ])
        #expect(refused.code == 1)
        #expect(refused.messages.contains("transaction_data_attestation"), "\(refused.messages)")
        #expect(try bank.result(of: transaction)["state"] == "open")
        let paid = try present([("Look it up? [y/N] ", "y\n"), ("(y: Pay, n: Cancel) [y/N] ", "y\n")])
        #expect(paid.code == 0, "\(paid.messages)")
        #expect(paid.messages.contains("Confirm your payment"))
        let again = try ada.run("present", try ask().link, "--dry-run")
        #expect(again.code == 0 && !again.messages.contains("looked up"), "\(again.messages)")
    }
}
