import CredentialModel
import HTTP
import JSON

/// Fetches JSON documents of an issuer and reads its error objects.
struct PeerTalk {
    let http: any HTTPFetching

    /// A document that is published: 200 and JSON, or nothing.
    func document(_ endpoint: Endpoint, _ document: Document, at url: WebURL) throws(OpenID4VCIError) -> [UInt8] {
        let answer = try fetch(endpoint, .get(url, limits: Self.documentLimits))
        guard answer.status == 200, answer.mediaType == .json else { throw unexpected(endpoint, answer) }
        return answer.body
    }

    /// A published document, parsed.
    func json(_ endpoint: Endpoint, _ document: Document, at url: WebURL) throws(OpenID4VCIError) -> JSONValue {
        try parsed(try self.document(endpoint, document, at: url), document)
    }

    /// The answer to a post: JSON with one of the statuses, or the error object that came instead.
    func post(
        _ endpoint: Endpoint, _ document: Document, _ request: OutboundRequest, statuses: ClosedRange<Int>
    ) throws(OpenID4VCIError) -> JSONValue {
        let answer = try fetch(endpoint, request)
        guard answer.mediaType == .json else { throw unexpected(endpoint, answer) }
        if statuses.contains(answer.status) { return try parsed(answer.body, document) }
        guard (400...499).contains(answer.status),
            let body = try? OAuthErrorBody(try parsed(answer.body, .errorResponse))
        else { throw unexpected(endpoint, answer) }
        throw .refusedByPeer(endpoint, body)
    }

    private func fetch(_ endpoint: Endpoint, _ request: OutboundRequest) throws(OpenID4VCIError) -> HTTPResponse {
        do { return try http.fetch(request) } catch { throw .fetch(endpoint, error) }
    }

    private func parsed(_ bytes: [UInt8], _ document: Document) throws(OpenID4VCIError) -> JSONValue {
        do { return try JSONValue(parsing: bytes) } catch { throw .json(document, error) }
    }

    private func unexpected(_ endpoint: Endpoint, _ answer: HTTPResponse) -> OpenID4VCIError {
        .unexpectedAnswer(
            endpoint, status: answer.status, type: answer.mediaType.map { DisplayText($0.essence, limit: 64) })
    }

    static let documentLimits = FetchLimits(maxBytes: 1_048_576, timeoutSeconds: 10)
    static let answerLimits = FetchLimits(maxBytes: 4_194_304, timeoutSeconds: 10)
}
