import JSON
import OpenID4VP

/// The schemas of `/openapi.json`, in JSON Schema 2020-12.
enum APISchemas {
    static var json: JSONValue {
        [
            "Health": health, "Readiness": readiness, "Description": description, "Problem": problem,
            "TransactionRequest": transactionRequest, "TransactionBegun": transactionBegun, "Transaction": transaction,
            "TransactionState": state, "DigitalCredentialProtocol": digitalCredentialProtocol,
            "CheckRequest": checkRequest, "Report": report, "Proof": proof,
            "Template": template,
            "TemplateContent": templateContent, "TemplateList": templateList, "Purpose": purpose,
            "DigitalCredentialAnswer": digitalCredentialAnswer, "TransactionEnded": transactionEnded,
            "WalletForm": walletForm, "WalletError": walletError, "ResponseTaken": responseTaken,
        ]
    }

    private static let text: JSONValue = ["type": "string"]
    private static let time: JSONValue = ["type": "string", "format": "date-time"]
    private static let uri: JSONValue = ["type": "string", "format": "uri"]
    private static let boolean: JSONValue = ["type": "boolean"]
    private static let anything: JSONValue = ["type": "object"]

    private static let health = object(["status": ["const": "ok"]], required: ["status"])
    private static let readiness = object(
        [
            "status": ["enum": ["ready", "not_ready"]],
            "checks": object(
                [
                    "store": ["enum": ["ok", "failed"]], "keys": ["enum": ["ok", "failed"]],
                    "trust": ["enum": ["ok", "failed"]],
                ], required: ["store", "keys", "trust"]),
        ], required: ["status", "checks"])
    private static let description = object(
        [
            "openapi": text, "info": anything, "paths": anything, "components": anything,
            "servers": ["type": "array", "items": anything],
        ], required: ["openapi", "info", "paths"])
    private static let problem = object(
        [
            "type": uri, "title": text, "status": ["type": "integer"], "detail": text, "rule": text, "code": text,
            "hint": text,
        ], required: ["type", "title", "status", "detail", "code"])

    private static let state: JSONValue = [
        "enum": .array(Transaction.State.allCases.map { .string($0.rawValue) })
    ]
    private static let transactionRequest = object(
        [
            "dcql_query": anything, "template": text, "redirect_uri": uri,
            "response_mode": ["enum": ["direct_post", "direct_post.jwt", "dc_api.jwt"]], "origin": text,
            "protocols": [
                "type": "array", "minItems": 1, "uniqueItems": true, "items": reference("DigitalCredentialProtocol"),
            ],
            "transaction_data": ["type": "array", "minItems": 1, "items": ["type": "object"]],
        ], required: [])
    private static let transactionBegun = object(
        [
            "id": text, "state": ["const": "open"], "link": uri, "page": uri, "call": digitalCredentialCall,
            "expires_at": time,
        ], required: ["id", "state", "expires_at"])
    private static let digitalCredentialProtocol: JSONValue = [
        "enum": .array(DigitalCredentialProtocol.allCases.map { .string($0.rawValue) })
    ]
    private static let digitalCredentialCall = object(
        [
            "digital": object(
                [
                    "requests": [
                        "type": "array",
                        "items": object(
                            ["protocol": reference("DigitalCredentialProtocol"), "data": anything],
                            required: ["protocol", "data"]),
                    ]
                ], required: ["requests"])
        ], required: ["digital"])
    private static let digitalCredentialAnswer = object(
        ["protocol": reference("DigitalCredentialProtocol"), "data": anything], required: ["protocol", "data"])
    private static let transactionEnded = object(
        ["id": text, "state": reference("TransactionState")], required: ["id", "state"])
    private static let transaction = object(
        [
            "id": text, "state": reference("TransactionState"), "created_at": time, "expires_at": time,
            "phishing_resistant": boolean, "origin": text, "template": text, "wallet_error": text,
            "report": reference("Report"),
            "claims": anything,
        ], required: ["id", "state", "created_at", "expires_at", "phishing_resistant"])

    private static let checkRequest = object(
        [
            "presentation": text, "vp_token": anything, "nonce": text, "audience": text, "dcql_query": anything,
            "transaction_data": texts,
        ],
        required: ["nonce", "audience", "dcql_query"])
    private static let texts: JSONValue = ["type": "array", "items": ["type": "string"]]
    private static let proof = object(
        [
            "version": ["type": "integer"], "time": time, "client_id": text, "nonce": text, "response_mode": text,
            "dcql_query": anything, "transaction_data": texts, "vp_token": anything, "requested_at": time,
        ],
        required: [
            "version", "time", "client_id", "nonce", "response_mode", "dcql_query", "transaction_data", "vp_token",
            "requested_at",
        ])
    private static let report = object(
        [
            "verdict": ["enum": ["accepted", "rejected"]], "checked_at": time, "refusal": anything,
            "steps": ["type": "array", "items": anything], "credentials": ["type": "array", "items": anything],
        ], required: ["verdict", "checked_at"])

    private static let purpose: JSONValue = ["type": ["string", "object"]]
    private static let templateContent = object(
        ["purpose": reference("Purpose"), "dcql_query": anything], required: ["dcql_query"])
    private static let template = object(
        ["name": text, "shared": boolean, "updated_at": time, "purpose": reference("Purpose"), "dcql_query": anything],
        required: ["name", "shared", "updated_at"])
    private static let templateList = object(
        ["templates": ["type": "array", "items": reference("Template")]], required: ["templates"])

    private static let walletForm: JSONValue = ["type": "object"]
    private static let walletError = object(
        ["error": ["enum": ["invalid_request", "server_error"]]], required: ["error"])
    private static let responseTaken = object(["redirect_uri": uri], required: [])

    private static func object(_ properties: JSONObject, required: [String]) -> JSONValue {
        var schema: JSONObject = ["type": "object", "properties": .object(properties)]
        if !required.isEmpty { schema["required"] = .array(required.map(JSONValue.string)) }
        return .object(schema)
    }

    private static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/components/schemas/\(name)")] }
}
