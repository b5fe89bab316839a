import Rules

extension TransactionDataType {
    /// A postal money order, `urn:carnet:postal:money-order:1`.
    ///
    /// Source: PMO-01, PMO-02, PAY-09.
    public static let moneyOrder = TransactionDataType(
        name: "urn:carnet:postal:money-order:1", hashAlgorithms: .optional, authentication: .any
    ) { payload, policy throws(TransactionDataFault) in try MoneyOrderData(payload, policy).content }
}

/// Reads the payload of a money order.
private struct MoneyOrderData {
    /// How the payee gets the money.
    private enum Payout: String, CaseIterable {
        case cash, account
        case homeDelivery = "home-delivery"
    }

    let content: TransactionContent

    init(_ payload: TransactionFields, _ policy: TransactionDataRegistry) throws(TransactionDataFault) {
        try payload.only(
            "transaction_id", "sender_pays", "payee_receives", "fee", "payee", "payout", "exchange_rate", "expires_at",
            "purpose")
        let id = try payload.transactionID()
        let payee = try payload.object("payee")
        try payee.only("name", "id", "country")
        let name = try payee.text("name", TransactionFields.nameLength)
        let country = try payee.text("country", 2...2)
        guard country.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            throw payee.fault("country", "must be two letters A to Z", rule: "PMO-01")
        }
        let received = try Self.amount("payee_receives", of: payload, zero: policy.zeroAmounts)
        let paid = try Self.amount("sender_pays", of: payload, zero: policy.zeroAmounts)
        let fee = try Self.amount("fee", of: payload, zero: .permitted)
        try Self.checkFee(fee, paid: paid, received: received, payload)
        let end = try payload.timeIfPresent("expires_at")
        if let end, let now = payload.time, end.time <= now {
            throw payload.fault("expires_at", "is past", rule: "PMO-03")
        }
        var lines = FieldLines()
        lines.add("payee.name", "Payee", name, .prominent)
        lines.add("payee_receives", "Payee receives", received.description, .prominent)
        lines.add("sender_pays", "You pay, fee included", paid.description, .prominent)
        lines.add("fee", "Fee", fee.description, .main)
        lines.add("payout", "Paid out", try payload.choice("payout", of: Payout.self).rawValue, .main)
        lines.add("payee.country", "Country", country, .main)
        lines.add("payee.id", "Payee's number", try payee.text("id", TransactionFields.nameLength))
        lines.add("exchange_rate", "Exchange rate", try Self.rate(payload))
        lines.add("purpose", "Purpose", try payload.textIfPresent("purpose", 0...140))
        lines.add("expires_at", "Offer ends", end?.text)
        lines.add("transaction_id", "Transaction", id)
        content = TransactionContent(
            title: "Money Order", transactionID: id, parties: [name], payee: name, amount: received,
            fields: lines.fields, endsAt: end?.time)
    }

    private static func amount(
        _ name: String, of payload: TransactionFields, zero: TransactionDataRegistry.ZeroAmounts
    ) throws(TransactionDataFault) -> MonetaryAmount {
        let object = try payload.object(name)
        try object.only("amount", "currency")
        return try object.amount(
            "amount", object.text("amount", 1...24), currency: object.text("currency", 3...3), zero: zero)
    }

    /// What the sender pays includes the fee, as far as that can be told without an exchange rate.
    private static func checkFee(
        _ fee: MonetaryAmount, paid: MonetaryAmount, received: MonetaryAmount, _ payload: TransactionFields
    ) throws(TransactionDataFault) {
        guard fee.currency == paid.currency else { return }
        guard fee.minorUnits <= paid.minorUnits else {
            throw payload.fault("fee", "is more than the sender pays", rule: "PMO-01")
        }
        guard received.currency != paid.currency || received.minorUnits <= paid.minorUnits - fee.minorUnits else {
            throw payload.fault("sender_pays", "does not include the fee", rule: "PMO-01")
        }
    }

    private static func rate(_ payload: TransactionFields) throws(TransactionDataFault) -> String? {
        guard let text = try payload.textIfPresent("exchange_rate", 1...24) else { return nil }
        guard TransactionFields.isDecimal(text) else {
            throw payload.fault("exchange_rate", "must be a decimal without sign and exponent", rule: "PMO-01")
        }
        return text
    }
}
