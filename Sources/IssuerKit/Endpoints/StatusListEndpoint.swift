import HTTP
import Rules
import TokenStatusList

/// Publishes the status lists.
///
/// Source: Token Status List §8 (TSL-14, TSL-60, TSL-61).
struct StatusListEndpoint: Sendable {
    let context: IssuerContext
    let publisher: StatusListPublisher

    func respond(_ request: HTTPRequest) -> HTTPResponse {
        guard request.query.values("time").isEmpty else {
            return Self.refused(501, "history_not_kept", "lists of the past are not kept", rule: "TSL-61")
        }
        do throws(IssuerKitError) {
            guard let number = Int(request.parameters["number"] ?? ""), let token = try token(number) else {
                return Self.refused(404, "list_not_found", "there is no such status list", rule: "TSL-41")
            }
            return .text(token, type: MediaType(StatusListToken.mediaType))
        } catch {
            return context.failed(error, request).noStore()
        }
    }

    /// The addresses of all lists (TSL-60).
    func respondWithAll(_ request: HTTPRequest) -> HTTPResponse {
        do throws(IssuerKitError) {
            var uris: [String] = []
            for number in try context.store.statusListNumbers() { uris.append(try context.maker.statusListURL(number)) }
            return .json(StatusListAggregation(uris: uris).json)
        } catch {
            return context.failed(error, request).noStore()
        }
    }

    /// Everybody may ask at any time, so the entries are read only when a new token is to be made of them.
    private func token(_ number: Int) throws(IssuerKitError) -> String? {
        let now = context.clock.now
        guard let version = try context.store.statusListVersion(number) else { return nil }
        if let known = publisher.knownToken(number, version: version, at: now) { return known }
        guard let content = try context.store.statusList(number) else { return nil }
        return try publisher.token(number, content, at: now)
    }

    private static func refused(_ status: Int, _ code: String, _ detail: String, rule: RuleID) -> HTTPResponse {
        .problem(ProblemDocument(status: status, code: code, detail: detail, rule: rule)).noStore()
    }
}
