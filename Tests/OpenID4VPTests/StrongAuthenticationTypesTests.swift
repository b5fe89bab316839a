import DCQL
import JSON
import Rules
import TestSupport
import Testing

@testable import OpenID4VP

/// The types of the European wallet that are no payment: logins, access to accounts, mandates.
@Suite struct StrongAuthenticationTypesTests {
    private static func content(
        _ name: String, without missing: String? = nil, _ change: (inout JSONObject) -> Void = { _ in }
    ) throws -> TransactionContent {
        var object = try TransactionDataTests.example(name)
        var payload = object["payload"]?.object ?? [:]
        change(&payload)
        object["payload"] = .object(payload)
        if let missing { object[missing] = nil }
        let query = try DCQLQuery(
            json: ["credentials": [["id": "pay", "format": "dc+sd-jwt", "meta": ["vct_values": ["urn:x"]]]]],
            reader: .verifier)
        let entry = try TransactionData.entries(
            [.string(TransactionData.encoded(object))], query: query, at: TestPost.time)[0]
        #expect(entry.needsAuthentication, "PAY-13")
        return entry.content
    }

    private static func fault(_ name: String, _ change: (inout JSONObject) -> Void) -> String? {
        do {
            _ = try content(name, change)
            return nil
        } catch { return (error as? TransactionDataFault)?.refusal.code }
    }

    private static func text(_ count: Int) -> JSONValue { .string(String(repeating: "x", count: count)) }

    /// The field, the most characters that it may have, and the type.
    private static let lengths = [
        ("login", "transaction_id", 36), ("login", "service", 100), ("login", "action", 140),
        ("account-access", "transaction_id", 36), ("account-access", "description", 140),
        ("mandate", "transaction_id", 36), ("mandate", "reference_number", 50), ("mandate", "creditor_id", 50),
        ("mandate", "purpose", 1000),
    ]

    @Test(arguments: lengths)
    func `PAY-08 a field has as many characters as its type allows, and not one more`(
        name: String, field: String, most: Int
    ) throws {
        let shown = try Self.content(name) { $0[field] = Self.text(most) }
        #expect(shown.fields.first { $0.name == field }?.value.utf8.count == most)
        #expect(Self.fault(name) { $0[field] = Self.text(most + 1) } == "transaction_data_field")
        #expect(Self.fault(name) { $0[field] = "" } == "transaction_data_field")
        #expect(Self.fault(name) { $0[field] = 1 } == "transaction_data_field")
    }

    @Test(arguments: [
        ("login", "transaction_id"), ("login", "action"), ("account-access", "transaction_id"),
        ("mandate", "transaction_id"),
    ])
    func `PAY-08 what a type requires cannot be left out`(name: String, field: String) {
        #expect(Self.fault(name) { $0[field] = nil } == "transaction_data_field")
    }

    @Test(arguments: [
        ("login", "service"), ("login", "date_time"), ("account-access", "aisp"), ("account-access", "description"),
        ("mandate", "creditor_id"), ("mandate", "start_date"), ("mandate", "end_date"), ("mandate", "reference_number"),
    ])
    func `PAY-08 what a type does not require may be left out`(name: String, field: String) throws {
        let content = try Self.content(name) { $0[field] = nil }
        #expect(!content.fields.contains { $0.name.hasPrefix(field) })
    }

    @Test(arguments: ["login", "account-access", "mandate"])
    func `PAY-05 PAY-08 TXD-02 a field that the type does not have refuses it`(name: String) {
        #expect(Self.fault(name) { $0["amount"] = 1 } == "transaction_data_unknown_field")
        #expect(Self.fault(name) { _ in } == nil)
    }

    @Test(arguments: ["login", "account-access", "mandate"])
    func `PAY-01 TXD-04 the types of the European wallet say how is hashed`(name: String) throws {
        #expect(try Self.content(name).transactionID.isEmpty == false)
        #expect(throws: TransactionDataFault.self) {
            try Self.content(name, without: "transaction_data_hashes_alg")
        }
    }

    @Test func `PAY-08 the provider of an account service has three names and no more`() throws {
        let content = try Self.content("account-access")
        #expect(content.fields.first?.value == "Ledger View SA")
        #expect(content.parties == ["Ledger View SA"])
        #expect(content.payee == nil)
        #expect(content.amount == nil)
        for name in ["legal_name", "brand_name", "domain_name"] {
            let code = Self.fault("account-access") { payload in
                var provider = payload["aisp"]?.object ?? [:]
                provider[name] = nil
                payload["aisp"] = .object(provider)
            }
            #expect(code == "transaction_data_field")
        }
        let more = Self.fault("account-access") { payload in
            var provider = payload["aisp"]?.object ?? [:]
            provider["logo"] = "x"
            payload["aisp"] = .object(provider)
        }
        #expect(more == "transaction_data_unknown_field")
    }

    @Test func `PAY-08 a login shows first what would be done, and where`() throws {
        let content = try Self.content("login")
        #expect(content.fields.prefix(2).map(\.name) == ["action", "service"])
        #expect(content.parties == ["Harbour Bank Online"])
        #expect(content.json["payee"] == nil)
    }

    @Test func `PAY-07 PAY-08 a mandate has a purpose or a payment`() throws {
        #expect(Self.fault("mandate") { $0["purpose"] = nil } == nil)
        #expect(Self.fault("mandate") { $0["payment_payload"] = nil } == nil)
        let neither = Self.fault("mandate") { ($0["purpose"], $0["payment_payload"]) = (nil, nil) }
        #expect(neither == "transaction_data_field")
    }

    @Test func `PAY-08 PAY-12 the payment of a mandate is read and shown like any other`() throws {
        let content = try Self.content("mandate")
        #expect(
            content.fields.prefix(2).map(\.name) == ["payment_payload.payee.name", "payment_payload.amount"])
        #expect(content.payee == "Post of Kea")
        #expect(content.amount?.description == "4.50 EUR")
        #expect(Set(content.fields.map(\.name)).count == content.fields.count)
        func payment(_ change: @escaping (inout JSONObject) -> Void) -> String? {
            Self.fault("mandate") { payload in
                var payment = payload["payment_payload"]?.object ?? [:]
                change(&payment)
                payload["payment_payload"] = .object(payment)
            }
        }
        #expect(payment { _ in } == nil)
        #expect(payment { $0["currency"] = "eur" } == "transaction_data_field", "PAY-09")
        #expect(payment { $0["transaction_id"] = nil } == "transaction_data_field", "PAY-06")
        #expect(payment { $0["note"] = "x" } == "transaction_data_unknown_field")
        #expect(payment { $0["recurrence"] = ["frequency": "OFTEN"] } == "transaction_data_field")
        let wrong = Self.fault("mandate") { $0["payment_payload"] = "none" }
        #expect(wrong == "transaction_data_field")
    }

    @Test(arguments: [("2027-01-01", true), ("2027-01-01T00:00:00Z", true), ("1.1.2027", false), ("2027", false)])
    func `PAY-07 the days of a mandate are dates or date-times`(day: String, isRead: Bool) {
        #expect((Self.fault("mandate") { $0["start_date"] = .string(day) } == nil) == isRead)
        #expect((Self.fault("mandate") { $0["end_date"] = .string(day) } == nil) == isRead)
    }

    @Test func `PAY-05 the four types of the European wallet are known, and no other version of them`() throws {
        let known = TransactionDataRegistry.standard
        for name in ["payment", "login_risk_transaction", "account_access", "emandate"] {
            #expect(known.type(named: "urn:eudi:sca:\(name):1") != nil)
            #expect(known.type(named: "urn:eudi:sca:\(name):2") == nil)
        }
    }
}
