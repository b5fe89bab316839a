import JSON

extension TypeVectors {
    private static let payment = "urn:eudi:sca:payment:1"
    private static let category: JSONValue = "urn:eu:europa:ec:eudi:sua:sca"

    /// Types whose credentials sign transactions.
    func transactions() -> [VectorTest] {
        [
            valid(
                "sca", "an attestation for strong customer authentication", ["PAY-02", "PAY-03", "PAY-10", "PAY-11"],
                ["document": text(attestation(described()))],
                attested([
                    "schema": .string(Self.payment),
                    "claims": [
                        ["path": ["payload", "amount"], "visualisation": 1],
                        ["path": ["payload", "payee", "id"], "visualisation": 3],
                    ],
                ])),
            valid(
                "sca-addresses", "claims and labels in documents of their own", ["PAY-03"],
                [
                    "document": text(
                        attestation([
                            "schema_uri": .string(Self.payment), "claims_uri": "https://example.com/claims",
                            "ui_labels_uri": "https://example.com/labels", "ui_labels_uri#integrity": hash,
                        ]))
                ], attested(["schema": .string(Self.payment)])),
            valid(
                "sca-longest", "words as long as they may be", ["PAY-11"],
                [
                    "document": text(
                        attestation([
                            "ui_labels": labels([
                                "affirmative_action_label": 30, "denial_action_label": 30, "transaction_title": 50,
                                "security_hint": 250,
                            ])
                        ]))
                ], attested([:])),
        ] + pairs() + malformedTransactions()
    }

    private var hash: JSONValue { "sha256-RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=" }

    private func attestation(_ type: JSONObject) -> JSONObject {
        document(["category": Self.category, "transaction_data_types": [Self.payment: .object(type)]])
    }

    private func attested(_ type: JSONObject) -> JSONValue {
        [
            "type": .string(Self.type), "languages": [], "claims": [], "category": Self.category,
            "transaction_data_types": [Self.payment: .object(type)],
        ]
    }

    private func described() -> JSONObject {
        [
            "schema": .string(Self.payment),
            "claims": [
                ["path": ["payload", "amount"], "visualisation": 1, "display": [["lang": "en", "label": "Amount"]]],
                ["path": ["payload", "payee", "id"], "display": [["lang": "en", "label": "Account"]]],
            ],
            "ui_labels": labels(["affirmative_action_label": 3]),
        ]
    }

    /// Words of so many characters.
    private func labels(_ lengths: KeyValuePairs<String, Int>) -> JSONValue {
        .object(
            JSONObject(
                lengths.map { name, length in
                    (name, [["lang": "fr", "value": .string(String(repeating: "é", count: length))]])
                }))
    }

    /// A member together with its address.
    private func pairs() -> [VectorTest] {
        ["schema", "claims", "ui_labels"].map { member in
            refused(
                "sca-both-\(member)", "\(member) and \(member)_uri", ["PAY-03"],
                ["document": text(attestation(described().adding("\(member)_uri", "https://example.com/x")))],
                "type_metadata_malformed", flags: ["NT-11"])
        }
    }

    private func malformedTransactions() -> [VectorTest] {
        let words = described()["ui_labels"]?.object ?? [:]
        let wrong: [(String, String, String, JSONObject)] = [
            ("schema-number", "a number as schema", "PAY-03", ["schema": 1]),
            ("claims-object", "an object as claims", "PAY-03", ["claims": [:]]),
            ("claim-no-path", "a claim without path", "PAY-03", ["claims": [["visualisation": 1]]]),
            ("level-0", "a level below the first", "PAY-03", ["claims": [["path": ["amount"], "visualisation": 0]]]),
            ("level-5", "a level above the fourth", "PAY-03", ["claims": [["path": ["amount"], "visualisation": 5]]]),
            ("no-yes", "no word that confirms", "PAY-11", ["ui_labels": labels(["denial_action_label": 2])]),
            ("yes-long", "31 characters", "PAY-11", ["ui_labels": labels(["affirmative_action_label": 31])]),
            (
                "no-long", "31 characters", "PAY-11",
                ["ui_labels": .object(words.adding(labels(["denial_action_label": 31]).object ?? [:]))]
            ),
            (
                "title-long", "51 characters", "PAY-11",
                ["ui_labels": .object(words.adding(labels(["transaction_title": 51]).object ?? [:]))]
            ),
            (
                "hint-long", "251 characters", "PAY-11",
                ["ui_labels": .object(words.adding(labels(["security_hint": 251]).object ?? [:]))]
            ),
            (
                "no-language", "a word without language", "PAY-11",
                ["ui_labels": ["affirmative_action_label": [["value": "Pay"]]]]
            ),
        ]
        return wrong.map { id, comment, rule, type in
            refused(
                "sca-\(id)", comment, [rule], ["document": text(attestation(type))], "type_metadata_malformed",
                flags: id == "yes-long" ? ["NT-15"] : [])
        } + [
            refused(
                "sca-list", "a list of types", ["PAY-03"],
                ["document": text(document(["transaction_data_types": [.string(Self.payment)]]))],
                "type_metadata_malformed")
        ]
    }
}
