import JSON

/// The schemas of `/openapi.json`, in JSON Schema 2020-12.
enum APISchemas {
    static let json: JSONValue = [
        "Health": health, "Readiness": readiness, "Description": description, "Problem": problem,
        "TransactionRequest": transactionRequest, "TransactionBegun": transactionBegun, "Transaction": transaction,
        "TransactionState": state, "DigitalCredentialProtocol": digitalCredentialProtocol,
        "CheckRequest": checkRequest, "Report": report, "Refusal": refusal, "Proof": proof,
        "Query": query, "TransactionData": transactionData,
        "Template": template, "TemplateName": templateName, "TemplateContent": templateContent,
        "TemplateList": templateList, "Purpose": purpose,
        "DigitalCredentialAnswer": digitalCredentialAnswer, "TransactionEnded": transactionEnded,
        "RequestForm": requestForm, "ResponseForm": responseForm, "WalletError": walletError,
        "ResponseTaken": responseTaken, "LoginForm": loginForm, "LogoutForm": logoutForm,
    ]

    static let text: JSONValue = ["type": "string"]
    static let texts: JSONValue = ["type": "array", "items": ["type": "string"]]
    static let time: JSONValue = ["type": "string", "format": "date-time"]
    static let uri: JSONValue = ["type": "string", "format": "uri"]
    static let boolean: JSONValue = ["type": "boolean"]
    static let integer: JSONValue = ["type": "integer"]
    static let anything: JSONValue = ["type": "object"]

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
            "type": uri, "title": text, "status": integer, "detail": about("What was wrong in this case.", text),
            "rule": about("The rule that was broken, by its ID in the catalogue of rules.", text),
            "code": about("The stable name of the problem, for programs.", text),
            "hint": about("What the caller can do about it.", text),
        ], required: ["type", "title", "status", "detail", "code"])

    /// An object with these properties.
    ///
    /// - Parameter more: keywords beside `properties` and `required`.
    static func object(_ properties: JSONObject, required: [String], more: JSONObject = [:]) -> JSONValue {
        var schema: JSONObject = ["type": "object", "properties": .object(properties)]
        if !required.isEmpty { schema["required"] = .array(required.map(JSONValue.string)) }
        for (name, value) in more { schema[name] = value }
        return .object(schema)
    }

    static func array(_ items: JSONValue, atLeast count: Int64 = 0) -> JSONValue {
        var schema: JSONObject = ["type": "array", "items": items]
        if count > 0 { schema["minItems"] = .integer(count) }
        return .object(schema)
    }

    static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/components/schemas/\(name)")] }

    /// The schema with words for people.
    static func about(_ words: String, _ schema: JSONValue) -> JSONValue {
        var object: JSONObject = ["description": .string(words)]
        for (name, value) in schema.object ?? [:] { object[name] = value }
        return .object(object)
    }
}
