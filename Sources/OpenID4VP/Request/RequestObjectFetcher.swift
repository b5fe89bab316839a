public import HTTP

/// Fetches the request object that a link names.
///
/// The fetch happens before anybody consented, so it carries nothing about the person. Redirects are not followed.
/// Source: OpenID4VP 1.0 §5.10 (RURI-01, RURI-04, RURI-06).
public struct RequestObjectFetcher: Sendable {
    /// The media type of a request object.
    public static let mediaType = "application/oauth-authz-req+jwt"

    private let client: any HTTPFetching

    /// Fetches through a client that guards against addresses inside the network.
    public init(client: any HTTPFetching) { self.client = client }

    /// Fetches by GET, which every verifier must offer.
    ///
    /// - Returns: the compact JWS, unverified.
    /// - Throws: `http`, `requestURIAnswer`.
    public func requestObject(at url: WebURL) throws(OpenID4VPError) -> String {
        let answer: HTTPResponse
        do throws(HTTPError) {
            answer = try client.fetch(.get(url, accept: Self.mediaType, limits: FetchLimits(redirects: .refused)))
        } catch {
            throw .http(error)
        }
        guard answer.status == 200, answer.mediaType == MediaType(Self.mediaType) else {
            throw .requestURIAnswer(status: answer.status, contentType: answer.headers["Content-Type"])
        }
        return String(decoding: answer.body, as: UTF8.self)
    }
}
