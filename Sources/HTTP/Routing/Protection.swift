/// The security headers of a route's answers.
///
/// Every route has one of these, so a new route cannot be left without; an answer that carries one of the headers
/// already keeps its own. Source: SEC-31, HTTP-05.
public enum Protection: Sendable, Hashable {
    /// For programs: not stored, not framed, nothing loaded.
    case api
    /// For programs, the same for everyone, and kept for that long: metadata, status lists.
    case publicDocument(maxAgeSeconds: Int)
    /// A page for a person: styles, scripts, images and calls from its own origin only, not stored, not framed.
    case page
    /// A part of pages: style, script, image; the same for everyone, and kept for that long.
    case asset(maxAgeSeconds: Int)

    /// The headers.
    public var headers: HTTPHeaders {
        var headers: HTTPHeaders = [
            "Cache-Control": caching,
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "same-origin",
        ]
        if self == .page {
            headers.add("Cross-Origin-Opener-Policy", "same-origin")
            headers.add("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        }
        return headers
    }

    /// Adds the headers that the answer does not have.
    public func applied(to response: HTTPResponse) -> HTTPResponse {
        var response = response
        for field in headers.fields { response.headers.setIfAbsent(field.name, field.value) }
        return response
    }

    private var caching: String {
        switch self {
        case .api, .page: "no-store"
        case .publicDocument(let seconds), .asset(let seconds): "public, max-age=\(max(0, seconds))"
        }
    }

    private var policy: String {
        guard self == .page else { return "default-src 'none'; frame-ancestors 'none'" }
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    }
}
