public import HTTP
public import Rules
public import SDJWTVC
import Synchronization

/// Fetches documents about types whose name is their address.
///
/// A fetch carries the address and, within a run, how the same host called the document before (`ETag`); it goes over TLS, and
/// does not use the body of an error. Names that are no `https` address make no request at all.
/// Source: SD-JWT VC §6.3.1 (VC-36, VC-37, VC-38, VC-53, TMETA-01).
public final class FetchedTypeMetadata: TypeMetadataSource {
    private let client: (any HTTPFetching)?
    private let network: NetworkPolicy
    private let store: (any TypeMetadataStore)?
    private let cache: Mutex<TypeMetadataCache>

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
    ///
    /// - Parameters:
    ///   - store: where documents are kept.
    ///   - network: from which addresses they may have come.
    public init(keptIn store: any TypeMetadataStore, network: NetworkPolicy = .secure) {
        (client, self.network, self.store) = (nil, network, store)
        cache = Mutex(TypeMetadataCache())
    }

    /// The document at the address that the type is.
    public func document(
        about type: String, matching integrity: SubresourceIntegrity?, at time: UnixTime, within budget: TimeBudget
    ) throws(TypeMetadataError) -> [UInt8] {
        let fetch = JSONDocumentFetch(network: network)
        guard let url = try? WebURL(parsing: type), fetch.permits(url), url.fragment == nil else {
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
                return held.bytes
            }
            // Nobody was asked, so that this says nothing of the server and is not remembered.
            guard !budget.isSpent else {
                guard let held else {
                    throw .unavailable(type: type, why: "the time for documents about types is over")
                }
                return held.bytes
            }
            let isWhole = budget.secondsLeft >= JSONDocumentFetch.mostSeconds
            switch fetch.answer(client, url, entityTag: held?.entityTag, within: budget) {
            case .failed(let why, let isLate):
                // A server that was given less time than others says nothing of itself by being late.
                if isWhole || !isLate { cache.withLock { $0.record(failure: why, of: key, at: time) } }
                guard let held else { throw .unavailable(type: type, why: why) }
                return held.bytes
            case .unchanged(let answer):
                guard let held else { throw .unavailable(type: type, why: "the server answered 304") }
                return keep(held.confirmed(at: time, freshSeconds: JSONDocumentFetch.freshSeconds(answer)), at: key)
            case .document(let answer, let isOwn):
                // What does not fit is shown to the caller, who refuses it, and not kept.
                guard isOwn, integrity?.fits(answer.body) ?? true else { return answer.body }
                let copy = TypeMetadataCopy(
                    bytes: answer.body, fetchedAt: time, freshSeconds: JSONDocumentFetch.freshSeconds(answer),
                    entityTag: answer.headers["ETag"])
                return keep(copy, at: key)
            }
        }
    }

    private func keep(_ copy: TypeMetadataCopy, at key: TypeMetadataKey) -> [UInt8] {
        cache.withLock { $0.store(copy, for: key) }
        store?.keep(copy, at: key)
        return copy.bytes
    }
}
