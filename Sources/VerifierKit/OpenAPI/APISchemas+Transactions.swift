import JSON
import OpenID4VP

/// What backends begin, ask and get.
extension APISchemas {
    static let state: JSONValue = ["enum": .array(Transaction.State.allCases.map { .string($0.rawValue) })]
    static let digitalCredentialProtocol: JSONValue = [
        "enum": .array(DigitalCredentialProtocol.allCases.map { .string($0.rawValue) })
    ]

    /// Exactly one of `dcql_query` and `template`.
    static let transactionRequest = object(
        [
            "dcql_query": reference("Query"), "template": reference("TemplateName"),
            "redirect_uri": about("Where the browser is sent after an answer on the same device; https.", uri),
            "response_mode": about(
                "How the wallet answers; what the configuration says when it is left out.",
                ["enum": ["direct_post", "direct_post.jwt", "dc_api.jwt"]]),
            "origin": about(
                "With `dc_api.jwt`: the page that asks, one of `origins` in the configuration.", text),
            "protocols": about(
                "With `dc_api.jwt`: how the request is offered; signed when it is left out.",
                [
                    "type": "array", "minItems": 1, "uniqueItems": true,
                    "items": reference("DigitalCredentialProtocol"),
                ]),
            "transaction_data": about(
                "What the person confirms.", array(reference("TransactionData"), atLeast: 1)),
        ], required: [], more: ["oneOf": [["required": ["dcql_query"]], ["required": ["template"]]]])
    static let transactionData = object(
        [
            "type": ["enum": .array(TransactionDataRegistry.standard.types.map { .string($0.name) })],
            "credential_ids": about("The ids of the credential queries that may confirm it.", array(text, atLeast: 1)),
            "transaction_data_hashes_alg": about(
                "The hash functions that will do; `sha-256` is one of them.", array(text, atLeast: 1)),
            "payload": about("What is confirmed; `examples/transaction-data` has a schema for each type.", anything),
        ], required: ["type", "credential_ids", "payload"], more: ["additionalProperties": false])
    static let transactionBegun = object(
        [
            "id": text, "state": ["const": "open"],
            "link": about("What calls the wallet, by a tap or as a QR code.", uri),
            "page": about("Where the person's browser is sent instead.", uri),
            "call": about("With `dc_api.jwt`: what the page calls `navigator.credentials.get` with.", call),
            "expires_at": time,
        ], required: ["id", "state", "expires_at"])
    private static let call = object(
        [
            "digital": object(
                [
                    "requests": array(
                        object(
                            ["protocol": reference("DigitalCredentialProtocol"), "data": anything],
                            required: ["protocol", "data"]))
                ], required: ["requests"])
        ], required: ["digital"])

    static let digitalCredentialAnswer = object(
        [
            "protocol": reference("DigitalCredentialProtocol"),
            "data": about("As the wallet gave it: `response`, encrypted.", anything),
        ], required: ["protocol", "data"])
    static let transactionEnded = object(
        ["id": text, "state": reference("TransactionState")], required: ["id", "state"])
    static let transaction = object(
        [
            "id": text, "state": reference("TransactionState"), "created_at": time, "expires_at": time,
            "phishing_resistant": about(
                "False across devices, where nobody can say whose browser showed the request.", boolean),
            "origin": text, "template": text,
            "wallet_error": about("Why the wallet did not present anything, by its own code.", text),
            "report": reference("Report"),
            "claims": about(
                "The verified claims by the ids of the query, with the first call after the answer only.",
                ["type": "object", "additionalProperties": ["type": "array", "items": anything]]),
        ], required: ["id", "state", "created_at", "expires_at", "phishing_resistant"])

    /// Exactly one of `presentation` and `vp_token`.
    static let checkRequest = object(
        [
            "presentation": about("One presentation, for the first credential query.", text),
            "vp_token": about("Presentations by the ids of the query.", presentations),
            "nonce": text, "audience": about("The client id, or `origin:` and the page.", text),
            "dcql_query": reference("Query"),
            "transaction_data": about("The texts as they were sent.", array(text, atLeast: 1)),
        ], required: ["nonce", "audience", "dcql_query"],
        more: ["oneOf": [["required": ["presentation"]], ["required": ["vp_token"]]]])
    private static let presentations: JSONValue = [
        "type": "object", "additionalProperties": array(text, atLeast: 1),
    ]
    static let proof = object(
        [
            "version": integer, "time": about("When the answer came.", time), "client_id": text, "nonce": text,
            "response_mode": text, "dcql_query": anything, "transaction_data": texts, "vp_token": presentations,
            "requested_at": time,
        ],
        required: [
            "version", "time", "client_id", "nonce", "response_mode", "dcql_query", "transaction_data", "vp_token",
            "requested_at",
        ])
}
