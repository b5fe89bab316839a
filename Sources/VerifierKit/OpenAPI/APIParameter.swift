import JSON

/// A parameter of an operation as `/openapi.json` describes it.
struct APIParameter {
    /// Where it stands.
    enum Place: String {
        case path, query
    }

    let name: String
    let place: Place
    /// What it is, for people.
    let about: String
    let schema: JSONValue
    let example: JSONValue

    init(_ name: String, _ place: Place, _ about: String, schema: JSONValue, example: JSONValue) {
        (self.name, self.place, self.about) = (name, place, about)
        (self.schema, self.example) = (schema, example)
    }

    /// The parameter as an Operation has it.
    var json: JSONValue {
        [
            "name": .string(name), "in": .string(place.rawValue), "description": .string(about),
            "required": .bool(place == .path), "schema": schema, "example": example,
        ]
    }
}

extension APIParameter {
    static let transaction = APIParameter(
        "id", .path, "The id that the answer to `POST /v1/transactions` gave.", schema: token,
        example: .string(APIExamples.transactionID))
    static let request = APIParameter(
        "id", .path, "The last part of the `request_uri` in the link that called the wallet.", schema: token,
        example: .string(APIExamples.requestID))
    static let page = APIParameter(
        "id", .path, "The last part of `page` in the answer to `POST /v1/transactions`.", schema: token,
        example: .string(APIExamples.pageID))
    static let template = APIParameter(
        "name", .path, "The name of the template.", schema: APISchemas.templateName,
        example: .string(APIExamples.templateName))
    static let listed = APIParameter(
        "number", .path, "The number that the list of the console shows.",
        schema: number, example: .integer(APIExamples.number))

    static let responseCode = APIParameter(
        "response_code", .query,
        "The code with which the browser came to `redirect_uri`; needed for what was begun with one.", schema: token,
        example: .string(APIExamples.responseCode))
    static let language = APIParameter(
        "lang", .query, "The language of the page, instead of what the browser prefers.",
        schema: APISchemas.language, example: .string(PageLanguage.french.rawValue))
    static let refresh = APIParameter(
        "refresh", .query, "`off` for a page that does not load itself again.", schema: ["const": "off"],
        example: "off")
    static let state = APIParameter(
        "state", .query, "Only transactions in this state.", schema: APISchemas.state,
        example: .string(Transaction.State.accepted.rawValue))
    static let before = APIParameter(
        "before", .query, "Only transactions with a smaller number: the next page of the list.",
        schema: number, example: .integer(APIExamples.number))

    /// Too large for programs whose numbers are floating-point.
    private static let number: JSONValue = ["type": "integer", "format": "int64", "minimum": 1]

    /// What the service makes at random, and never another text.
    private static let token: JSONValue = ["type": "string", "pattern": "^[A-Za-z0-9_-]{1,128}$"]
}
