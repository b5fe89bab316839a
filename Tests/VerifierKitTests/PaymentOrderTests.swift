import Bytes
import CredentialModel
import Cryptography
import HTTP
import JSON
import OpenID4VP
import Rules
import SDJWTVC
import SQLite
import TestSupport
import Testing

@testable import VerifierKit

/// What a bank makes of an order and the proof that its payer confirmed it.
@Suite struct PaymentOrderTests {
    private let service: TestService
    private let router: Router
    private let folder: TemporaryFolder

    init() throws {
        service = try TestService()
        router = try service.routes()
        folder = try TemporaryFolder()
    }

    /// The proof of a confirmed payment.
    private func package(
        _ names: [String] = ["payment"], recurrence: JSONValue? = nil
    ) throws -> ProofPackage {
        let entries = try names.map { name in
            var entry = try TestService.confirmable(name)
            var payload = entry["payload"]?.object ?? [:]
            if name == "payment" { payload["recurrence"] = recurrence }
            entry["payload"] = .object(payload)
            return JSONValue.object(entry)
        }
        let open = try service.begin(router, transactionData: entries)
        let hashes = open.transactionData.map { Base64URL.encode(HashAlgorithm.sha256.hash(Array($0.utf8))) }
        #expect(try service.confirm(router, open, hashes: hashes).status == 200)
        let answer = TestService.backend(router, "GET", "/v1/transactions/\(open.id)/proof")
        return try ProofPackage(TestService.json(answer))
    }

    private static func order(_ change: JSONObject = [:]) -> JSONObject {
        var order: JSONObject = ["amount": "23.58", "currency": "EUR", "payee": ["id": "KE-POST-0001"]]
        for (name, value) in change { order[name] = value }
        return order
    }

    private func report(
        _ package: ProofPackage, _ order: JSONObject = order(), _ executed: ExecutedPayments? = nil,
        at now: UnixTime? = nil
    ) throws -> Report {
        let report = package.report(
            trust: service.post.trust(), status: NoStatusSource(why: "test"), policy: CredentialPolicy())
        #expect(report.isAccepted)
        return try PaymentOrderCheck(try PaymentOrder(.object(order)), executed: executed)
            .report(report, on: package, at: now ?? service.now)
    }

    /// The code of the refusal; nil when the payment is made.
    private func code(
        _ package: ProofPackage, _ order: JSONObject = order(), _ executed: ExecutedPayments? = nil,
        at now: UnixTime? = nil
    ) throws -> String? {
        let report = try report(package, order, executed, at: now)
        #expect(report.isAccepted == (report.refusal == nil))
        #expect(report.refusal.map { $0.rule == "PAY-17" } ?? true)
        #expect(report.isAccepted || report.credentials.allSatisfy { $0.claims == nil }, "nothing is released")
        return report.refusal?.code
    }

    private func memory() throws -> ExecutedPayments { try ExecutedPayments(at: folder.file("payments.db")) }

    @Test func `PAY-16 PAY-17 NT-16 an order with another amount, currency or payee is not carried out`() throws {
        let package = try package()
        #expect(try code(package) == nil)
        #expect(try code(package, Self.order(["amount": try JSONValue(parsing: "23.58")])) == nil, "as a number too")
        #expect(throws: VerifierKitError.self) { try code(package, Self.order(["amount": "23.580"])) }
        for amount in ["23.59", "23.57", "2358", "0.01"] {
            #expect(try code(package, Self.order(["amount": .string(amount)])) == "order_differs")
        }
        #expect(try code(package, Self.order(["currency": "USD"])) == "order_differs")
        for payee in ["KE-POST-0002", "ke-post-0001", "KE-POST-0001 "] {
            #expect(try code(package, Self.order(["payee": ["id": .string(payee)]])) == "order_differs")
        }
        #expect(try code(package, Self.order(["payee": ["id": "KE-POST-0001", "name": "Somebody"]])) == nil)
    }

    @Test func `PAY-17 of several payments the order names one, and a money order is none`() throws {
        let id = try TestService.confirmable()["payload"]?["transaction_id"]
        let two = try package(["payment", "money-order"])
        #expect(try code(two) == nil)
        #expect(try code(two, Self.order(["transaction_id": id ?? .null])) == nil)
        #expect(try code(two, Self.order(["transaction_id": "MO-2026-000123"])) == "no_such_payment")
        #expect(try code(try package(["money-order"])) == "no_such_payment")
        #expect(try code(try package(["mandate"])) == "no_such_payment", "a mandate is no payment yet")
    }

    @Test func `PAY-17 NT-16 one authentication code is good for one payment, in every later run`() throws {
        let package = try package()
        #expect(try code(package, Self.order(["amount": "23.59"]), memory()) == "order_differs")
        #expect(try code(package, Self.order(), memory()) == nil, "what was refused was not made")
        #expect(try code(package, Self.order(), memory()) == "already_executed")
        #expect(try code(package, Self.order(), memory(), at: service.now + 400 * 86_400) == "already_executed")
        #expect(try code(package) == nil, "without a memory nobody counts")
        let steps = try report(package).steps.filter { $0.rule == "PAY-17" }
        #expect(steps.count == 2)
        #expect(steps.last?.outcome == .skipped(why: "payments are not remembered here; --executed does so"))
    }

    @Test func `PAY-17 what is remembered tells nothing of the payment`() throws {
        #expect(try code(try package(), Self.order(), memory()) == nil)
        let file = (folder.bytes(of: "payments.db") ?? []) + (folder.bytes(of: "payments.db-wal") ?? [])
        let text = String(decoding: file, as: UTF8.self)
        #expect(!file.isEmpty)
        for secret in ["KE-POST-0001", "Nairobi", "b0R4zQ7mTk2bJw5yXc1pVg"] { #expect(!text.contains(secret)) }
    }

    @Test func `PAY-17 a series has as many payments as the payer confirmed`() throws {
        let package = try package(recurrence: ["frequency": "MNTH", "number": 2])
        #expect(try code(package) == "series_not_counted")
        #expect(try code(package, Self.order(), memory()) == nil)
        #expect(try code(package, Self.order(["amount": "23.57"]), memory()) == "order_differs")
        #expect(try code(package, Self.order(), memory()) == nil)
        #expect(try code(package, Self.order(), memory()) == "already_executed")
    }

    @Test func `PAY-17 a series has a first and a last day`() throws {
        let package = try package(
            recurrence: ["frequency": "MNTH", "start_date": "2026-12-01", "end_date": "2027-02-01"])
        func paid(_ day: String) throws -> String? { try code(package, Self.order(["date": .string(day)]), memory()) }
        #expect(try paid("2026-11-30") == "outside_series")
        #expect(try paid("2026-12-01") == nil)
        #expect(try paid("2027-02-01") == nil)
        #expect(try paid("2027-02-02") == "outside_series")
        let (first, early) = (UnixTime(rfc3339: "2026-12-01T23:00:00Z"), UnixTime(rfc3339: "2026-11-30T23:00:00Z"))
        #expect(try code(package, Self.order(), memory(), at: first) == nil, "the day of the check")
        #expect(try code(package, Self.order(), memory(), at: early) == "outside_series")
    }

    @Test func `PAY-17 a series has amounts and a total`() throws {
        func paid(_ options: String, _ amounts: String...) throws -> [String?] {
            let recurrence = try JSONValue(parsing: #"{"frequency":"MNTH","mit_options":\#(options)}"#)
            let package = try package(recurrence: recurrence)
            let memory = try ExecutedPayments(at: folder.file("\(options.utf8.count)-\(amounts.count).db"))
            return try amounts.map { try code(package, Self.order(["amount": .string($0)]), memory) }
        }
        let (outside, differs) = ("outside_series", "order_differs")
        let varying = try package(
            recurrence: try JSONValue(parsing: #"{"frequency":"MNTH","mit_options":{"amount_variable":true}}"#))
        #expect(try code(varying, Self.order(["currency": "USD"]), memory()) == differs)
        #expect(
            try paid(#"{"amount_variable":true,"min_amount":10,"max_amount":30}"#, "10", "30", "9.99", "30.01")
                == [nil, nil, outside, outside])
        #expect(try paid(#"{"amount_variable":true}"#, "1", "23.58", "23.59") == [nil, nil, outside])
        #expect(try paid(#"{"amount_variable":false,"max_amount":99}"#, "23.58", "24") == [nil, differs])
        #expect(try paid(#"{"total_amount":50}"#, "23.58", "23.58", "23.58") == [nil, nil, outside])
        #expect(try paid(#"{"initial_amount":1}"#, "23.58", "1", "1", "23.58") == [differs, nil, differs, nil])
        #expect(
            try paid(#"{"initial_amount":0,"initial_amount_number":2}"#, "0", "0", "0", "23.58")
                == [nil, nil, differs, nil])
    }

    @Test(arguments: [
        [] as JSONValue, [:], ["amount": "1", "currency": "EUR"], ["amount": "1", "payee": ["id": "x"]],
        ["currency": "EUR", "payee": ["id": "x"]], ["amount": "1e2", "currency": "EUR", "payee": ["id": "x"]],
        ["amount": "1", "currency": "eur", "payee": ["id": "x"]], ["amount": "1", "currency": "EUR", "payee": "x"],
        ["amount": "1", "currency": "EUR", "payee": ["id": ""]],
        ["amount": "1", "currency": "EUR", "payee": ["id": "x", "iban": "y"]],
        ["amount": "1", "currency": "EUR", "payee": ["id": "x"], "note": "y"],
        ["amount": "1", "currency": "EUR", "payee": ["id": "x"], "date": "1.1.2027"],
        ["amount": "1", "currency": "EUR", "payee": ["id": "x"], "transaction_id": 1],
    ])
    func `PAY-17 an order of another form is none`(order: JSONValue) {
        do throws(VerifierKitError) {
            _ = try PaymentOrder(order)
            Issue.record("read")
        } catch { #expect(error.refusal.code == "bad_payment_order") }
    }

    @Test func `PAY-17 a proof that does not hold is left as it is, and nothing is remembered`() throws {
        let package = try package()
        let late = package.report(
            trust: service.post.trust(), status: NoStatusSource(why: "test"), policy: CredentialPolicy(),
            at: service.now + 3600)
        #expect(!late.isAccepted)
        let check = PaymentOrderCheck(try PaymentOrder(.object(Self.order())), executed: try memory())
        let report = try check.report(late, on: package, at: service.now)
        #expect(!report.steps.contains { $0.rule == "PAY-17" })
        #expect(try code(package, Self.order(), memory()) == nil)
    }
}
