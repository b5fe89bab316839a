import JSON

/// A header field of an answer as `/openapi.json` describes it; what protects every answer alike is not listed.
struct APIHeader {
    let name: String
    /// What it is, for people.
    let about: String
    let example: String
    /// Whether each answer of that status has it.
    let isAlwaysThere: Bool

    /// The field as a Response has it.
    var json: JSONValue {
        [
            "description": .string(about), "required": .bool(isAlwaysThere), "schema": APISchemas.text,
            "example": .string(example),
        ]
    }

    /// The fields of an operation's answers with that status.
    static func headers(of operation: APIOperation, _ status: Int) -> [APIHeader] {
        switch (status, operation.id) {
        case (200, "page"): [session("browser", "Lax", always: false)]
        case (303, "logIn"): [location, session("console", "Strict", always: true)]
        case (303, "logOut"): [location, session("console", "Strict", always: false)]
        case (303, _): [location]
        case (401, _): [challenge(always: true)]
        case (403, _) where operation.scope != nil: [challenge(always: false)]
        case (429, _): [retryAfter(always: operation.scope == nil)]
        case (503, _): [retryAfter(always: true)]
        default: []
        }
    }

    private static let location = APIHeader(
        name: "Location", about: "Where the browser goes on.", example: "../console", isAlwaysThere: true)

    private static func challenge(always: Bool) -> APIHeader {
        APIHeader(
            name: "WWW-Authenticate", about: "That an API key is needed, and which scope it lacks.",
            example: always ? "Bearer" : #"Bearer error="insufficient_scope", scope="transactions:read""#,
            isAlwaysThere: always)
    }

    private static func retryAfter(always: Bool) -> APIHeader {
        APIHeader(
            name: "Retry-After", about: "After how many seconds it is worth another try.", example: "60",
            isAlwaysThere: always)
    }

    private static func session(_ what: String, _ sameSite: String, always: Bool) -> APIHeader {
        APIHeader(
            name: "Set-Cookie", about: "A session of the \(what), for this service alone and out of reach of scripts.",
            example:
                "__Host-carnet-\(what)=\(APIExamples.responseCode); Path=/; HttpOnly; Secure; SameSite=\(sameSite)",
            isAlwaysThere: always)
    }
}
