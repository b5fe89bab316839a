import Rules

extension TransactionDataType {
    /// A payment order of the European wallet, `urn:eudi:sca:payment:1`.
    ///
    /// Source: EUDI TS12 §4.3.1 (PAY-01, PAY-06, PAY-13, PAY-07, PAY-09).
    public static let payment = TransactionDataType(
        name: "urn:eudi:sca:payment:1", hashAlgorithms: .required, authentication: .strong
    ) { payload, policy throws(TransactionDataFault) in
        let payment = try PaymentData(payload, policy)
        return TransactionContent(
            title: "Payment Confirmation", transactionID: payment.transactionID, parties: payment.parties,
            payee: payment.payee, amount: payment.amount, payment: payment.confirmed, fields: payment.lines.fields)
    }
}

/// Reads the payload of a payment order, which a mandate may hold as well (PAY-08).
struct PaymentData {
    let transactionID: String
    let payee: String
    let amount: MonetaryAmount
    /// Whom it concerns: the payee, and the service that passes the order on (PAY-21).
    let parties: [String]
    let lines: FieldLines
    /// What whoever carries the order out compares with it (PAY-17).
    let confirmed: ConfirmedPayment

    /// Reads the fields.
    ///
    /// - Parameter place: the member of the payload that holds the order; nil when the payload is the order.
    init(
        _ payload: TransactionFields, _ policy: TransactionDataRegistry, at place: String? = nil
    ) throws(TransactionDataFault) {
        try payload.only(
            "transaction_id", "date_time", "payee", "pisp", "execution_date", "currency", "amount", "amount_estimated",
            "amount_earmarked", "sct_inst", "recurrence")
        let id = try payload.transactionID()
        let payee = try payload.object("payee")
        try payee.only("name", "id", "logo", "website")
        let name = try payee.text("name", TransactionFields.nameLength)
        let currency = try payload.text("currency", 3...3)
        let amount = try payload.amount(
            "amount", payload.number("amount"), currency: currency, zero: policy.zeroAmounts)
        var lines = FieldLines(in: place)
        lines.add("payee.name", "Payee", name, .prominent)
        lines.add("amount", "Amount", amount.description, .prominent)
        let payeeID = try payee.text("id", TransactionFields.nameLength)
        lines.add("payee.id", "Payee's account or number", payeeID, .main)
        lines.add("amount_estimated", "Amount is an estimate", try payload.boolIfPresent("amount_estimated"), .main)
        let execution = try Self.executionDate(payload)
        lines.add("execution_date", "To be paid on", execution?.text, .main)
        var series: ConfirmedPayment.Series?
        if let recurrence = try payload.objectIfPresent("recurrence") {
            guard execution == nil else { throw payload.fault("execution_date", "came together with recurrence") }
            series = try Self.series(recurrence, currency, &lines)
        }
        lines.add("amount_earmarked", "Amount is blocked at once", try payload.boolIfPresent("amount_earmarked"))
        lines.add("sct_inst", "Instant transfer", try payload.boolIfPresent("sct_inst"))
        let provider = try lines.addProvider("pisp", "Payment service", of: payload)
        lines.add("payee.website", "Payee's website", try payee.textIfPresent("website", TransactionFields.urlLength))
        // A picture proves nothing and would be fetched from the payee: its address is shown, nothing is loaded.
        lines.add("payee.logo", "Payee's logo", try payee.textIfPresent("logo", TransactionFields.urlLength))
        lines.add("date_time", "Time of the order", try payload.timeIfPresent("date_time")?.text)
        lines.add("transaction_id", "Transaction", id)
        (transactionID, self.payee, self.amount, self.lines) = (id, name, amount, lines)
        confirmed = ConfirmedPayment(payeeID: payeeID, amount: amount, day: execution?.day, series: series)
        parties = [name] + (provider.map { [$0] } ?? [])
    }

    /// A day is over when it is over everywhere on earth. It is the one that the payer reads, whatever the offset of a time
    /// that stands behind it.
    private static func executionDate(
        _ payload: TransactionFields
    ) throws(TransactionDataFault) -> (text: String, day: UnixTime)? {
        guard let date = try payload.timeIfPresent("execution_date", dateAlone: .permitted) else { return nil }
        let end = date.text.utf8.count == 10 ? date.time + 129_600 : date.time
        if let now = payload.time, end < now { throw payload.fault("execution_date", "is past") }
        return (date.text, UnixTime(rfc3339: String(date.text.prefix(10))) ?? date.time)
    }

    private static func series(
        _ recurrence: TransactionFields, _ currency: String, _ lines: inout FieldLines
    ) throws(TransactionDataFault) -> ConfirmedPayment.Series {
        try recurrence.only("frequency", "start_date", "end_date", "number", "mit_options")
        func line(_ name: String, _ label: String, _ value: String?) {
            lines.add("recurrence.\(name)", label, value, .main)
        }
        let frequency = try recurrence.choice("frequency", of: PaymentFrequency.self)
        line("frequency", "Repeated (ISO 20022 code)", frequency.rawValue)
        let number = try recurrence.countIfPresent("number")
        line("number", "How many times", number.map { "\($0)" })
        let start = try recurrence.timeIfPresent("start_date", dateAlone: .permitted)
        line("start_date", "First on", start?.text)
        let end = try recurrence.timeIfPresent("end_date", dateAlone: .permitted)
        line("end_date", "Last on", end?.text)
        let options = try recurrence.objectIfPresent("mit_options")
        try options?.only(
            "amount_variable", "min_amount", "max_amount", "total_amount", "initial_amount", "initial_amount_number",
            "apr")
        let isVariable = try options?.boolIfPresent("amount_variable")
        lines.add("recurrence.mit_options.amount_variable", "Amount may vary", isVariable, .main)
        func amount(_ name: String, _ label: String) throws(TransactionDataFault) -> MonetaryAmount? {
            guard let options, let text = try options.numberIfPresent(name) else { return nil }
            let amount = try options.amount(name, text, currency: currency, zero: .permitted)
            line("mit_options.\(name)", label, amount.description)
            return amount
        }
        let (least, most) = (try amount("min_amount", "At least"), try amount("max_amount", "At most"))
        let (total, initial) = (try amount("total_amount", "In total"), try amount("initial_amount", "At first"))
        let initialCount = try options?.countIfPresent("initial_amount_number")
        line("mit_options.initial_amount_number", "First amount, how many times", initialCount.map { "\($0)" })
        if let options { line("mit_options.apr", "Yearly rate in percent", try rate(options)) }
        return ConfirmedPayment.Series(
            frequency: frequency, startsAt: start?.time, endsAt: end?.time, count: number,
            isVariable: isVariable ?? false, least: least, most: most, total: total, initial: initial,
            initialCount: initialCount)
    }

    private static func rate(_ options: TransactionFields) throws(TransactionDataFault) -> String? {
        guard let text = try options.numberIfPresent("apr") else { return nil }
        guard TransactionFields.isDecimal(text) else {
            throw options.fault("apr", "must be a decimal without exponent")
        }
        return text
    }
}
