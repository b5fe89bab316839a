import JSON

/// What is asked, and the questions that are kept.
extension APISchemas {
    /// The part of DCQL that this service can check answers to (OpenID4VP §6).
    static let query = object(
        [
            "credentials": array(["oneOf": [sdJWT, mdoc]], atLeast: 1),
            "credential_sets": about(
                "Which of them are wanted together or instead of each other; all when it is left out.",
                array(
                    object(["options": array(identifiers, atLeast: 1), "required": boolean], required: ["options"]),
                    atLeast: 1)),
        ], required: ["credentials"])
    private static let sdJWT = credential(
        "dc+sd-jwt", meta: "vct_values", about("The types that will do.", array(nonempty, atLeast: 1)),
        path: ["type": ["string", "integer", "null"], "minimum": 0, "maximum": .integer(most)],
        pathCounts: 1...16)
    private static let mdoc = credential(
        "mso_mdoc", meta: "doctype_value", nonempty, path: nonempty, pathCounts: 2...2)

    private static func credential(
        _ format: String, meta name: String, _ types: JSONValue, path: JSONValue, pathCounts: ClosedRange<Int64>
    ) -> JSONValue {
        let path: JSONValue = [
            "type": "array", "items": path, "minItems": .integer(pathCounts.lowerBound),
            "maxItems": .integer(pathCounts.upperBound),
        ]
        let claim = object(
            [
                "id": identifier, "path": path, "values": array(value, atLeast: 1),
                "intent_to_retain": about("For mdoc: whether the value is kept.", boolean),
            ], required: ["path"])
        return object(
            [
                "id": identifier, "format": ["const": .string(format)],
                "meta": object([name: types], required: [name]), "multiple": boolean,
                "require_cryptographic_holder_binding": boolean,
                "trusted_authorities": array(
                    object(["type": text, "values": array(text, atLeast: 1)], required: ["type", "values"]),
                    atLeast: 1),
                "claims": about(
                    "Each path once; all are wanted unless `claim_sets` says otherwise.", array(claim, atLeast: 1)),
                "claim_sets": about("Ids of claims, the most wanted set first.", array(identifiers, atLeast: 1)),
            ], required: ["id", "format", "meta"], more: ["dependentRequired": ["claim_sets": ["claims"]]])
    }

    /// Beyond it readers disagree about which integer is meant.
    private static let most: Int64 = 1 << 53 - 1
    private static let value: JSONValue = [
        "type": ["string", "integer", "boolean"], "minimum": .integer(-most), "maximum": .integer(most),
    ]
    private static let identifier: JSONValue = ["type": "string", "pattern": "^[A-Za-z0-9_-]+$"]
    private static let identifiers = array(identifier, atLeast: 1)
    private static let nonempty: JSONValue = ["type": "string", "minLength": 1]

    static let templateName: JSONValue = ["type": "string", "pattern": "^[a-z0-9-]{1,64}$"]
    /// A text alone is English.
    static let purpose: JSONValue = [
        "oneOf": [
            purposeText,
            [
                "type": "object", "minProperties": 1, "maxProperties": .integer(Int64(QuestionPurpose.limitLanguages)),
                "propertyNames": ["pattern": "^[a-z-]{2,8}$"], "additionalProperties": purposeText,
            ],
        ]
    ]
    private static let purposeText: JSONValue = [
        "type": "string", "minLength": 1, "maxLength": .integer(Int64(QuestionPurpose.limitCharacters)),
    ]
    static let templateContent = object(
        ["purpose": reference("Purpose"), "dcql_query": reference("Query")], required: ["dcql_query"],
        more: ["additionalProperties": false])
    static let template = object(
        [
            "name": reference("TemplateName"),
            "shared": about("Whether it is the operator's, for all backends.", boolean), "updated_at": time,
            "purpose": ["type": "object", "additionalProperties": text], "dcql_query": anything,
        ], required: ["name", "shared", "updated_at"])
    static let templateList = object(["templates": array(reference("Template"))], required: ["templates"])
}
