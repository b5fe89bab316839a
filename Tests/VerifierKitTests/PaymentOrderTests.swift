import Bytes
import Certificates
import CredentialModel
import Cryptography
import DCQL
import HTTP
import JOSE
import JSON
import OpenID4VP
import Rules
import SDJWTVC
import SQLite
import TestSupport
import Testing
import Trust

@testable import VerifierKit

/// What a bank makes of an order and the proof that its payer confirmed it.
@Suite struct PaymentOrderTests {
    let service: TestService
    let router: Router
    let folder: TemporaryFolder

    init() throws {
        service = try TestService()
        router = try service.routes()
        folder = try TemporaryFolder()
    }

    /// The proof of confirmed payments.
    func package(_ names: [String] = ["payment"], recurrence: JSONValue? = nil) throws -> ProofPackage {
        try package(of: names.map { try Self.entry($0, $0 == "payment" ? ["recurrence": recurrence] : [:]) })
    }

    func package(of entries: [JSONValue]) throws -> ProofPackage {
        let open = try service.begin(router, transactionData: entries)
        #expect(try service.confirm(router, open, hashes: Self.hashes(open.transactionData)).status == 200)
        let answer = TestService.backend(router, "GET", "/v1/transactions/\(open.id)/proof")
        return try ProofPackage(TestService.json(answer))
    }

    static func hashes(_ sent: [String]) -> [String] {
        sent.map { Base64URL.encode(HashAlgorithm.sha256.hash(Array($0.utf8))) }
    }

    /// The proof of a payment, with other members in its payload, that was confirmed with that credential.
    func package(
        confirmedWith credential: String, _ change: [String: JSONValue?] = [:]
    ) throws -> ProofPackage {
        let sent = TransactionData.encoded(try Self.entry("payment", change).object ?? [:])
        let query = try DCQLQuery(json: TestService.query)
        let text = try service.confirmation(
            nonce: "n-0S6_WzA2MjAAAAAA", mode: "direct_post", hashes: Self.hashes([sent]),
            of: credential)
        return ProofPackage(
            token: VPToken([("person", [text])]),
            expectation: PresentationExpectation(
                audience: service.client.text, nonce: "n-0S6_WzA2MjAAAAAA", query: query,
                transactionData: try TransactionData.entries([.string(sent)], query: query, at: nil),
                responseMode: .directPost, requestedAt: service.now),
            responseMode: .directPost, time: service.now)
    }

    /// A credential that is valid for nine days.
    private func lasting() throws -> String {
        var claims = TestPost.claims
        claims["exp"] = .integer(service.now.seconds + 9 * 86_400)
        return try service.post.credential(claims: claims)
    }

    /// An entry of the examples, with other members in its payload.
    static func entry(_ name: String, _ change: [String: JSONValue?] = [:]) throws -> JSONValue {
        var entry = try TestService.confirmable(name)
        var payload = entry["payload"]?.object ?? [:]
        for (name, value) in change { payload[name] = value }
        entry["payload"] = .object(payload)
        return .object(entry)
    }

    static func order(_ change: JSONObject = [:]) -> JSONObject {
        var order: JSONObject = ["amount": "23.58", "currency": "EUR", "payee": ["id": "KE-POST-0001"]]
        for (name, value) in change { order[name] = value }
        return order
    }

    func report(
        _ package: ProofPackage, _ order: JSONObject = order(), _ executed: ExecutedPayments? = nil,
        at now: UnixTime? = nil, maxAge: Int64 = PaymentOrderCheck.maxAgeSeconds, trust: TrustStore? = nil,
        status: any CredentialStatusSource = NoStatusSource(why: "test"), policy: CredentialPolicy = CredentialPolicy()
    ) throws -> Report {
        try PaymentOrderCheck(try PaymentOrder(.object(order)), executed: executed, maxAgeSeconds: maxAge).report(
            on: package, trust: trust ?? service.post.trust(), status: status, policy: policy, at: now ?? service.now)
    }

    /// The code of the refusal; nil when the payment is made.
    func code(
        _ package: ProofPackage, _ order: JSONObject = order(), _ executed: ExecutedPayments? = nil,
        at now: UnixTime? = nil, maxAge: Int64 = PaymentOrderCheck.maxAgeSeconds
    ) throws -> String? {
        let report = try report(package, order, executed, at: now, maxAge: maxAge)
        #expect(report.isAccepted == (report.refusal == nil))
        #expect(report.refusal.map { $0.rule == "PAY-17" } ?? true)
        #expect(report.isAccepted || report.credentials.allSatisfy { $0.claims == nil }, "nothing is released")
        return report.refusal?.code
    }

    func memory() throws -> ExecutedPayments { try ExecutedPayments(at: folder.file("payments.db")) }

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
        #expect(try code(package, Self.order(), memory(), at: service.now + 80_000) == "already_executed")
        #expect(try code(package) == nil, "without a memory nobody counts")
        let steps = try report(package).steps.filter { $0.rule == "PAY-17" }
        #expect(steps.count == 4)
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
        let package = try package(recurrence: ["frequency": "INDA", "number": 2])
        #expect(try code(package) == "series_not_counted")
        #expect(try code(package, Self.order(), memory()) == nil)
        #expect(try code(package, Self.order(["amount": "23.57"]), memory()) == "order_differs")
        #expect(try code(package, Self.order(), memory()) == nil)
        #expect(try code(package, Self.order(), memory()) == "already_executed")
    }

    @Test func `PAY-17 a series has a first and a last day`() throws {
        let package = try package(
            confirmedWith: lasting(),
            ["recurrence": ["frequency": "INDA", "start_date": "2026-11-30", "end_date": "2027-02-01"]])
        func paid(_ now: String, _ order: JSONObject = [:]) throws -> String? {
            try code(package, Self.order(order), memory(), at: UnixTime(rfc3339: now))
        }
        #expect(try paid("2026-11-29T23:00:00Z") == "outside_series")
        #expect(try paid("2026-11-30T00:00:00Z") == nil)
        #expect(try paid("2027-02-01T23:00:00Z") == nil)
        #expect(try paid("2027-02-02T00:00:00Z") == "outside_series")
        for date in ["2027-02-01", "2030-01-02"] {
            #expect(try paid("2030-01-01T00:00:00Z", ["date": .string(date)]) == "order_differs", "it is paid today")
        }
        #expect(try paid("2026-12-24T00:00:00Z", ["date": "2026-12-24"]) == nil)
    }

    @Test func `PAY-17 the payments of a series come as often as the payer confirmed, from its first day`() throws {
        let package = try package(
            confirmedWith: lasting(), ["recurrence": ["frequency": "MNTH", "start_date": "2026-11-30"]])
        func paid(_ day: String) throws -> String? {
            try code(package, Self.order(), memory(), at: UnixTime(rfc3339: "\(day)T12:00:00Z"))
        }
        #expect(try paid("2026-11-30") == nil)
        #expect(try paid("2026-12-29") == "outside_series")
        #expect(try paid("2026-12-30") == nil)
        #expect(try paid("2027-01-30") == nil)
        #expect(try paid("2027-02-27") == "outside_series")
        #expect(try paid("2027-02-28") == nil, "the last day of a shorter month")
        #expect(try paid("2027-02-28") == "outside_series")
        #expect(try paid("2027-05-01") == nil, "a payment that was left out may be made later")
        #expect(try paid("2027-05-01") == nil)
        #expect(try paid("2027-05-01") == "outside_series")
    }

    @Test func `PAY-17 a series without a first day begins with its first payment`() throws {
        let package = try package(recurrence: ["frequency": "WEEK"])
        #expect(try code(package, Self.order(), memory()) == nil)
        let refusal = try report(package, Self.order(), memory(), at: service.now + 86_400).refusal
        #expect(refusal?.problem.contains("too soon: 1 of the series are due") == true)
        #expect(try code(package, Self.order(), memory(), at: service.now + 6 * 86_400) == "outside_series")
        #expect(try code(package, Self.order(), memory(), at: service.now + 7 * 86_400) == nil)
    }

    @Test func `PAY-17 a series has amounts and a total`() throws {
        func paid(_ options: String, _ amounts: String...) throws -> [String?] {
            let recurrence = try JSONValue(parsing: #"{"frequency":"INDA","mit_options":\#(options)}"#)
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
        ["amount": "1", "currency": "EUR", "payee": ["id": "x"], "payer": "A-2044-17"],
        ["amount": "1", "currency": "EUR", "payee": ["id": "x"], "payer": [:]],
    ])
    func `PAY-17 an order of another form is none`(order: JSONValue) {
        do throws(VerifierKitError) {
            _ = try PaymentOrder(order)
            Issue.record("read")
        } catch { #expect(error.refusal.code == "bad_payment_order") }
    }

    @Test func `PAY-17 a proof that does not hold is left as it is, and nothing is remembered`() throws {
        let package = try package()
        let report = try report(package, Self.order(), memory(), trust: TrustStore(entries: []))
        #expect(!report.isAccepted)
        #expect(!report.steps.contains { $0.rule == "PAY-17" })
        #expect(try code(package, Self.order(), memory()) == nil)
    }

    @Test func `PAY-17 NEG-211 a forged presentation beside the confirmation lends it no other code`() throws {
        let package = try package()
        let genuine = try #require(package.token.answers.first?.presentations.first)
        var person = TestService.query["credentials"]?[0]?.object ?? [:]
        person["multiple"] = true
        for number in 0..<2 {
            let other = try service.confirmation(
                nonce: package.expectation.nonce, mode: package.responseMode.rawValue,
                hashes: Self.hashes(package.expectation.transactionData.map(\.sent)),
                code: "forged-code-number-\(number)")
            // The signature is the genuine one's, which does not fit.
            let parts = other.split(separator: ".").dropLast() + genuine.split(separator: ".").suffix(1)
            let forged = parts.joined(separator: ".")
            let expectation = PresentationExpectation(
                audience: package.expectation.audience, nonce: package.expectation.nonce,
                query: try DCQLQuery(json: ["credentials": [.object(person)]]),
                transactionData: package.expectation.transactionData, responseMode: package.responseMode,
                requestedAt: package.expectation.requestedAt)
            let padded = ProofPackage(
                token: VPToken([("person", [forged, genuine])]), expectation: expectation,
                responseMode: package.responseMode, time: package.time)
            #expect(try code(padded, Self.order(), memory()) == (number == 0 ? nil : "already_executed"))
        }
        #expect(try code(package, Self.order(), memory()) == "already_executed")
    }

    @Test func `PAY-17 two payments that one code confirms are each made once, and no series mixes with them`() throws {
        let (first, second, third) = ("8D8AC610-566D", "9E9BD721-677E", "AFACE832-788F")
        let package = try package(of: [
            try Self.entry("payment", ["transaction_id": .string(first)]),
            try Self.entry("payment", ["transaction_id": .string(second)]),
            try Self.entry(
                "payment", ["transaction_id": .string(third), "recurrence": ["frequency": "INDA", "number": 2]]),
        ])
        func paid(_ id: String) throws -> String? {
            try code(package, Self.order(["transaction_id": .string(id)]), memory())
        }
        #expect(try code(package, Self.order(), memory()) == "no_such_payment")
        #expect(try [first, third, second].map(paid) == [nil, nil, nil])
        #expect(try [first, second].map(paid) == ["already_executed", "already_executed"])
        #expect(try [third, third].map(paid) == [nil, "already_executed"])
    }

    @Test func `PAY-17 what was confirmed long ago, or is to be confirmed yet, is not paid`() throws {
        let package = try package()
        #expect(try code(package, at: service.now + 86_400) == nil)
        #expect(try code(package, at: service.now + 86_401) == "confirmation_too_old")
        #expect(try code(package, Self.order(), memory(), at: service.now + 86_401) == "confirmation_too_old")
        #expect(try code(package, at: service.now + 3600, maxAge: 3600) == nil)
        #expect(try code(package, at: service.now + 3601, maxAge: 3600) == "confirmation_too_old")
        #expect(try code(package, at: service.now - 300) == nil)
        #expect(try code(package, at: service.now - 301) == "confirmation_from_future")
        let series = try self.package(recurrence: ["frequency": "MNTH"])
        #expect(try code(series, Self.order(), memory(), at: service.now - 301) == "confirmation_from_future")
        #expect(try code(series, Self.order(), memory(), at: service.now + 86_401) == "confirmation_too_old")
        #expect(try code(series, Self.order(), memory(), at: service.now + 86_400) == nil)
        #expect(try code(series, Self.order(), memory(), at: service.now + 400 * 86_400) == nil, "a later payment")
    }

    @Test func `PAY-17 what the payer confirmed for a day is paid on that day`() throws {
        for date in ["2026-11-30", "2026-11-30T23:30:00-05:00"] {
            let package = try package(confirmedWith: lasting(), ["execution_date": .string(date)])
            func paid(_ day: String?, at now: String) throws -> String? {
                try code(package, Self.order(day.map { ["date": .string($0)] } ?? [:]), at: UnixTime(rfc3339: now))
            }
            #expect(try paid("2026-11-30", at: "2026-11-24T01:00:00Z") == nil)
            #expect(try paid("2026-11-29", at: "2026-11-24T01:00:00Z") == "order_differs")
            #expect(try paid("2026-12-01", at: "2026-11-24T01:00:00Z") == "order_differs")
            #expect(try paid(nil, at: "2026-11-24T01:00:00Z") == "payment_too_early")
            #expect(try paid(nil, at: "2026-11-29T23:59:59Z") == "payment_too_early")
            #expect(try paid(nil, at: "2026-11-30T00:00:00Z") == nil)
            #expect(try paid(nil, at: "2026-12-02T00:00:00Z") == nil)
            #expect(try paid(nil, at: "2026-12-02T00:00:01Z") == "confirmation_too_old")
        }
    }

    @Test func `PAY-17 who confirmed no day is paid for on the day of the payment`() throws {
        let package = try package()
        #expect(try code(package, Self.order(["date": "2031-01-01"])) == "order_differs")
        let today = String(service.now.description.prefix(10))
        #expect(try code(package, Self.order(["date": .string(today)])) == nil)
    }

    @Test func `PAY-17 a day that lies ahead makes no payment of a credential that was over long before`() throws {
        let day: [String: JSONValue?] = ["execution_date": "2026-11-30"]
        let package = try package(confirmedWith: service.post.credential(), day)
        func paid(_ now: UnixTime, maxAge: Int64 = PaymentOrderCheck.maxAgeSeconds) throws -> String? {
            try code(package, Self.order(["date": "2026-11-30"]), memory(), at: now, maxAge: maxAge)
        }
        // The credential is valid for a day, and the payment is made within one more.
        let end = service.now + 86_400
        #expect(try paid(end + 3601, maxAge: 3600) == "confirming_credential_over")
        #expect(try paid(end + 86_401) == "confirming_credential_over")
        #expect(try paid(end + 86_400) == nil)
    }

    @Test func `PAY-17 the certificates above a credential must last as long`() throws {
        let post = service.post
        var claims = TestPost.claims
        claims["exp"] = .integer(service.now.seconds + 9 * 86_400)
        var template = CertificateTemplate(
            commonName: "Short", organization: "Post of Kea", key: post.key.publicKey, serialNumber: [8],
            notBefore: service.now - 3600, notAfter: service.now + 3600)
        template.dnsNames = ["post.example"]
        let leaf = try template.issued(by: post.root, signedWith: post.rootKey)
        let credential = try post.credential(
            claims: claims, header: ["typ": "dc+sd-jwt", "x5c": JOSEHeader.x5c([leaf])])
        let package = try package(confirmedWith: credential, ["execution_date": "2026-11-30"])
        let order = Self.order(["date": "2026-11-30"])
        #expect(try code(package, order, at: service.now + 3600 + 86_400) == nil)
        #expect(try code(package, order, at: service.now + 3600 + 86_401) == "confirming_credential_over")
    }
}
