import JSON
import TestSupport
import Testing

/// A payment is asked for, looked at, confirmed, and proven to a third party.
@Suite struct PaymentTests {
    private let town: Town

    init() throws { town = try Town() }

    private func ask(_ name: String) throws -> Bank.Transaction {
        try town.bank.ask(
            "--transaction-data", repositoryPath("examples/transaction-data/\(name).json"),
            query: repositoryPath("examples/queries/confirm-with-identity.json"))
    }

    private func check(_ file: String, _ more: String...) throws -> CommandProcess.Ending {
        try town.bank.run(
            ["check", "--proof", "--json", "--allow-loopback", "--fetch-status", town.folder.file(file)] + more)
    }

    @Test func `TXD-07 PAY-12 PAY-23 a payment is shown before consent, confirmed, and proven elsewhere`() throws {
        let transaction = try ask("payment")
        let trial = try town.ada.run("present", transaction.link, "--dry-run", "--json")
        #expect(trial.code == 0, "\(trial.messages)")
        let content = try JSONValue(parsing: trial.output)["transaction_data"]?[0]?["content"]
        #expect(content?["amount"] == "23.58 EUR")
        #expect(content?["payee"] == "Post Office Nairobi")
        #expect(try town.bank.result(of: transaction)["state"] == "open", "a trial confirms nothing")

        let terminal = try PseudoTerminal()
        let presenting = try town.ada.begin(["present", transaction.link], at: terminal)
        #expect(terminal.answer("Confirm and present this? [y/N] ", "y\n"))
        let presented = try presenting.ended()
        #expect(presented.code == 0, "\(presented.messages)")
        let lines = presented.messages.split(separator: "\n").map(String.init)
        let start = try #require(lines.firstIndex { $0.contains("you would confirm: Payment Confirmation") })
        #expect(lines[start + 1].hasSuffix("Post Office Nairobi"), "PAY-12")
        #expect(lines[start + 2].hasSuffix("23.58 EUR"), "PAY-12")
        #expect(presented.messages.contains("would be signed with Postal identity"))

        let missing = try town.bank.proof(of: transaction, into: "api-key")
        #expect(missing.code == 1, "a file that is there already is kept, and the package stays at the service")
        #expect(try town.bank.proof(of: transaction, into: "proof.json").code == 0)
        #expect(try town.bank.proof(of: transaction, into: "again.json").code == 1, "it is given out once")
        let good = try check("proof.json")
        #expect(good.code == 0, "\(good.output)")
        #expect(good.output.contains("VFY-09"))
        let history = try town.ada.run("history", "2").output
        #expect(history.contains("Payment Confirmation 8D8AC610-566D-4EF0-9C22-186B2A5ED793: Post Office Nairobi"))

        var package = try JSONValue(parsing: town.folder.bytes(of: "proof.json") ?? []).object ?? [:]
        package["nonce"] = "another-nonce-0123456"
        try town.folder.write(JSONValue.object(package).serialized(), to: "changed.json")
        #expect(try check("changed.json").code == 1)
        #expect(try check("proof.json", "--at", "2030-01-01T00:00:00Z").code == 1, "TXD-09 by another clock")
        #expect(try check("proof.json", "--nonce", "x").code == 2, "the package has its own")
    }

    @Test func `PAY-12 NT-14 a payee's name moves nothing on the screen`() throws {
        var object =
            try JSONValue(parsing: try repositoryFile("examples/transaction-data/payment.json")).object ?? [:]
        var payload = object["payload"]?.object ?? [:]
        payload["payee"] = ["name": "Post\u{202E}\n  Amount  1.00 EUR\u{1B}[2K", "id": "KE-POST-0001"]
        object["payload"] = .object(payload)
        try town.folder.write(JSONValue.object(object).serialized(), to: "moving.json")
        let transaction = try town.bank.ask(
            "--transaction-data", town.folder.file("moving.json"),
            query: repositoryPath("examples/queries/confirm-with-identity.json"))
        let shown = try town.ada.run("present", transaction.link, "--dry-run").messages
        let lines = shown.split(separator: "\n").map(String.init)
        let start = try #require(lines.firstIndex { $0.contains("you would confirm: Payment Confirmation") })
        #expect(lines[start + 1].hasSuffix(#"Post\u{202E}\n  Amount  1.00 EUR\u{1B}[2K"#), "\(lines[start + 1])")
        #expect(lines[start + 2].hasSuffix("23.58 EUR"))
        #expect(!shown.unicodeScalars.contains("\u{202E}"))
        #expect(!shown.contains("letters of several scripts"))
        payload["payee"] = ["name": "P\u{43E}st Office Nairobi", "id": "KE-POST-0001"]
        object["payload"] = .object(payload)
        try town.folder.write(JSONValue.object(object).serialized(), to: "alike.json")
        let alike = try town.bank.ask(
            "--transaction-data", town.folder.file("alike.json"),
            query: repositoryPath("examples/queries/confirm-with-identity.json"))
        let trial = try town.ada.run("--json", "present", alike.link, "--dry-run")
        let mixed = trial.messages.split(separator: "\n").filter { $0.contains("letters of several scripts") }
        #expect(mixed.count == 1 && mixed[0].contains("P\u{43E}st Office Nairobi"), "\(trial.messages)")
        let field = try JSONValue(parsing: trial.output)["transaction_data"]?.array?[0]["content"]?["fields"]?.array?[0]
        #expect(field?["mixes_scripts"] == true)
        payload["payee"] = ["name": .string(String(repeating: "x", count: 10_000)), "id": "KE-POST-0001"]
        object["payload"] = .object(payload)
        try town.folder.write(JSONValue.object(object).serialized(), to: "long.json")
        let refused = try town.bank.asking([
            "--json", "--query", repositoryPath("examples/queries/confirm-with-identity.json"), "--transaction-data",
            town.folder.file("long.json"),
        ]).ended()
        #expect(refused.messages.contains("transaction_data_field"))
    }

    @Test func `PAY-17 NT-16 a bank pays what was confirmed, once`() throws {
        let transaction = try ask("payment")
        #expect(try town.ada.run("--yes", "present", transaction.link).code == 0)
        #expect(try town.bank.proof(of: transaction, into: "proof.json").code == 0)
        func pay(_ amount: String, _ more: String...) throws -> CommandProcess.Ending {
            let order: JSONValue = ["amount": .string(amount), "currency": "EUR", "payee": ["id": "KE-POST-0001"]]
            try town.folder.write(order.serialized(), to: "order.json")
            return try town.bank.run(
                ["check", "--proof", "--json", "--allow-loopback", "--fetch-status", town.folder.file("proof.json")]
                    + ["--order", town.folder.file("order.json")] + more)
        }
        let memory = ["--executed", town.folder.file("payments.db")]
        let dearer = try pay("23.59", memory[0], memory[1])
        #expect(dearer.code == 1)
        #expect(dearer.output.contains("order_differs"))
        #expect(try pay("23.58", memory[0], memory[1]).code == 0)
        let again = try pay("23.58", memory[0], memory[1])
        #expect(again.code == 1)
        #expect(again.output.contains("already_executed"))
        #expect(try pay("23.58").code == 0, "who does not have it remembered remembers it elsewhere")
        let words = ["check", "--order", town.folder.file("order.json"), town.folder.file("proof.json")]
        #expect(try town.bank.run(words).code == 2, "an order without --proof")
        #expect(
            try town.bank.run(words + ["--proof", town.folder.file("proof.json")]).code == 2, "one order for two proofs"
        )
        #expect(
            try town.bank.run(["check", "--proof", "--executed", "x.db", town.folder.file("proof.json")]).code == 2)
        #expect(try town.bank.run(["check", "--proof", "--max-age", "24", town.folder.file("proof.json")]).code == 2)
        let blind = try town.bank.run(words + ["--proof"])
        #expect(blind.code == 2, "nobody was asked for a status")
        #expect(blind.messages.contains("--fetch-status or --offline"))
        #expect(try pay("23.58", "--at", "2026-11-24T10:00:00Z").code == 2, "a payment is made now")
        #expect(try pay("23.58", "--max-age", "0").code == 2)
        #expect(try pay("23.58", "--max-age", "1").code == 0)
    }

    @Test func `PAY-17 STA-07 a bank without a network pays by a snapshot, which must know every status`() throws {
        // The service has met no list yet.
        #expect(try town.bank.run(["trust", "snapshot", "--out", "blind.snapshot"]).code == 0)
        let transaction = try ask("payment")
        #expect(try town.ada.run("--yes", "present", transaction.link).code == 0)
        #expect(try town.bank.proof(of: transaction, into: "proof.json").code == 0)
        #expect(try town.bank.run(["trust", "snapshot", "--out", "today.snapshot"]).code == 0)
        try town.post.service.kill()
        let order: JSONValue = ["amount": "23.58", "currency": "EUR", "payee": ["id": "KE-POST-0001"]]
        try town.folder.write(order.serialized(), to: "order.json")
        func pay(_ snapshot: String, _ more: String...) throws -> CommandProcess.Ending {
            try town.bank.run(
                [
                    "check", "--proof", "--allow-loopback", "--offline", snapshot, "--order", "order.json",
                    "--executed", "payments.db", "proof.json",
                ] + more)
        }
        let blind = try pay("blind.snapshot")
        #expect(blind.code == 1, "\(blind.output)")
        #expect(try pay("today.snapshot", "--allow-unknown-status").code == 2)
        #expect(try pay("blind.snapshot", "--allow-unknown-status").code == 2)
        let paid = try pay("today.snapshot")
        #expect(paid.code == 0, "\(paid.output)\(paid.messages)")
        #expect(paid.output.contains("pay 23.58 EUR to KE-POST-0001"), "\(paid.output)")
        let again = try pay("today.snapshot")
        #expect(again.code == 1)
        #expect(again.output.contains("already_executed"))
        #expect(!again.output.contains("pay 23.58 EUR"))
    }

    @Test func `TXD-07 PMO-02 a money order that the person declines is not confirmed`() throws {
        let transaction = try ask("money-order")
        let terminal = try PseudoTerminal()
        let presenting = try town.ada.begin(["present", transaction.link], at: terminal)
        #expect(terminal.answer("Confirm and present this? [y/N] ", "n\n"))
        let declined = try presenting.ended()
        #expect(declined.code == 4)
        #expect(declined.messages.contains("15 230.00 KES"))
        #expect(try town.bank.result(of: transaction)["wallet_error"] == "access_denied")
        let proof = try town.bank.proof(of: transaction, into: "none.json")
        #expect(proof.code == 1, "\(proof.code ?? -1) \(proof.messages)")
    }

    @Test func `TXD-02 where there are too many combinations the wallet says so, and takes what is picked`() throws {
        let names = (0..<11).map { "q\($0)" }
        let asked: JSONValue = [
            "credentials": .array(
                names.map { name in
                    [
                        "id": .string(name), "format": "dc+sd-jwt",
                        "meta": ["vct_values": ["urn:carnet:postal:identity:1"]], "claims": [["path": ["family_name"]]],
                    ]
                }),
            "credential_sets": .array(names.map { ["required": false, "options": [[.string($0)]]] }),
        ]
        let file = try repositoryFile("examples/transaction-data/money-order.json")
        var order = try JSONValue(parsing: file).object ?? [:]
        order["credential_ids"] = ["q10"]
        try town.folder.write(asked.serialized(), to: "wide.json")
        try town.folder.write(JSONValue.object(order).serialized(), to: "order.json")
        let transaction = try town.bank.ask(
            "--transaction-data", town.folder.file("order.json"), query: town.folder.file("wide.json"))
        let untold = try town.ada.run("--yes", "present", transaction.link)
        #expect(untold.code == 1)
        #expect(untold.messages.contains("not all of them were looked at"))
        #expect(untold.messages.contains("can answer 'q10'") && untold.messages.contains("(too_many_combinations)"))
        #expect(try town.bank.result(of: transaction)["state"] == "open", "the verifier is told nothing")
        let program = try town.ada.run("--yes", "--json", "present", transaction.link)
        #expect(try JSONValue(parsing: program.messages.lastLine)["code"] == "too_many_combinations")
        let id = try #require(try town.ada.credentials().first?["id"]?.string)
        let picked = try town.ada.run("--yes", "--json", "present", transaction.link, "--pick", "q10=\(id)")
        #expect(picked.code == 0, "\(picked.messages)")
        #expect(try JSONValue(parsing: picked.output)["all_combinations_looked_at"] == false)
        #expect(try town.bank.result(of: transaction)["state"] == "accepted")
    }

    @Test func `TXD-02 a payment with a field that nobody knows is not even asked for`() throws {
        var object =
            try JSONValue(
                parsing: try repositoryFile("examples/transaction-data/payment.json")
            ).object ?? [:]
        object["note"] = "x"
        try town.folder.write(JSONValue.object(object).serialized(), to: "wrong.json")
        let refused = try town.bank.asking([
            "--json", "--query", repositoryPath("examples/queries/confirm-with-identity.json"), "--transaction-data",
            town.folder.file("wrong.json"),
        ]).ended()
        #expect(refused.code == 1)
        #expect(refused.messages.contains("transaction_data_unknown_field"))
    }
}

extension String {
    fileprivate var lastLine: String { split(separator: "\n").last.map(String.init) ?? "" }
}
