extension TransactionDataType {
    /// Access of a service to an account, `urn:eudi:sca:account_access:1`.
    ///
    /// Source: EUDI TS12 §4.3.3 (PAY-08).
    public static let accountAccess = TransactionDataType(
        name: "urn:eudi:sca:account_access:1", hashAlgorithms: .required, authentication: .strong
    ) { payload, _ throws(TransactionDataFault) in
        try payload.only("transaction_id", "date_time", "aisp", "description")
        let id = try payload.transactionID()
        var lines = FieldLines()
        let provider = try lines.addProvider("aisp", "Who gets access", of: payload, .prominent)
        lines.add("description", "What for", try payload.textIfPresent("description", 1...140), .prominent)
        lines.add("date_time", "Time of the request", try payload.timeIfPresent("date_time")?.text)
        lines.add("transaction_id", "Transaction", id)
        return TransactionContent(
            title: "Account Access Confirmation", transactionID: id, parties: provider.map { [$0] } ?? [],
            fields: lines.fields)
    }
}
