import Bytes
import Cryptography
import JSON

/// Entries of transaction data, right unless a test asks for a fault.
enum TransactionSamples {
    static let paymentType = "urn:eudi:sca:payment:1"
    static let moneyOrderType = "urn:carnet:postal:money-order:1"

    /// The payload of a payment.
    static let payment: JSONObject = [
        "transaction_id": "8D8AC610-566D-4EF0-9C22-186B2A5ED793",
        "payee": ["name": "Post Office Nairobi", "id": "KE-POST-0001"], "currency": "EUR", "amount": number("23.58"),
    ]

    /// The payload of a money order.
    static let moneyOrder: JSONObject = [
        "transaction_id": "MO-2026-000123", "sender_pays": ["amount": "105.00", "currency": "EUR"],
        "payee_receives": ["amount": "15230.00", "currency": "KES"], "fee": ["amount": "5.00", "currency": "EUR"],
        "payee": ["name": "Amina Otieno", "id": "KE-PO-44-1902", "country": "KE"], "payout": "cash",
    ]

    static let loginType = "urn:eudi:sca:login_risk_transaction:1"
    static let accessType = "urn:eudi:sca:account_access:1"
    static let mandateType = "urn:eudi:sca:emandate:1"

    /// The payload of a login.
    static let login: JSONObject = [
        "transaction_id": "LG-1", "service": "Harbour Bank Online", "action": "Sign in",
    ]

    /// The payload of access to an account.
    static let access: JSONObject = [
        "transaction_id": "AC-1", "description": "Read the balance",
        "aisp": ["legal_name": "Ledger View SA", "brand_name": "Ledger View", "domain_name": "ledger.example"],
    ]

    /// The payload of a mandate.
    static let mandate: JSONObject = [
        "transaction_id": "MA-1", "reference_number": "M-42", "creditor_id": "GR12ZZZ001", "start_date": "2027-01-01",
        "purpose": "Rent of a box", "payment_payload": .object(payment),
    ]

    /// A number exactly as it is written.
    static func number(_ text: String) -> JSONValue { (try? JSONValue(parsing: text)) ?? .null }

    /// An entry as an object.
    static func entry(
        _ type: String = paymentType, ids: [String] = ["who"], algorithms: JSONValue? = ["sha-256"],
        payload: JSONObject = payment
    ) -> JSONObject {
        var object: JSONObject = ["type": .string(type), "credential_ids": .array(ids.map(JSONValue.string))]
        object["transaction_data_hashes_alg"] = algorithms
        object["payload"] = .object(payload)
        return object
    }

    /// A money order as an object.
    static func order(ids: [String] = ["who"], _ change: JSONObject = [:], algorithms: JSONValue? = nil) -> JSONObject {
        entry(moneyOrderType, ids: ids, algorithms: algorithms, payload: moneyOrder.adding(change))
    }

    /// An entry as it is sent.
    static func sent(_ object: JSONObject) -> String { Base64URL.encode(JSONValue.object(object).serialized()) }

    /// The hash of a text.
    static func hash(_ text: String, _ algorithm: HashAlgorithm = .sha256) -> JSONValue {
        .string(Base64URL.encode(algorithm.hash(Array(text.utf8))))
    }
}
