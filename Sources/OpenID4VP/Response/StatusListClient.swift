public import HTTP
public import Rules
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
    /// - Parameter moment: asks for the list of a moment that is over (TSL-61); nil for the present one.
    /// - Throws: why nothing could be had; any answer beyond the 200s is nothing.
    public func answer(at uri: String, asOf moment: UnixTime? = nil) throws(StatusListUnavailable) -> StatusListAnswer {
        let fields = moment.map { [FormField("time", String($0.seconds))] } ?? []
        let answer = try fetch(uri, adding: fields, accept: Self.forms)
        switch answer.status {
        case 200...299: return StatusListAnswer(contentType: answer.headers["Content-Type"] ?? "", body: answer.body)
        case 404 where moment != nil, 501 where moment != nil:
            throw StatusListUnavailable(why: "the server keeps no list of that moment (\(answer.status))")
        default: throw StatusListUnavailable(why: "the server of the status list answered \(answer.status)")
        }
    }

    /// The addresses of all lists of an issuer, as it publishes them (TSL-60); those that may not be fetched are left out.
    ///
    /// - Parameter uri: `status_list_aggregation_endpoint` of its metadata, or `aggregation_uri` of one of its lists.
    /// - Throws: why nothing could be had.
    public func lists(namedAt uri: String) throws(StatusListUnavailable) -> [String] {
        let answer = try fetch(uri, adding: [], accept: "application/json")
        guard answer.status == 200, answer.mediaType?.essence == "application/json" else {
            throw StatusListUnavailable(why: "the server answered \(answer.status) and no list of status lists")
        }
        do throws(TokenStatusListError) {
            return try StatusListAggregation(
                parsing: answer.body, places: network == .loopbackAllowed ? .httpsAndLoopback : .https
            ).uris
        } catch { throw StatusListUnavailable(why: error.refusal.problem) }
    }

    private func fetch(
        _ uri: String, adding fields: [FormField], accept: String
    ) throws(StatusListUnavailable) -> HTTPResponse {
        do throws(HTTPError) {
            let url = try WebURL(parsing: uri)
            guard network.permits(url) else {
                throw .schemeNotAllowed(scheme: url.scheme.rawValue, host: url.host)
            }
            return try client.fetch(
                .get(fields.isEmpty ? url : try url.adding(fields), accept: accept, limits: .lists))
        } catch { throw StatusListUnavailable(why: error.refusal.problem) }
    }
}
