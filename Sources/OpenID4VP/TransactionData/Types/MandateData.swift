import Rules

extension TransactionDataType {
    /// A mandate for payments to come, `urn:eudi:sca:emandate:1`.
    ///
    /// Source: EUDI TS12 §4.3.4 (PAY-07, PAY-08).
    public static let mandate = TransactionDataType(
        name: "urn:eudi:sca:emandate:1", hashAlgorithms: .required, authentication: .strong
    ) { payload, policy throws(TransactionDataFault) in
        try payload.only(
            "transaction_id", "date_time", "start_date", "end_date", "reference_number", "creditor_id", "purpose",
            "payment_payload")
        let id = try payload.transactionID()
        let order = try payload.objectIfPresent("payment_payload")
        let payment = try order.map { (order) throws(TransactionDataFault) in
            try PaymentData(order, policy, at: "payment_payload")
        }
        let purpose = try payload.textIfPresent("purpose", 1...1000)
        guard purpose != nil || payment != nil else {
            throw payload.fault("purpose", "is missing, and there is no payment_payload", rule: "PAY-07")
        }
        let creditor = try payload.textIfPresent("creditor_id", 1...50)
        var lines = FieldLines()
        if let payment { lines.add(payment.lines) }
        lines.add("purpose", "Mandate", purpose, .prominent)
        lines.add("creditor_id", "Creditor's number", creditor, .main)
        lines.add("start_date", "From", try payload.timeIfPresent("start_date", dateAlone: .permitted)?.text, .main)
        lines.add("end_date", "Until", try payload.timeIfPresent("end_date", dateAlone: .permitted)?.text, .main)
        lines.add("reference_number", "Mandate's number", try payload.textIfPresent("reference_number", 1...50), .main)
        lines.add("date_time", "Time of the request", try payload.timeIfPresent("date_time")?.text)
        lines.add("transaction_id", "Transaction", id)
        return TransactionContent(
            title: "Mandate Confirmation", transactionID: id,
            parties: payment?.parties ?? creditor.map { [$0] } ?? [], payee: payment?.payee, amount: payment?.amount,
            fields: lines.fields)
    }
}
