import JSON
import OpenID4VP

/// The forms of wallets and of the console, field by field, and what wallets are answered.
extension APISchemas {
    /// What a wallet may send along when it fetches a request (OpenID4VP §5.10).
    static let requestForm = object(
        [
            "wallet_nonce": about(
                "Comes back signed.",
                ["type": "string", "maxLength": .integer(Int64(RequestURIForm.limitNonce))]),
            "wallet_metadata": about("What the wallet can do, and keys to which the request is encrypted.", jsonText),
        ], required: [])

    /// An answer that is encrypted, one in the clear, or an error (OpenID4VP §8).
    static let responseForm: JSONValue = [
        "anyOf": [
            object(["response": about("The answer, encrypted (JWE).", text)], required: ["response"]),
            object(
                ["vp_token": about("Presentations by the ids of the query.", jsonText), "state": text],
                required: ["vp_token", "state"]),
            object(["error": text, "error_description": text, "state": text], required: ["error", "state"]),
        ]
    ]

    static let walletError = object(
        ["error": ["enum": ["invalid_request", "server_error"]]], required: ["error"])
    static let responseTaken = object(
        ["redirect_uri": about("Where the wallet sends the browser.", uri)], required: [])

    static let loginForm = object(
        [
            "password": [
                "type": "string", "minLength": .integer(Int64(ConsolePassword.lengths.lowerBound)),
                "maxLength": .integer(Int64(ConsolePassword.lengths.upperBound)),
            ],
            "username": about("For password managers; not read.", ["const": "operator"]), "lang": language,
        ], required: ["password"])
    static let logoutForm = object(
        ["token": about("Stands in each page of the session.", text), "lang": language], required: ["token"])

    static let language: JSONValue = ["enum": .array(PageLanguage.allCases.map { .string($0.rawValue) })]
    private static let jsonText: JSONValue = ["type": "string", "contentMediaType": "application/json"]
}
