/// A request as a handler sees it: complete, within its limits, its path matched and its query decoded.
public struct HTTPRequest: Sendable {
    /// The method in capital letters.
    public var method: String
    /// The path as it was sent, percent-encoded, without the query.
    public var path: String
    /// The decoded fields of the query.
    public var query: [FormField]
    /// The header fields.
    public var headers: HTTPHeaders
    /// The body.
    public var body: [UInt8]
    /// The address of the peer as text; for limits, never for logs.
    public var clientAddress: String?
    /// A name for this request in logs and answers.
    public var id: String
    /// The decoded values of the placeholders of the route, such as `id` of `/v1/requests/{id}`.
    public var parameters: [String: String] = [:]

    /// Makes a request; the server does, and tests of handlers.
    public init(
        method: String, path: String, query: [FormField] = [], headers: HTTPHeaders = [:], body: [UInt8] = [],
        clientAddress: String? = nil, id: String = ""
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.clientAddress = clientAddress
        self.id = id
    }

    /// The body as a form; the route has already looked at its type.
    ///
    /// - Throws: `unusableForm`.
    public func form() throws(HTTPError) -> URLForm { try URLForm(parsing: body) }

    /// The credentials of an `Authorization` field of that scheme, such as `Bearer` or `DPoP`.
    ///
    /// - Returns: nil when there is no such field, another scheme, or more than one field.
    public func authorization(_ scheme: String) -> String? {
        let values = headers.values("Authorization")
        guard values.count == 1, let value = values.first, let space = value.firstIndex(of: " "),
            ASCII.isSameIgnoringCase(String(value[..<space]), scheme)
        else { return nil }
        let credentials = value[space...].drop { $0 == " " }
        return credentials.isEmpty ? nil : String(credentials)
    }
}
