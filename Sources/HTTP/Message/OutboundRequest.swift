/// A request that Carnet sends.
public struct OutboundRequest: Sendable {
    /// The method in capital letters.
    public var method: String
    /// Where it goes.
    public var url: WebURL
    /// The header fields; those of connection, length and host are the client's business.
    public var headers: HTTPHeaders
    /// The body; empty for GET.
    public var body: [UInt8]
    /// How long and how large the answer may be, and what becomes of redirects.
    public var limits: FetchLimits

    /// Makes a request.
    public init(
        _ method: String = "GET", _ url: WebURL, headers: HTTPHeaders = [:], body: [UInt8] = [],
        limits: FetchLimits = .default
    ) {
        (self.method, self.url, self.headers, self.body, self.limits) = (method, url, headers, body, limits)
    }

    /// Fetches a document of one of some types.
    public static func get(
        _ url: WebURL, accept types: String = "application/json", limits: FetchLimits = .default
    ) -> OutboundRequest {
        OutboundRequest("GET", url, headers: ["Accept": types], limits: limits)
    }

    /// Posts a form.
    public static func post(
        _ form: URLForm, to url: WebURL, accept types: String = "application/json", limits: FetchLimits = .default
    ) -> OutboundRequest {
        OutboundRequest(
            "POST", url, headers: ["Accept": types, "Content-Type": MediaType.form.description], body: form.bytes,
            limits: limits)
    }
}
