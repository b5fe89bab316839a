public import JSON
import OpenID4VP
import Rules

/// What a backend learns of a transaction.
public struct TransactionResult: Sendable {
    /// The transaction.
    public let transaction: Transaction
    /// Where it stands.
    public let state: Transaction.State
    /// The report without claims.
    public var report: JSONValue?
    /// The verified claims by query id; nil once they were fetched or their time is over.
    public var claims: JSONValue?
    /// The error code of the wallet.
    public var walletError: String?

    init(_ transaction: Transaction, state: Transaction.State) {
        (self.transaction, self.state) = (transaction, state)
    }

    /// The body of `GET /v1/transactions/{id}`.
    public var json: JSONValue {
        var object: JSONObject = [
            "id": .string(transaction.id), "state": .string(state.rawValue),
            "created_at": .string(transaction.createdAt.description),
            "expires_at": .string(transaction.expiresAt.description),
            // Across devices nobody can say whose browser shows the request (SES-04).
            "phishing_resistant": .bool(transaction.flow != .crossDevice),
        ]
        object["origin"] = transaction.digital.map { .string($0.origin.text) }
        object["template"] = transaction.template.map(JSONValue.string)
        object["wallet_error"] = walletError.map(JSONValue.string)
        object["report"] = report
        object["claims"] = claims
        return .object(object)
    }
}
