import Bytes
import Cryptography
import JSON

extension ResponseVectors {
    /// Answers to requests with something to confirm.
    func transactionData() throws -> [VectorTest] {
        try confirmed() + unconfirmed() + several() + authenticated()
    }

    private typealias Sample = TransactionSamples

    /// A payment whose hash must be named, and a money order that leaves it to the default.
    private static let payment = Sample.sent(Sample.entry(algorithms: ["sha-256", "sha-512"]))
    private static let order = Sample.sent(Sample.order())

    private func answer(
        _ hashes: JSONValue?, algorithm: JSONValue? = nil, age: Int64 = 10,
        _ change: (JSONObject) -> JSONObject = { $0 }
    ) throws -> String {
        var claims: JSONObject = [
            "iat": .integer(VectorCast.now - age), "jti": "b0R4zQ7mTk2bJw5yXc1pVg", "response_mode": "direct_post",
            "amr": [["knowledge": "passphrase_12_or_more_chars"], ["possession": "other"]],
        ]
        claims["transaction_data_hashes"] = hashes
        claims["transaction_data_hashes_alg"] = algorithm
        return form(["who": [.string(try post.presentation(more: change(claims)))]])
    }

    private func sent(_ texts: String...) -> JSONObject {
        ["transaction_data": .array(texts.map(JSONValue.string))]
    }

    private func confirmed() throws -> [VectorTest] {
        let (payment, order) = (Sample.hash(Self.payment), Sample.hash(Self.order))
        let both = sent(Self.payment, Self.order)
        return [
            valid(
                "txd-payment", "a payment", ["VFY-09", "TXD-04"], [], try answer([payment], algorithm: "sha-256"), 1,
                sent(Self.payment)),
            valid(
                "txd-sha-512", "the other algorithm that was offered", ["TXD-04", "TXD-06"], [],
                try answer([Sample.hash(Self.payment, .sha512)], algorithm: "sha-512"), 1, sent(Self.payment)),
            valid(
                "txd-default", "a money order, hashed by the default and without its name", ["TXD-04", "TXD-08"], [],
                try answer([order]), 1, sent(Self.order)),
            valid(
                "txd-default-named", "the name of the default though nobody asked for it", ["TXD-04"], [],
                try answer([order], algorithm: "sha-256"), 1, sent(Self.order)),
            valid(
                "txd-both", "both for one credential", ["TXD-05"], [],
                try answer([payment, order], algorithm: "sha-256"), 1, both),
            valid(
                "txd-reordered", "both in another order", ["TXD-05"], ["NEG-232"],
                try answer([order, payment], algorithm: "sha-256"), 1, both),
            valid(
                "txd-age-60", "confirmed 60 seconds ago", ["TXD-09"], [],
                try answer([payment], algorithm: "sha-256", age: 60), 1, sent(Self.payment)),
        ]
    }

    private func unconfirmed() throws -> [VectorTest] {
        let payment = Sample.hash(Self.payment)
        func wrong(
            _ id: String, _ comment: String, _ rules: [String], _ form: String, _ error: String,
            _ flag: String = "NEG-232",
            _ texts: JSONObject? = nil
        ) -> VectorTest {
            refused("txd-\(id)", comment, rules, flag, form, error, texts ?? sent(Self.payment))
        }
        let decoded = String(decoding: (try? Base64URL.decode(Self.payment)) ?? [], as: UTF8.self)
        let again = Base64URL.encode(Array(((try? JSONValue(parsing: decoded))?.prettyText() ?? "").utf8))
        let unexpected = "transaction_data_unexpected_hash"
        let ending = Sample.sent(Sample.order(["expires_at": "2024-12-31T23:59:50Z"]))
        return [
            wrong(
                "missing", "no hash at all", ["TXD-05", "VFY-09"], try answer(nil), "transaction_data_not_confirmed"),
            wrong(
                "one-missing", "one of two hashes", ["TXD-05"], try answer([payment], algorithm: "sha-256"),
                "transaction_data_not_confirmed", "NEG-232", sent(Self.payment, Self.order)),
            wrong(
                "extra", "a hash more", ["TXD-05"], try answer([payment, Sample.hash("x")], algorithm: "sha-256"),
                unexpected),
            wrong(
                "twice", "the hash twice", ["TXD-05"], try answer([payment, payment], algorithm: "sha-256"),
                "transaction_data_confirmed_twice"),
            wrong(
                "decoded", "the hash of the decoded JSON", ["TXD-04", "TXD-05"],
                try answer([Sample.hash(decoded)], algorithm: "sha-256"), unexpected, "NT-13"),
            wrong(
                "re-encoded", "the hash of the JSON encoded again", ["TXD-04", "TXD-05"],
                try answer([Sample.hash(again)], algorithm: "sha-256"), unexpected),
            wrong(
                "other-amount", "the hash of another amount", ["TXD-05"],
                try answer(
                    [
                        Sample.hash(
                            Sample.sent(Sample.entry(payload: Sample.payment.adding("amount", Sample.number("23.59")))))
                    ], algorithm: "sha-256"), unexpected),
            wrong(
                "alg-not-offered", "an algorithm that was not offered", ["TXD-04"],
                try answer([Sample.hash(Self.payment, .sha384)], algorithm: "sha-384"), "transaction_data_algorithm"),
            wrong(
                "alg-unknown", "an unknown algorithm", ["TXD-04"], try answer([payment], algorithm: "sha3-256"),
                "transaction_data_algorithm"),
            wrong(
                "alg-other", "another algorithm than the one that was named", ["TXD-04", "TXD-05"],
                try answer([Sample.hash(Self.payment, .sha512)], algorithm: "sha-256"), unexpected),
            wrong(
                "alg-unnamed", "no name though the request has names", ["TXD-04"], try answer([payment]),
                "transaction_data_algorithm_missing"),
            wrong(
                "alg-number", "a number as name", ["KB-11", "TXD-04"], try answer([payment], algorithm: 256),
                "transaction_data_malformed"),
            wrong(
                "text", "a text instead of an array", ["KB-11", "TXD-04"], try answer(payment, algorithm: "sha-256"),
                "transaction_data_malformed"),
            wrong(
                "age-61", "confirmed 61 seconds ago", ["TXD-09", "KB-08"],
                try answer([payment], algorithm: "sha-256", age: 61), "key_binding_too_old"),
            wrong(
                "offer-over", "an offer that was over when it was confirmed", ["PMO-03"],
                try answer([Sample.hash(ending)]), "transaction_data_offer_over", "", sent(ending)),
            wrong(
                "without-request", "hashes in an answer to a request without transaction data", ["KB-11", "VFY-09"],
                try answer([payment], algorithm: "sha-256"), "transaction_data_unexpected", "NEG-233",
                ["transaction_data": .null]),
        ]
    }

    /// What is signed beside the hash of a payment: the code, the way of the answer, the methods.
    private func authenticated() throws -> [VectorTest] {
        let payment = Sample.hash(Self.payment)
        let texts = sent(Self.payment).adding("response_mode", "direct_post")
        func wrong(
            _ id: String, _ comment: String, _ rules: [String], _ name: String, _ value: JSONValue?
        ) throws -> VectorTest {
            refused(
                "txd-\(id)", comment, rules, "NT-13",
                try answer([payment], algorithm: "sha-256") { claims in
                    value.map { claims.adding(name, $0) } ?? claims.without(name)
                }, "transaction_data_authentication", texts)
        }
        func methods(_ id: String, _ comment: String, _ value: JSONValue?) throws -> VectorTest {
            try wrong("amr-\(id)", comment, ["PAY-13", "PAY-15"], "amr", value)
        }
        let phrase: JSONValue = ["knowledge": "passphrase_12_or_more_chars"]
        return [
            valid(
                "txd-authenticated", "a payment with its code, its response mode and two methods",
                ["PAY-13", "PAY-15"],
                [], try answer([payment], algorithm: "sha-256"), 1, texts),
            valid(
                "txd-order-unauthenticated", "a money order needs none of them", ["PAY-13"], [],
                try answer([Sample.hash(Self.order)]) { $0.without("jti").without("amr").without("response_mode") }, 1,
                sent(Self.order)),
            try wrong("jti-missing", "no authentication code", ["PAY-15"], "jti", nil),
            try wrong("jti-short", "an authentication code that can be guessed", ["PAY-15"], "jti", "1"),
            try wrong("jti-number", "a number as authentication code", ["PAY-15"], "jti", 1),
            try wrong("mode-missing", "no response_mode", ["PAY-15"], "response_mode", nil),
            try wrong(
                "mode-other", "another response_mode than was asked for", ["PAY-15"], "response_mode", "fragment"),
            try methods("missing", "no methods", nil),
            try methods("one", "one method", [phrase]),
            try methods("two-of-one", "two methods of one category", [phrase, ["knowledge": "pattern"]]),
            try methods("unknown", "a method that the standard does not name", [phrase, ["possession": "card"]]),
            try methods("category", "a category that the standard does not name", [phrase, ["location": "other"]]),
            try methods("together", "both in one object", [["knowledge": "pattern", "possession": "other"]]),
            try methods("text", "a list of names, as other standards have it", ["pwd", "hwk"]),
        ]
    }

    /// Two credentials, of which exactly one confirms.
    private func several() throws -> [VectorTest] {
        let credential = query()["credentials"]?[0]?.object ?? [:]
        let two: JSONValue = ["credentials": [.object(credential), .object(credential.adding("id", "again"))]]
        let either = Sample.sent(Sample.order(ids: ["again", "who"]))
        let shared: JSONObject = ["query": two, "transaction_data": [.string(either)]]
        let confirming = try post.presentation(more: ["transaction_data_hashes": [Sample.hash(either)]])
        let silent = try post.presentation()
        func answers(_ who: String, _ again: String) -> String {
            form(["who": [.string(who)], "again": [.string(again)]])
        }
        func accepted(_ id: String, _ comment: String, _ form: String) -> VectorTest {
            let credentials: [JSONValue] = ["who", "again"].map {
                ["query": .string($0), "type": .string(PostCast.type), "claims": ["given_name": "Ada"]]
            }
            return VectorTest(
                "vp-response-txd-\(id)", comment, rules: ["TXD-01", "TXD-05"], flags: [],
                input: JSONObject([("form", .string(form))]).adding(shared),
                .valid(["credentials": .array(credentials)]))
        }
        return [
            accepted("first-of-two", "the first of two credentials confirms", answers(confirming, silent)),
            accepted("second-of-two", "the second of two credentials confirms", answers(silent, confirming)),
            refused(
                "txd-both-confirm", "both credentials confirm", ["TXD-01", "TXD-05"], "NEG-232",
                answers(confirming, confirming), "transaction_data_confirmed_twice", shared),
            refused(
                "txd-none-confirms", "neither credential confirms", ["TXD-05"], "NEG-232", answers(silent, silent),
                "transaction_data_not_confirmed", shared),
            refused(
                "txd-wrong-credential", "a credential confirms that was not named", ["KB-11", "TXD-01"], "NEG-233",
                answers(confirming, silent), "transaction_data_unexpected",
                shared.adding("transaction_data", [.string(Sample.sent(Sample.order(ids: ["again"])))])),
        ]
    }
}
