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
