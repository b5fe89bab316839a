public import JSON

/// An answer: of a handler to the server, or of a peer to the client.
public struct HTTPResponse: Sendable, Hashable {
    /// The status code.
    public var status: Int
    /// The header fields; length and connection fields are the server's business.
    public var headers: HTTPHeaders
    /// The body.
    public var body: [UInt8]
    /// A body that is sent while it comes into being; it takes the place of `body`.
    public var stream: EventStream?

    /// Puts an answer together.
    public init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = []) {
        (self.status, self.headers, self.body) = (status, headers, body)
    }

    /// An answer with a JSON document.
    public static func json(
        _ value: JSONValue, status: Int = 200, type: MediaType = .json, headers: HTTPHeaders = [:]
    ) -> HTTPResponse {
        bytes(value.serialized(), type: type, status: status, headers: headers)
    }

    /// An answer that says what went wrong (RFC 9457).
    public static func problem(_ problem: ProblemDocument, headers: HTTPHeaders = [:]) -> HTTPResponse {
        json(problem.json, status: problem.status, type: .problem, headers: headers)
    }

    /// An answer with text of any type.
    public static func text(
        _ text: String, type: MediaType = .plainText, status: Int = 200, headers: HTTPHeaders = [:]
    ) -> HTTPResponse {
        bytes(Array(text.utf8), type: type, status: status, headers: headers)
    }

    /// An answer with bytes of any type.
    public static func bytes(
        _ bytes: [UInt8], type: MediaType, status: Int = 200, headers: HTTPHeaders = [:]
    ) -> HTTPResponse {
        var headers = headers
        headers.set("Content-Type", type.description)
        return HTTPResponse(status: status, headers: headers, body: bytes)
    }

    /// An answer of server-sent events.
    public static func events(_ stream: EventStream) -> HTTPResponse {
        // Proxies that collect an answer before they pass it on would hold events back.
        var response = HTTPResponse(
            status: 200,
            headers: ["Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"])
        response.stream = stream
        return response
    }

    /// An answer without a body.
    public static func empty(_ status: Int = 204, headers: HTTPHeaders = [:]) -> HTTPResponse {
        HTTPResponse(status: status, headers: headers)
    }

    /// An answer that sends the browser elsewhere with GET (303).
    public static func seeOther(_ location: String) -> HTTPResponse {
        HTTPResponse(status: 303, headers: ["Location": location])
    }

    /// The same answer, to be stored by no one (HTTP-05).
    public func noStore() -> HTTPResponse {
        var copy = self
        copy.headers.set("Cache-Control", "no-store")
        return copy
    }

    /// The type of the body; nil when there is none, it cannot be read, or several are stated.
    public var mediaType: MediaType? {
        let values = headers.values("Content-Type")
        return values.count == 1 ? values.first.flatMap { MediaType(parsing: $0) } : nil
    }
}
