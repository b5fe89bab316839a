extension TransactionDataType {
    /// A login, or another action that carries a risk, `urn:eudi:sca:login_risk_transaction:1`.
    ///
    /// Source: EUDI TS12 §4.3.2 (PAY-08).
    public static let login = TransactionDataType(
        name: "urn:eudi:sca:login_risk_transaction:1", hashAlgorithms: .required, authentication: .strong
    ) { payload, _ throws(TransactionDataFault) in
        try payload.only("transaction_id", "date_time", "service", "action")
        let id = try payload.transactionID()
        let service = try payload.textIfPresent("service", 1...100)
        var lines = FieldLines()
        lines.add("action", "Action", try payload.text("action", 1...140), .prominent)
        lines.add("service", "Service", service, .prominent)
        lines.add("date_time", "Time of the request", try payload.timeIfPresent("date_time")?.text)
        lines.add("transaction_id", "Transaction", id)
        return TransactionContent(
            title: "Action Confirmation", transactionID: id, parties: service.map { [$0] } ?? [], fields: lines.fields)
    }
}
