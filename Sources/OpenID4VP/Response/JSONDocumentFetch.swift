import HTTP
import Rules

/// The fetch of a JSON document that somebody publishes: over TLS, bounded, with few redirects, and without using the body
/// of an error. Source: VC-36, VC-37, VC-38.
struct JSONDocumentFetch {
    let network: NetworkPolicy

    enum Outcome {
        /// The answer, and whether the server that was asked gave it itself, without sending to another one on the way: only
        /// then it may be kept (TMETA-01).
        case document(HTTPResponse, isOwn: Bool)
        /// The server that was asked says that the document with the entity tag is still the newest.
        case unchanged(HTTPResponse)
        /// No document: for a reason that more time or another moment might have changed, or by a definite answer.
        case failed(why: String, isLate: Bool = false)
    }

    private static let mostRedirects = 3
    /// For the document with all redirects on the way to it (VC-38).
    static let mostSeconds = 5.0

    /// Whether an address may be asked.
    func permits(_ url: WebURL) -> Bool {
        url.scheme == .https || (network == .loopbackAllowed && url.isLoopback)
    }

    /// Fetches a document.
    ///
    /// - Parameters:
    ///   - client: how.
    ///   - first: its address.
    ///   - entityTag: how the server called the document that is held; it is told to no other one (TMETA-01).
    ///   - budget: the time that it shares with other documents; nil for one that is fetched alone.
    func answer(
        _ client: any HTTPFetching, _ first: WebURL, entityTag: String? = nil, within budget: TimeBudget? = nil
    ) -> Outcome {
        var url = first
        // Another port is another server, and who was sent here by a stranger was sent where the stranger wanted.
        var isOwn = true
        let budget = budget?.part(seconds: Self.mostSeconds) ?? TimeBudget(seconds: Self.mostSeconds)
        for _ in 0...Self.mostRedirects {
            let left = budget.secondsLeft
            guard left > 0 else { return .failed(why: "the server took too long", isLate: true) }
            let answer: HTTPResponse
            do throws(HTTPError) {
                var request = OutboundRequest.get(
                    url, limits: FetchLimits(timeoutSeconds: left, redirects: .returned))
                if let entityTag, isOwn { request.headers.set("If-None-Match", entityTag) }
                answer = try client.fetch(request)
            } catch {
                switch error {
                case .timedOut, .tooManyAtOnce, .clientUnavailable:
                    return .failed(why: error.refusal.problem, isLate: true)
                default: return .failed(why: error.refusal.problem)
                }
            }
            switch answer.status {
            case 200:
                guard let type = answer.mediaType?.essence, type == "application/json" || type.hasSuffix("+json") else {
                    return .failed(why: "the server answered with something other than JSON")
                }
                return .document(answer, isOwn: isOwn)
            case 304 where entityTag != nil && isOwn: return .unchanged(answer)
            case 301, 302, 303, 307, 308:
                guard let target = answer.headers["Location"], let next = try? WebURL(parsing: target), permits(next)
                else { return .failed(why: "the server points to something other than an https address") }
                isOwn = isOwn && next.origin == first.origin
                url = next
            default: return .failed(why: "the server answered \(answer.status)")
            }
        }
        return .failed(why: "the server points elsewhere more than \(Self.mostRedirects) times")
    }

    /// `max-age` of the answer; 0 where it says nothing, which caches bound.
    static func freshSeconds(_ answer: HTTPResponse) -> Int64 {
        for value in answer.headers.values("Cache-Control") {
            for directive in value.lowercased().split(separator: ",") {
                let parts = directive.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " && $0 != "\"" } }
                if parts.count == 2, parts[0] == "max-age", let seconds = Int64(parts[1]) { return seconds }
            }
        }
        return 0
    }
}
