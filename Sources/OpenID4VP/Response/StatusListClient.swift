public import HTTP
import Rules
public import TokenStatusList

/// Fetches status lists; a request carries the address and nothing else (TSL-47, TSL-48).
public struct StatusListClient: Sendable {
    private let client: any HTTPFetching
    private let network: NetworkPolicy

    /// Fetches through a client that guards against addresses inside of the network.
    public init(client: any HTTPFetching, network: NetworkPolicy) { (self.client, self.network) = (client, network) }

    /// The JWT form is preferred; both are read (TSL-14).
    private static let forms = "\(StatusListToken.mediaType), \(StatusListToken.mediaTypeCWT);q=0.9"

    /// What the server of a list answers.
    ///
    /// - Throws: why nothing could be had; any answer beyond the 200s is nothing.
    public func answer(at uri: String) throws(StatusListUnavailable) -> StatusListAnswer {
        let answer: HTTPResponse
        do throws(HTTPError) {
            let url = try WebURL(parsing: uri)
            guard network.permits(url) else {
                throw .schemeNotAllowed(scheme: url.scheme.rawValue, host: url.host)
            }
            answer = try client.fetch(.get(url, accept: Self.forms, limits: .lists))
        } catch { throw StatusListUnavailable(why: error.refusal.problem) }
        guard (200...299).contains(answer.status) else {
            throw StatusListUnavailable(why: "the server of the status list answered \(answer.status)")
        }
        return StatusListAnswer(contentType: answer.headers["Content-Type"] ?? "", body: answer.body)
    }
}
