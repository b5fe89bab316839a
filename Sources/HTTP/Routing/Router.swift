import Rules

/// The route table of a service: finds who answers, and answers itself when nobody does.
///
/// ```swift
/// let router = Router([
///     Route("GET", "/healthz") { _ in .text("ok\n") },
///     Route("POST", "/v1/responses/{id}", body: .of([.form], limitBytes: 4_194_304)) { request in … },
/// ])
/// ```
///
/// Unknown path 404, unknown method 405 with `Allow`, unknown type of body 415, too large 413 (HTTP-03, RSP-09).
public struct Router: Sendable {
    /// What the head of a request leads to.
    public enum Decision: Sendable {
        /// A route, with the values of its placeholders.
        case route(Route, parameters: [String: String])
        /// An answer at once; the body need not be read.
        case answer(HTTPResponse)
    }

    /// The lines of the table; the first that fits answers.
    public let routes: [Route]

    /// Makes a table.
    public init(_ routes: [Route]) { self.routes = routes }

    /// Decides by the head of a request, before any of its body is read.
    ///
    /// - Parameters:
    ///   - request: the head; its body is not looked at.
    ///   - announcedBytes: the length of the body: 0 when there is none, nil when it is not announced.
    public func decision(for request: HTTPRequest, announcedBytes: Int?) -> Decision {
        let pieces = RouteTemplate.split(request.path)
        var allowed: [String] = []
        for route in routes {
            guard request.path.hasPrefix("/"), let parameters = route.template.parameters(of: pieces) else { continue }
            guard route.method == request.method || route.method == "GET" && request.method == "HEAD" else {
                allowed += route.method == "GET" ? ["GET", "HEAD"] : [route.method]
                continue
            }
            if let refusal = refusal(of: request, by: route.body, announcedBytes) {
                return .answer(route.protection.applied(to: .problem(refusal)))
            }
            return .route(route, parameters: parameters)
        }
        if allowed.isEmpty {
            return .answer(
                Self.refused(ProblemDocument(status: 404, code: "not_found", detail: "there is nothing at this path")))
        }
        let problem = ProblemDocument(
            status: 405, code: "method_not_allowed", detail: "this path does not take that method", rule: "HTTP-03")
        return .answer(Self.refused(problem, ["Allow": Self.list(allowed)]))
    }

    /// Answers a complete request; what the server does in parts, in one call for tests.
    public func respond(to request: HTTPRequest) -> HTTPResponse {
        switch decision(for: request, announcedBytes: request.body.count) {
        case .answer(let response): response
        case .route(let route, let parameters): Self.response(of: route, to: request, parameters)
        }
    }

    /// Calls a route's handler and protects its answer.
    public static func response(
        of route: Route, to request: HTTPRequest, _ parameters: [String: String]
    ) -> HTTPResponse {
        var request = request
        request.parameters = parameters
        return route.protection.applied(to: route.handler(request))
    }

    /// An answer of the service itself, protected like the API.
    public static func refused(_ problem: ProblemDocument, _ headers: HTTPHeaders = [:]) -> HTTPResponse {
        Protection.api.applied(to: .problem(problem, headers: headers))
    }

    private func refusal(of request: HTTPRequest, by body: Route.Body, _ announcedBytes: Int?) -> ProblemDocument? {
        if let announcedBytes, announcedBytes > body.limitBytes { return .bodyTooLarge(limitBytes: body.limitBytes) }
        guard case .of(let types, _) = body else { return nil }
        let stated = request.headers.values("Content-Type")
        if stated.isEmpty && announcedBytes == 0 { return nil }
        let isEncoded = request.headers.values("Content-Encoding").contains {
            !ASCII.isSameIgnoringCase($0, "identity")
        }
        if stated.count == 1, let type = MediaType(parsing: stated[0]), types.contains(type), type.isUTF8, !isEncoded {
            return nil
        }
        return ProblemDocument(
            status: 415, code: "unsupported_media_type", detail: "this path takes another type of body",
            rule: "HTTP-03",
            hint: "send \(Self.list(types.map(\.description)))")
    }

    private static func list(_ names: [String]) -> String {
        names.enumerated().filter { !names[..<$0.offset].contains($0.element) }.map(\.element).joined(separator: ", ")
    }
}

extension ProblemDocument {
    /// The answer to a body beyond its limit.
    public static func bodyTooLarge(limitBytes: Int) -> ProblemDocument {
        ProblemDocument(
            status: 413, code: "body_too_large", detail: "the body is larger than \(limitBytes) bytes", rule: "RSP-09",
            hint: "send less")
    }
}
