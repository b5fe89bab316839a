import HTTP

struct StatusListEndpoint: Sendable {
    let context: IssuerContext
    func respond(_ request: HTTPRequest) -> HTTPResponse { .empty(501) }
}
