import HTTP

extension VerifierRoutes {
    /// What the person's browser gets.
    var pageRoutes: [Route] {
        [
            Route("GET", "/p/style.css", protection: .asset(maxAgeSeconds: PageStyle.maxAgeSeconds)) { _ in
                .text(PageStyle.css, type: .css)
            },
            Route("GET", "/p/{id}", protection: .page) { page($0) },
        ]
    }

    private func page(_ request: HTTPRequest) -> HTTPResponse {
        do throws(VerifierKitError) {
            return try service.page(
                id: request.parameters["id"] ?? "", language: PageLanguage(of: request),
                isLive: !request.query.contains(FormField("refresh", "off"))
            ).response
        } catch {
            events.record(.refused(refusal: error.refusal))
            return .problem(Self.failure)
        }
    }
}
