import JSON
import TestSupport
import Testing

/// A payment that an attestation for strong customer authentication signs, with the words of whoever issued it.
@Suite struct StrongAuthenticationTests {
    private let town: Town

    init() throws { town = try Town(holding: "payment-attestation") }

    private func ask(_ name: String) throws -> Bank.Transaction {
        try town.bank.ask(
            "--transaction-data", repositoryPath("examples/transaction-data/\(name).json"),
            query: repositoryPath("examples/queries/confirm-with-attestation.json"))
    }

    @Test func `PAY-02 PAY-10 PAY-11 PAY-12 a payment is shown in the person's language and confirmed`() throws {
        let transaction = try ask("payment")
        let terminal = try PseudoTerminal()
        let presenting = try town.ada.begin(["--lang", "fr", "present", transaction.link], at: terminal)
        #expect(terminal.answer("(y: Payer, n: Annuler) [y/N] ", "y\n"))
        let presented = try presenting.ended()
        #expect(presented.code == 0, "\(presented.messages)")
        let lines = presented.messages.split(separator: "\n").map(String.init)
        let start = try #require(lines.firstIndex { $0.contains("you would confirm: ") })
        #expect(lines[start].hasSuffix("Confirmez votre paiement"))
        #expect(lines[start + 1].contains("Bénéficiaire [payee.name]"))
        #expect(lines[start + 1].hasSuffix("Post Office Nairobi"), "PAY-12")
        #expect(lines[start + 2].contains("Montant [amount]"))
        #expect(lines[start + 2].hasSuffix("23.58 EUR"), "PAY-12")
        #expect(presented.messages.contains("Votre banque ne vous demande jamais"))
        #expect(presented.messages.contains("would be signed with Attestation de paiement"))
        #expect(try town.bank.proof(of: transaction, into: "proof.json").code == 0)
        let checked = try town.bank.run([
            "check", "--proof", "--allow-loopback", "--fetch-status", town.folder.file("proof.json"),
        ])
        #expect(checked.code == 0, "\(checked.output)")
        #expect(try town.ada.run("history", "2").output.contains("Payment Confirmation 8D8AC610"), "PAY-21")
    }

    @Test func `PAY-17 a bank pays from the account of whoever confirmed, and from no other`() throws {
        let transaction = try ask("payment")
        #expect(try town.ada.run("--yes", "present", transaction.link).code == 0)
        #expect(try town.bank.proof(of: transaction, into: "proof.json").code == 0)
        func pay(from account: String) throws -> CommandProcess.Ending {
            let order: JSONValue = [
                "amount": "23.58", "currency": "EUR", "payee": ["id": "KE-POST-0001"],
                "payer": ["account_id": .string(account)],
            ]
            try town.folder.write(order.serialized(), to: "order.json")
            return try town.bank.run([
                "check", "--proof", "--allow-loopback", "--fetch-status", "--order", town.folder.file("order.json"),
                town.folder.file("proof.json"),
            ])
        }
        let other = try pay(from: "A-2044-18")
        #expect(other.code == 1)
        #expect(other.output.contains("other_payer"), "\(other.output)")
        let paid = try pay(from: "A-2044-17")
        #expect(paid.code == 0, "\(paid.output)")
        #expect(paid.output.contains("its payer confirmed it"), "\(paid.output)")
    }

    @Test(arguments: ["login", "account-access"])
    func `PAY-03 PAY-08 other types that it names are confirmed as well`(name: String) throws {
        let transaction = try ask(name)
        #expect(try town.ada.run("--yes", "present", transaction.link).code == 0)
        #expect(try town.bank.result(of: transaction)["state"] == "accepted")
    }

    @Test(arguments: ["mandate", "money-order"])
    func `PAY-03 PAY-04 NT-11 what its type does not name it does not sign, and both sides are told`(name: String)
        throws
    {
        let transaction = try ask(name)
        let refused = try town.ada.run("--yes", "present", transaction.link)
        #expect(refused.code == 1)
        #expect(refused.messages.contains("rule: PAY-03 (transaction_data_attestation)"), "\(refused.messages)")
        #expect(try town.bank.result(of: transaction)["wallet_error"] == "invalid_transaction_data")
    }

    @Test func `TXD-02 what the person picks is read where the wallet recommends nothing`() throws {
        let transaction = try ask("mandate")
        let refused = try town.ada.run("--yes", "present", transaction.link, "--pick", "no-such-query=00")
        #expect(refused.code == 1)
        #expect(!refused.messages.contains("transaction_data_attestation"), "\(refused.messages)")
        #expect(try town.bank.result(of: transaction)["state"] == "open", "the verifier is told nothing")
    }
}
