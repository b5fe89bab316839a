public import HTTP
public import Rules
public import SDJWTVC
import Synchronization

/// Fetches documents about types whose name is their address.
///
/// A fetch carries the address and nothing else, goes over TLS, and does not use the body of an error. Names that are no
/// `https` address make no request at all. Source: SD-JWT VC §6.3.1 (VC-36, VC-37, VC-38, VC-53, TMETA-01).
public final class FetchedTypeMetadata: TypeMetadataSource {
    private let client: (any HTTPFetching)?
    private let network: NetworkPolicy
    private let store: (any TypeMetadataStore)?
    private let cache: Mutex<TypeMetadataCache>

    private static let mostRedirects = 3

    /// Fetches through a client that guards against addresses inside of the network.
    ///
    /// - Parameters:
    ///   - client: how documents are fetched.
    ///   - network: which addresses may be fetched from.
    ///   - store: where documents outlive the run; nil for nowhere.
    ///   - cache: the documents of this run, with the rules of freshness.
    public init(
        client: any HTTPFetching, network: NetworkPolicy, store: (any TypeMetadataStore)? = nil,
        cache: TypeMetadataCache = TypeMetadataCache()
    ) {
        (self.client, self.network, self.store) = (client, network, store)
        self.cache = Mutex(cache)
    }

    /// Knows only what is kept, and asks nobody.
    public init(keptIn store: any TypeMetadataStore) {
        (client, network, self.store) = (nil, .secure, store)
        cache = Mutex(TypeMetadataCache())
    }

    /// The document at the address that the type is.
    public func document(
        about type: String, matching integrity: SubresourceIntegrity?, at time: UnixTime
    ) throws(TypeMetadataError) -> [UInt8] {
        guard let url = try? WebURL(parsing: type), isPermitted(url), url.fragment == nil else {
            throw .unavailable(type: type, why: "its name is no https address")
        }
        let key = TypeMetadataKey(address: type, integrity: integrity)
        if let store, cache.withLock({ !$0.remembers(key) }), let kept = store.document(at: key) {
            cache.withLock { $0.store(kept, for: key) }
        }
        switch cache.withLock({ $0.plan(for: key, at: time) }) {
        case .use(let document): return document
        case .wait(let held?, _): return held
        case .wait(nil, let why): throw .unavailable(type: type, why: why)
        case .fetch(let held):
            guard let client else {
                guard let held else { throw .unavailable(type: type, why: "none is kept, and nobody was asked") }
                return held
            }
            switch Self.answer(client, url, isPermitted) {
            case .failed(let why):
                cache.withLock { $0.record(failure: why, of: key, at: time) }
                guard let held else { throw .unavailable(type: type, why: why) }
                return held
            case .document(let answer, let isOwn):
                // What does not fit is shown to the caller, who refuses it, and not kept.
                guard isOwn, integrity?.fits(answer.body) ?? true else { return answer.body }
                let copy = TypeMetadataCopy(
                    bytes: answer.body, fetchedAt: time, freshSeconds: Self.freshSeconds(answer))
                cache.withLock { $0.store(copy, for: key) }
                store?.keep(copy, at: key)
                return answer.body
            }
        }
    }

    private func isPermitted(_ url: WebURL) -> Bool {
        url.scheme == .https || (network == .loopbackAllowed && url.isLoopback)
    }

    private enum Outcome {
        /// The answer, and whether the host that was asked gave it itself: only then it may be kept (TMETA-01).
        case document(HTTPResponse, isOwn: Bool)
        case failed(why: String)
    }

    private static func answer(
        _ client: any HTTPFetching, _ first: WebURL, _ isPermitted: (WebURL) -> Bool
    ) -> Outcome {
        var url = first
        for _ in 0...mostRedirects {
            let answer: HTTPResponse
            do throws(HTTPError) {
                answer = try client.fetch(.get(url, limits: FetchLimits(redirects: .returned)))
            } catch {
                return .failed(why: error.refusal.problem)
            }
            switch answer.status {
            case 200:
                guard let type = answer.mediaType?.essence, type == "application/json" || type.hasSuffix("+json") else {
                    return .failed(why: "the server answered with something other than JSON")
                }
                return .document(answer, isOwn: url.host == first.host)
            case 301, 302, 303, 307, 308:
                guard let target = answer.headers["Location"], let next = try? WebURL(parsing: target),
                    isPermitted(next)
                else { return .failed(why: "the server points to something other than an https address") }
                url = next
            default: return .failed(why: "the server answered \(answer.status)")
            }
        }
        return .failed(why: "the server points elsewhere more than \(mostRedirects) times")
    }

    /// `max-age` of the answer; 0 where it says nothing, which the cache bounds.
    private static func freshSeconds(_ answer: HTTPResponse) -> Int64 {
        for value in answer.headers.values("Cache-Control") {
            for directive in value.lowercased().split(separator: ",") {
                let parts = directive.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " && $0 != "\"" } }
                if parts.count == 2, parts[0] == "max-age", let seconds = Int64(parts[1]) { return seconds }
            }
        }
        return 0
    }
}
