import JSON

/// That the answer of one operation names what another one is called with.
///
/// Links carry one value. What a wallet or a browser is called with needs none: the answer has whole URLs for them.
struct APILink {
    /// The `operationId` that it leads to.
    let target: String
    /// The parameter that is filled.
    let parameter: String
    /// Where its value stands, as a runtime expression (OpenAPI 3.1.0 §4.8.20.4).
    let value: String

    /// The link as a Response has it.
    var json: JSONValue {
        ["operationId": .string(target), "parameters": JSONValue.object(JSONObject([(parameter, .string(value))]))]
    }

    /// The links of the good answers of an operation.
    static func links(from operation: String) -> [APILink] { table[operation] ?? [] }

    private static let table: [String: [APILink]] = [
        "beginTransaction": [
            .transaction("readTransaction"), .transaction("takeProof"), .transaction("watchTransaction"),
            .transaction("deleteTransaction"), .transaction("passOnAnswer"),
        ],
        "readTransaction": [
            .transaction("takeProof"), .transaction("watchTransaction"), .transaction("deleteTransaction"),
        ],
        "passOnAnswer": [
            .transaction("readTransaction"), .transaction("takeProof"), .transaction("deleteTransaction"),
        ],
        "putTemplate": [.template("readTemplate"), .template("putTemplate"), .template("deleteTemplate")],
        "readTemplate": [.template("putTemplate")],
        "listTemplates": [.template("readTemplate", at: "/templates/0/name")],
    ]

    private static func transaction(_ target: String) -> APILink {
        APILink(target: target, parameter: "id", value: "$response.body#/id")
    }

    private static func template(_ target: String, at pointer: String = "/name") -> APILink {
        APILink(target: target, parameter: "name", value: "$response.body#\(pointer)")
    }
}
