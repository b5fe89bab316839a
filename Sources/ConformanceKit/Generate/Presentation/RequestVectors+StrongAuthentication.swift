import JSON

extension RequestVectors {
    /// Requests to confirm what is no payment, by the types of the European wallet.
    func strongAuthentication() throws -> [VectorTest] {
        try [
            confirmed(
                "login", "a login", ["PAY-05", "PAY-08"],
                TransactionSamples.entry(TransactionSamples.loginType, payload: TransactionSamples.login),
                [["action", "Sign in"], ["service", "Harbour Bank Online"], ["transaction_id", "LG-1"]]),
            confirmed(
                "access", "access to an account", ["PAY-05", "PAY-08"],
                TransactionSamples.entry(TransactionSamples.accessType, payload: TransactionSamples.access),
                [
                    ["aisp.legal_name", "Ledger View SA"], ["aisp.brand_name", "Ledger View"],
                    ["aisp.domain_name", "ledger.example"], ["description", "Read the balance"],
                    ["transaction_id", "AC-1"],
                ]),
            confirmed(
                "mandate", "a mandate with a payment: payee and amount lead", ["PAY-05", "PAY-08", "PAY-12"],
                TransactionSamples.entry(TransactionSamples.mandateType, payload: TransactionSamples.mandate),
                payee: "Post Office Nairobi", amount: "23.58 EUR",
                [
                    ["payment_payload.payee.name", "Post Office Nairobi"], ["payment_payload.amount", "23.58 EUR"],
                    ["purpose", "Rent of a box"], ["payment_payload.payee.id", "KE-POST-0001"],
                    ["creditor_id", "GR12ZZZ001"], ["start_date", "2027-01-01"], ["reference_number", "M-42"],
                    ["payment_payload.transaction_id", "8D8AC610-566D-4EF0-9C22-186B2A5ED793"],
                    ["transaction_id", "MA-1"],
                ]),
        ] + logins() + accesses() + mandates()
    }

    private func long(_ count: Int) -> JSONValue { .string(String(repeating: "x", count: count)) }

    private func logins() throws -> [VectorTest] {
        func wrong(
            _ id: String, _ comment: String, _ name: String, _ value: JSONValue?,
            _ error: String = "transaction_data_field"
        ) throws -> VectorTest {
            try payload(
                "login-\(id)", comment, ["PAY-08", "TXD-02"], name, value, error, of: TransactionSamples.login,
                type: TransactionSamples.loginType)
        }
        return [
            try wrong("no-action", "no action", "action", nil), try wrong("no-id", "no id", "transaction_id", nil),
            try wrong("action-long", "an action of 141 characters", "action", long(141)),
            try wrong("service-long", "a service of 101 characters", "service", long(101)),
            try wrong("time", "no date-time", "date_time", "now"),
            try wrong("extra", "a further field", "amount", 1, "transaction_data_unknown_field"),
            refused(
                "txd-login-alg", "a login without transaction_data_hashes_alg", ["PAY-01", "TXD-04"], "",
                try asked([
                    TransactionSamples.entry(
                        TransactionSamples.loginType, algorithms: nil, payload: TransactionSamples.login)
                ]), "transaction_data_field"),
        ]
    }

    private func accesses() throws -> [VectorTest] {
        func wrong(
            _ id: String, _ comment: String, _ name: String, _ value: JSONValue?,
            _ error: String = "transaction_data_field"
        ) throws -> VectorTest {
            try payload(
                "access-\(id)", comment, ["PAY-08", "TXD-02"], name, value, error, of: TransactionSamples.access,
                type: TransactionSamples.accessType)
        }
        let provider: JSONObject = ["legal_name": "Ledger View SA", "brand_name": "Ledger View"]
        return [
            try wrong("no-id", "no id", "transaction_id", nil),
            try wrong("no-domain", "a provider without its domain", "aisp", .object(provider)),
            try wrong(
                "provider-extra", "a further field of the provider", "aisp",
                .object(provider.adding(["domain_name": "ledger.example", "logo": "x"])),
                "transaction_data_unknown_field"),
            try wrong("long", "a description of 141 characters", "description", long(141)),
            try wrong("extra", "a further field", "iban", "x", "transaction_data_unknown_field"),
        ]
    }

    private func mandates() throws -> [VectorTest] {
        func wrong(
            _ id: String, _ comment: String, _ name: String, _ value: JSONValue?,
            _ error: String = "transaction_data_field", rules: [String] = ["PAY-08", "TXD-02"]
        ) throws -> VectorTest {
            try payload(
                "mandate-\(id)", comment, rules, name, value, error, of: TransactionSamples.mandate,
                type: TransactionSamples.mandateType)
        }
        let bare = TransactionSamples.mandate.without("payment_payload").without("purpose")
        return [
            try wrong("no-id", "no id", "transaction_id", nil),
            try wrong("purpose-long", "a purpose of 1001 characters", "purpose", long(1001)),
            try wrong("reference-long", "a number of 51 characters", "reference_number", long(51)),
            try wrong("creditor-long", "a creditor's number of 51 characters", "creditor_id", long(51)),
            try wrong("day", "no day", "end_date", "2027"),
            try wrong("extra", "a further field", "payment", [:], "transaction_data_unknown_field"),
            try wrong(
                "payment-currency", "a payment in small letters", "payment_payload",
                .object(TransactionSamples.payment.adding("currency", "eur")), rules: ["PAY-08", "PAY-09"]),
            refused(
                "txd-mandate-bare", "neither a purpose nor a payment", ["PAY-07", "PAY-08"], "NT-11",
                try asked([TransactionSamples.entry(TransactionSamples.mandateType, payload: bare)]),
                "transaction_data_field"),
        ]
    }
}
