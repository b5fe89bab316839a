import Bytes
import JSON

extension RequestVectors {
    /// Requests with something to confirm.
    func transactionData() throws -> [VectorTest] {
        try confirmable() + malformed() + fields() + amounts() + algorithms() + strongAuthentication()
    }

    func asked(_ entries: [JSONObject]) throws -> String {
        try asked(.array(entries.map { .string(TransactionSamples.sent($0)) }))
    }

    private func asked(_ member: JSONValue) throws -> String {
        try signed(members().adding("transaction_data", member))
    }

    func confirmed(
        _ id: String, _ comment: String, _ rules: [String], _ entry: JSONObject, payee: String? = nil,
        amount: String? = nil, _ lines: [[JSONValue]]
    ) throws -> VectorTest {
        var output: JSONObject = ["type": entry["type"] ?? .null, "credential_ids": ["who"]]
        output["payee"] = payee.map(JSONValue.string)
        output["amount"] = amount.map(JSONValue.string)
        output["lines"] = .array(lines.map(JSONValue.array))
        return VectorTest(
            "vp-request-txd-\(id)", comment, rules: rules, input: ["link": .string(try asked([entry]))],
            .valid([
                "client_id": .string(Self.client), "verifier": "Post of Kea", "signed": true,
                "response_uri": .string(Self.responseURI), "nonce": .string(VectorCast.nonce), "query": query,
                "state": "s-1",
                "transaction_data": [.object(output)],
            ]))
    }

    private func confirmable() throws -> [VectorTest] {
        let order = TransactionSamples.order(["expires_at": "2025-01-01T12:00:00+02:00", "purpose": "school fees"])
        return [
            try confirmed(
                "payment", "a payment: payee and amount lead",
                ["TXD-01", "TXD-03", "TXD-07", "PAY-01", "PAY-06", "PAY-12", "PAY-18"],
                TransactionSamples.entry(), payee: "Post Office Nairobi", amount: "23.58 EUR",
                [
                    ["payee.name", "Post Office Nairobi"], ["amount", "23.58 EUR"], ["payee.id", "KE-POST-0001"],
                    ["transaction_id", "8D8AC610-566D-4EF0-9C22-186B2A5ED793"],
                ]),
            try confirmed(
                "money-order", "a money order, by default hashed with SHA-256",
                ["TXD-01", "TXD-08", "PMO-01", "PMO-02"],
                order, payee: "Amina Otieno", amount: "15 230.00 KES",
                [
                    ["payee.name", "Amina Otieno"], ["payee_receives", "15 230.00 KES"], ["sender_pays", "105.00 EUR"],
                    ["fee", "5.00 EUR"], ["payout", "cash"], ["payee.country", "KE"], ["payee.id", "KE-PO-44-1902"],
                    ["purpose", "school fees"], ["expires_at", "2025-01-01T12:00:00+02:00"],
                    ["transaction_id", "MO-2026-000123"],
                ]),
            try confirmed(
                "payment-short", "23.5 is 23.50", ["PAY-09"],
                TransactionSamples.entry(
                    payload: TransactionSamples.payment.adding("amount", TransactionSamples.number("23.5"))),
                payee: "Post Office Nairobi", amount: "23.50 EUR",
                [
                    ["payee.name", "Post Office Nairobi"], ["amount", "23.50 EUR"], ["payee.id", "KE-POST-0001"],
                    ["transaction_id", "8D8AC610-566D-4EF0-9C22-186B2A5ED793"],
                ]),
        ]
    }

    private func malformed() throws -> [VectorTest] {
        let good = TransactionSamples.entry()
        let text = TransactionSamples.sent(good)
        let code = "transaction_data_malformed"
        func wrong(
            _ id: String, _ comment: String, _ member: JSONValue, _ error: String, _ rules: [String] = ["TXD-01"]
        ) throws -> VectorTest {
            refused("txd-\(id)", comment, rules, "NEG-173", try asked(member), error)
        }
        func changed(_ name: String, _ value: JSONValue?) -> JSONValue {
            [.string(TransactionSamples.sent(value.map { good.adding(name, $0) } ?? good.without(name)))]
        }
        let unbound: JSONValue = [
            "credentials": [
                .object((query["credentials"]?[0]?.object ?? [:]).adding("require_cryptographic_holder_binding", false))
            ]
        ]
        return [
            try wrong("empty", "an empty array", [], "transaction_data_not_a_list"),
            try wrong("string", "a string instead of an array", .string(text), "transaction_data_not_a_list"),
            try wrong("number", "a number in the array", [1], code),
            try wrong("padding", "base64 with padding", [.string(text + "==")], code),
            try wrong("text", "no base64url at all", ["{}"], code),
            try wrong("json", "base64url of no JSON", [.string(Base64URL.encode(Array("hello".utf8)))], code),
            try wrong("array", "base64url of an array", [.string(Base64URL.encode(Array("[]".utf8)))], code),
            try wrong("no-type", "no type", changed("type", nil), code),
            try wrong("type-number", "a number as type", changed("type", 1), code),
            try wrong("no-ids", "no credential_ids", changed("credential_ids", nil), code),
            try wrong("ids-empty", "empty credential_ids", changed("credential_ids", []), code),
            try wrong("ids-number", "a number in credential_ids", changed("credential_ids", [1]), code),
            try wrong("ids-twice", "a credential twice", changed("credential_ids", ["who", "who"]), code),
            try wrong(
                "many", "seventeen entries",
                .array((0..<17).map { .string(TransactionSamples.sent(good.adding("n", .integer($0)))) }),
                "transaction_data_too_many"),
            try wrong(
                "twice", "one entry twice", [.string(text), .string(text)], "transaction_data_repeated", ["TXD-05"]),
            try wrong(
                "unknown-type", "an unknown type", changed("type", "urn:example:other"),
                "transaction_data_unknown_type",
                ["TXD-02", "REQ-04"]),
            try wrong(
                "one-unknown-type", "a known and an unknown type",
                [.string(text), .string(TransactionSamples.sent(good.adding("type", "urn:example:other")))],
                "transaction_data_unknown_type", ["TXD-02"]),
            try wrong(
                "unknown-member", "an unknown member beside the payload", changed("note", "x"),
                "transaction_data_unknown_field", ["TXD-02"]),
            try wrong(
                "unknown-id", "a credential that the query does not have", changed("credential_ids", ["other"]),
                "transaction_data_unknown_credential", ["TXD-02"]),
            refused(
                "txd-unbound", "a query without holder binding", ["TXD-03"], "NEG-173",
                try signed(members().adding(["transaction_data": [.string(text)], "dcql_query": unbound])),
                "transaction_data_without_holder_binding"),
            VectorTest(
                "vp-request-txd-unsigned", "a payment that nobody signed for", rules: ["PAY-18"], flags: ["NT-17"],
                input: [
                    "link": .string(
                        unsigned(
                            members("redirect_uri:" + Self.responseURI).adding("transaction_data", [.string(text)])))
                ], .invalid("transaction_data_unsigned")),
        ]
    }

    /// One field of a payload changed, or left out.
    func payload(
        _ id: String, _ comment: String, _ rules: [String], _ name: String, _ value: JSONValue?,
        _ error: String = "transaction_data_field", of sample: JSONObject = TransactionSamples.payment,
        type: String = TransactionSamples.paymentType, flag: String = "NT-11"
    ) throws -> VectorTest {
        let changed = value.map { sample.adding(name, $0) } ?? sample.without(name)
        return refused(
            "txd-\(id)", comment, rules, flag, try asked([TransactionSamples.entry(type, payload: changed)]), error)
    }

    private func order(
        _ id: String, _ comment: String, _ rules: [String], _ name: String, _ value: JSONValue?,
        _ error: String = "transaction_data_field"
    ) throws -> VectorTest {
        try payload(
            "order-\(id)", comment, rules, name, value, error, of: TransactionSamples.moneyOrder,
            type: TransactionSamples.moneyOrderType, flag: "NEG-173")
    }

    private func fields() throws -> [VectorTest] {
        let rules = ["TXD-02", "PAY-06"]
        let unknown = "transaction_data_unknown_field"
        let payee: JSONObject = ["name": "Post Office Nairobi", "id": "KE-POST-0001"]
        let long = String(repeating: "x", count: 10_000)
        let once: JSONValue = ["frequency": "MNTH"]
        return [
            try payload("extra", "a further field", rules, "note", "x", unknown),
            try payload(
                "payee-extra", "a further field of the payee", rules, "payee", .object(payee.adding("iban", "x")),
                unknown),
            try payload("no-id", "no transaction_id", rules, "transaction_id", nil),
            try payload(
                "id-long", "transaction_id of 37 characters", rules, "transaction_id",
                .string(String(repeating: "1", count: 37))),
            try payload("id-empty", "an empty transaction_id", rules, "transaction_id", ""),
            try payload("no-payee", "no payee", rules, "payee", nil),
            try payload("payee-text", "a payee that is a text", rules, "payee", "Post"),
            try payload(
                "payee-long", "a payee's name of 10,000 characters", ["TXD-02", "PAY-12"], "payee",
                .object(payee.adding("name", .string(long))), flag: "NT-14"),
            try payload("currency", "a currency in small letters", ["PAY-09", "TXD-02"], "currency", "eur"),
            try payload("no-currency", "no currency", rules, "currency", nil),
            try payload("flag-text", "a text instead of true", rules, "sct_inst", "true"),
            try payload("frequency", "an unknown frequency", rules, "recurrence", ["frequency": "OFTEN"]),
            try payload("frequency-missing", "no frequency", rules, "recurrence", [:]),
            try payload("date-time", "no date-time", rules, "date_time", "today"),
            try payload("execution-past", "to be paid in the past", rules, "execution_date", "2024-12-01"),
            refused(
                "txd-execution-recurring", "a date together with a recurrence", rules, "NT-11",
                try asked([
                    TransactionSamples.entry(
                        payload: TransactionSamples.payment.adding(["execution_date": "2025-02-01", "recurrence": once])
                    )
                ]), "transaction_data_field"),
            try order("extra", "a further field", ["TXD-02", "TXD-08", "PMO-01"], "note", "x", unknown),
            try order("no-fee", "no fee", ["TXD-02", "TXD-08", "PMO-01"], "fee", nil),
            try order("payout", "an unknown way of paying out", ["TXD-02", "PMO-01"], "payout", "gold"),
            try order(
                "country", "a country in small letters", ["PMO-01"], "payee", ["name": "A", "id": "B", "country": "ke"]),
            try order(
                "fee-higher", "a fee above what is paid", ["PMO-01"], "fee", ["amount": "105.01", "currency": "EUR"]),
            try order(
                "fee-outside", "what is paid does not include the fee", ["PMO-01"], "payee_receives",
                ["amount": "100.01", "currency": "EUR"]),
            try order("over", "an offer that is over", ["PMO-03"], "expires_at", "2025-01-01T00:00:00Z"),
            try order("rate", "a rate with an exponent", ["PMO-01"], "exchange_rate", "1e2"),
            try order(
                "purpose", "a purpose of 141 characters", ["TXD-02", "PMO-01"], "purpose",
                .string(String(repeating: "x", count: 141))),
            try order(
                "amount-number", "a number instead of a text", ["TXD-02", "PMO-01"], "sender_pays",
                ["amount": 105, "currency": "EUR"]),
        ]
    }

    private func amounts() throws -> [VectorTest] {
        func amount(_ id: String, _ comment: String, _ text: String, currency: String = "EUR", flag: String = "NT-11")
            throws -> VectorTest
        {
            let payload = TransactionSamples.payment.adding([
                "amount": TransactionSamples.number(text), "currency": .string(currency),
            ])
            return refused(
                "txd-amount-\(id)", comment, ["PAY-09"], flag, try asked([TransactionSamples.entry(payload: payload)]),
                "transaction_data_field")
        }
        return [
            try amount("exponent", "an exponent", "1e2"), try amount("fraction", "three digits of cents", "1.234"),
            try amount("zeros", "three digits of cents, though the last is zero", "1.230"),
            try amount("yen", "a fraction of a yen", "0.5", currency: "JPY"),
            try amount("negative", "a negative amount", "-5", flag: "NT-12"),
            try amount("zero", "nothing", "0.00"),
            try amount("digits", "sixteen significant digits", "12345678901234.56"),
            try payload("amount-text", "a text instead of a number", ["TXD-02", "PAY-06"], "amount", "23.58"),
        ]
    }

    private func algorithms() throws -> [VectorTest] {
        func named(_ id: String, _ comment: String, _ rules: [String], _ algorithms: JSONValue?, _ error: String) throws
            -> VectorTest
        {
            refused(
                "txd-\(id)", comment, rules, "", try asked([TransactionSamples.entry(algorithms: algorithms)]), error)
        }
        let common = "transaction_data_no_common_algorithm"
        return [
            try named(
                "alg-missing", "a payment without transaction_data_hashes_alg", ["PAY-01", "TXD-04"], nil,
                "transaction_data_field"),
            try named(
                "alg-text", "a text instead of an array of names", ["TXD-04"], "sha-256", "transaction_data_field"),
            try named("alg-empty", "no name", ["TXD-04"], [], "transaction_data_field"),
            try named("alg-number", "a number as name", ["TXD-04"], ["sha-256", 1], "transaction_data_field"),
            try named("alg-unknown", "only algorithms that nobody supports", ["TXD-06"], ["sha3-256"], common),
            refused(
                "txd-alg-disjoint", "two entries for one credential without a common algorithm", ["TXD-06"], "",
                try asked([
                    TransactionSamples.entry(algorithms: ["sha-256"]),
                    TransactionSamples.order(algorithms: ["sha-512"]),
                ]), common),
            refused(
                "txd-alg-default-disjoint", "the default and another algorithm", ["TXD-06"], "",
                try asked([TransactionSamples.entry(algorithms: ["sha-384"]), TransactionSamples.order()]), common),
        ]
    }
}
