import JSON
import OpenID4VP

/// One example of a body.
struct APIExample {
    let name: String
    /// What it shows, for people.
    let summary: String
    let value: JSONValue

    init(_ name: String, _ summary: String, _ value: JSONValue) {
        (self.name, self.summary, self.value) = (name, summary, value)
    }

    /// The example as a Media Type has it.
    var json: JSONValue { ["summary": .string(summary), "value": value] }
}

/// The examples of `/openapi.json`; a test sends those of requests to a service, and holds those of answers against it.
///
/// They tell one story: who is 18 is asked by a template, a given name by a query, a payment is confirmed.
enum APIExamples {
    static let transactionID = "XnUjimsE04PDadGFaj5-NZImJmkVbFEg6GhmcRQm3do"
    static let requestID = "XnUjimsE04N52WYo1wP4KK9wxjRAX_UpwXdCCNwkVok"
    static let pageID = "XnUjimsE04OnZGw2vdYdmWYeatN_dlwMYpdqrju5m7c"
    static let number: Int64 = 1_927_880_256_182_194_629
    static let responseCode = "IoyK_y7_ZHCHD2RI7tVxuOzYal_DNfSoPKu67Aaes5U"
    static let templateName = "over-18"

    /// Those of a body by the name of its schema, or by its media type where it is text.
    static func examples(of body: String) -> [APIExample] { requests[body] ?? answers[body] ?? [] }

    static let givenName = query(["given_name"])
    static let nonce = "YsomJZ9S8EpZtA1LwprbbgvNCEkN1uFaaPPnWm2y8ps"
    static let client = "x509_hash:KmFSqedp93ewFf6UK9fnPvzXAlZ1yKf6Acezi7y-4m4"
    static let payment: JSONObject = [
        "type": "urn:eudi:sca:payment:1", "credential_ids": ["person"], "transaction_data_hashes_alg": ["sha-256"],
        "payload": [
            "transaction_id": "8D8AC610-566D-4EF0-9C22-186B2A5ED793",
            "payee": ["name": "Post Office Nairobi", "id": "KE-POST-0001"], "currency": "EUR",
            "amount": JSONNumber("23.58").map(JSONValue.number) ?? .null,
        ],
    ]

    private static let origin = "https://shop.example"

    private static let requests: [String: [APIExample]] = [
        "TransactionRequest": [
            APIExample("template", "A question that is kept", ["template": .string(templateName)]),
            APIExample("query", "A question of one's own, asked from another device", ["dcql_query": givenName]),
            APIExample(
                "sameDevice", "On one device: the browser is sent on to the shop after the answer",
                ["dcql_query": givenName, "redirect_uri": "https://shop.example/done"]),
            APIExample(
                "payment", "A payment is confirmed", ["dcql_query": givenName, "transaction_data": [.object(payment)]]),
            APIExample(
                "clear", "The answer may come in the clear",
                ["template": .string(templateName), "response_mode": "direct_post"]),
            APIExample(
                "digitalCredentials", "A page asks with the Digital Credentials API",
                [
                    "template": .string(templateName), "response_mode": "dc_api.jwt", "origin": .string(origin),
                    "protocols": ["openid4vp-v1-signed", "openid4vp-v1-unsigned"],
                ]),
        ],
        "DigitalCredentialAnswer": [
            APIExample("signed", "What the browser gave to the page", encryptedAnswer)
        ],
        "CheckRequest": [
            APIExample("presentation", "One presentation", check(["presentation": .string(presentation)])),
            APIExample(
                "response", "A whole response, by which a payment was confirmed",
                check([
                    "vp_token": ["person": [.string(confirmation)]],
                    "transaction_data": [.string(TransactionData.encoded(payment))],
                ])),
        ],
        "TemplateContent": [
            APIExample("languages", "With a purpose in two languages", ["purpose": purpose, "dcql_query": over18]),
            APIExample(
                "english", "With an English purpose",
                ["purpose": "To know that you are 18 or older.", "dcql_query": over18]),
        ],
        "RequestForm": [
            APIExample(
                "nonce", "The wallet wants its nonce signed", ["wallet_nonce": "qPmxiNFCR3QTm19POc8u"]),
            APIExample(
                "metadata", "The wallet says what it can do",
                ["wallet_metadata": #"{"vp_formats_supported":{"dc+sd-jwt":{"sd-jwt_alg_values":["ES256"]}}}"#]),
        ],
        "ResponseForm": [
            APIExample("encrypted", "`direct_post.jwt`", ["response": .string(encryptedRefusal)]),
            APIExample(
                "clear", "`direct_post`",
                [
                    "vp_token": .string(JSONValue.object(["person": [.string(presentation)]]).text),
                    "state": .string(responseCode),
                ]),
            APIExample(
                "refusal", "The person declined", ["error": "access_denied", "state": .string(responseCode)]),
        ],
        "LoginForm": [
            APIExample("password", "The operator logs in", ["password": "correct horse battery staple", "lang": "en"])
        ],
        "LogoutForm": [
            APIExample("button", "The button of each page", ["token": .string(responseCode), "lang": "en"])
        ],
    ]

    static let over18 = query(["age_equal_or_over", "18"])
    static let purpose: JSONValue = [
        "en": "To know that you are 18 or older.", "fr": "Pour savoir que vous avez 18 ans ou plus.",
    ]

    private static let encryptedAnswer: JSONValue = [
        "protocol": "openid4vp-v1-signed", "data": ["response": .string(encryptedRefusal)],
    ]

    private static func query(_ path: [String]) -> JSONValue {
        [
            "credentials": [
                [
                    "id": "person", "format": "dc+sd-jwt", "meta": ["vct_values": ["urn:carnet:postal:identity:1"]],
                    "claims": [["path": .array(path.map(JSONValue.string))]],
                ]
            ]
        ]
    }

    private static func check(_ presented: JSONObject) -> JSONValue {
        var question: JSONObject = ["nonce": .string(nonce), "audience": .string(client), "dcql_query": givenName]
        for (name, value) in presented { question[name] = value }
        return .object(question)
    }
}
