public import JSON
public import OpenID4VP
public import Rules

/// The payment that a bank is about to carry out.
///
/// ```json
/// { "amount": "23.58", "currency": "EUR", "payee": {"id": "KE-POST-0001"},
///   "payer": {"account_id": "A-2044-17"}, "transaction_id": "8D8AC610-566D-4EF0-9C22-186B2A5ED793", "date": "2026-11-24" }
/// ```
///
/// `payer` is whose account it is paid from: claims, by name, that the credential which confirms must show with the same
/// values. An order that names none may be confirmed by everyone whom trust lets confirm at all.
///
/// `transaction_id` may be left out where the proof is of one payment. `date` is the day that the payer confirmed, where one
/// was, or the day of the check in UTC; without it a confirmed day must have come.
/// Source: PSD2 RTS art. 5, EUDI TS12 (PAY-16, PAY-17).
public struct PaymentOrder: Sendable, Equatable {
    /// What is paid.
    public let amount: MonetaryAmount
    /// What the credential of the payer says; empty when the order names no payer.
    public let payer: JSONObject
    /// The payee's account or number.
    public let payeeID: String
    /// Which of the confirmed payments it is; nil when there is one only.
    public let transactionID: String?
    /// The beginning of the day for which it is paid; nil where the order names none.
    public let day: UnixTime?

    /// Reads an order, unchecked.
    ///
    /// - Throws: `order` with `malformed`.
    public init(_ json: JSONValue) throws(VerifierKitError) {
        func malformed(_ problem: String) -> VerifierKitError { .order(.malformed(problem: problem)) }
        guard let object = json.object else { throw malformed("is no JSON object") }
        let known = ["amount", "currency", "payer", "payee", "transaction_id", "date"]
        for name in object.names where !known.contains(name) {
            throw malformed("has the unknown member '\(name.prefix(64))'")
        }
        guard let payee = object["payee"]?.object, let id = payee["id"]?.string, !id.isEmpty else {
            throw malformed("has no payee with an id")
        }
        for name in payee.names where !["id", "name"].contains(name) {
            throw malformed("has the unknown member 'payee.\(name.prefix(64))'")
        }
        guard let text = object["amount"]?.string ?? object["amount"]?.number?.text,
            let currency = object["currency"]?.string
        else { throw malformed("has no amount with a currency") }
        do throws(MonetaryAmount.Fault) { amount = try MonetaryAmount(text, currency: currency) } catch {
            throw malformed("has an amount that is none of its currency")
        }
        payeeID = id
        guard object["payer"].map({ $0.object?.isEmpty == false }) ?? true else {
            throw malformed("has a payer that is no object with a claim in it")
        }
        payer = object["payer"]?.object ?? [:]
        guard object["transaction_id"] == nil || object["transaction_id"]?.string != nil else {
            throw malformed("has a transaction_id that is no string")
        }
        transactionID = object["transaction_id"]?.string
        guard let date = object["date"] else {
            day = nil
            return
        }
        guard let text = date.string, text.utf8.count == 10, let time = UnixTime(rfc3339: text) else {
            throw malformed("has a date that is none such as 2026-11-24")
        }
        day = time
    }
}
