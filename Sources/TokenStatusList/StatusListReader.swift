public import CredentialModel
public import Cryptography
public import Rules
import Synchronization

/// Looks statuses up: from its cache, or by a fetch that is given to it.
///
/// ```swift
/// let reader = StatusListReader { uri throws(StatusListUnavailable) in try fetchList(uri) }
/// let result = try reader.status(of: reference, authority: entry.id, at: clock.now) { signer throws(TokenStatusListError) in
///     try key(of: signer, for: credential)
/// }
/// ```
///
/// A fetch carries the address of the list and nothing else (TSL-48). What is wrong with a list is thrown; only that none
/// could be had is `unknown`, and a list that is wrong stays so until another is had (TSL-44). With a store, lists outlive the run; each is verified anew by the first look-up that
/// needs it. May be used from many threads; none waits for another's fetch when an older list
/// can still be used.
public final class StatusListReader: Sendable {
    /// Fetches a list by its address; redirects, size and addresses are its business (VC-37).
    public typealias Fetch = @Sendable (String) throws(StatusListUnavailable) -> StatusListAnswer
    /// Decides on the key of a status signer, for the credential in question (TSL-13).
    public typealias Decision = (StatusListSigner) throws(TokenStatusListError) -> PublicKey

    private let cache: Mutex<StatusListCache>
    private let freshness: StatusListFreshness
    private let limits: StatusListLimits
    private let skewSeconds: Int64
    private let store: (any StatusListStore)?
    private let reuse: StatusListReuse
    private let fetch: Fetch

    /// Begins with a cache, usually an empty one.
    ///
    /// - Parameters:
    ///   - cache: the lists of this run, with the rules of freshness.
    ///   - limits: bounds on the sizes of tokens and lists.
    ///   - skewSeconds: how far two clocks may differ.
    ///   - store: where lists outlive the run; nil for nowhere.
    ///   - reuse: whether a list from the store spares a fetch.
    ///   - fetch: fetches a list.
    public init(
        cache: StatusListCache = StatusListCache(), limits: StatusListLimits = .default, skewSeconds: Int64 = 60,
        store: (any StatusListStore)? = nil, reuse: StatusListReuse = .whileFresh, fetch: @escaping Fetch
    ) {
        freshness = cache.freshness
        self.cache = Mutex(cache)
        (self.limits, self.skewSeconds) = (limits, skewSeconds)
        (self.store, self.reuse, self.fetch) = (store, reuse, fetch)
    }

    /// Looks up one credential; its other checks were all made before (TSL-40).
    ///
    /// - Parameters:
    ///   - reference: where the credential says that its status is.
    ///   - authority: names who may sign the list; the same name must mean the same decisions, such as the trust entry and
    ///     key of the credential's issuer.
    ///   - now: the moment of the check.
    ///   - decide: gives the key of the list's signer, or throws `signerNotTrusted`; asked for each look-up, because
    ///     another credential may name the same list.
    /// - Throws: what is wrong with the list that was fetched, `tooOld`, `indexOutOfRange`, what `decide` throws.
    public func status(
        of reference: StatusReference, authority: String, at now: UnixTime, signer decide: Decision
    ) throws(TokenStatusListError) -> StatusResult {
        let key = StatusListCache.Key(uri: reference.uri, authority: authority)
        restore(key, decide)
        switch cache.withLock({ $0.plan(for: key, at: now) }) {
        case .use(let token): return try result(token, reference, at: now, staleSeconds: 0, decide)
        case .wait(_, .refused(let error)): throw error
        case .wait(let held, .unavailable(let why)): return try fallback(held, reference, at: now, why: why, decide)
        case .fetch(let held):
            let body: [UInt8]
            do { body = try fetchedBody(reference.uri) } catch {
                switch error {
                case .unavailable(let why):
                    cache.withLock { $0.record(.unavailable(why: why), of: key, at: now) }
                    return try fallback(held, reference, at: now, why: why, decide)
                case .refused(let error): throw refused(error, key, at: now)
                }
            }
            let token: StatusListToken
            do throws(TokenStatusListError) {
                token = try verified(body, for: reference.uri, at: now, decide)
                guard now <= freshness.usableUntil(token) + skewSeconds else {
                    throw .tooOld(issuedAt: token.issuedAt, now: now)
                }
            } catch { throw refused(error, key, at: now) }
            let used = cache.withLock { $0.store(token, for: key, fetchedAt: now) }
            if used.issuedAt > token.issuedAt {
                return try fallback(used, reference, at: now, why: "the server gave an older list", decide)
            }
            store?.keep(FetchedStatusList(body: body, fetchedAt: now), at: reference.uri)
            return try result(used, reference, at: now, staleSeconds: 0, decide)
        }
    }

    /// Takes a list from the store into the cache of this run. One that does not verify is as good as none; one that is
    /// over since its fetch is taken, for it may say revoked, which is final (STA-01).
    private func restore(_ key: StatusListCache.Key, _ decide: Decision) {
        guard let store, cache.withLock({ !$0.remembers(key) }), let kept = store.list(at: key.uri),
            let token = try? verified(kept.body, for: key.uri, at: kept.fetchedAt, decide)
        else { return }
        // One that was fetched in the distant past is always due.
        let fetchedAt = reuse == .whileFresh ? kept.fetchedAt : UnixTime(seconds: 0)
        cache.withLock { _ = $0.store(token, for: key, fetchedAt: fetchedAt) }
    }

    private func verified(
        _ body: [UInt8], for uri: String, at now: UnixTime, _ decide: Decision
    ) throws(TokenStatusListError) -> StatusListToken {
        let unverified = try UnverifiedStatusListToken(parsing: body, limits: limits)
        return try unverified.verified(
            by: try decide(unverified.signer), for: uri, at: now, skewSeconds: skewSeconds)
    }

    private enum FetchFailure: Error {
        case unavailable(why: String)
        case refused(TokenStatusListError)
    }

    private func fetchedBody(_ uri: String) throws(FetchFailure) -> [UInt8] {
        let answer: StatusListAnswer
        do { answer = try fetch(uri) } catch { throw .unavailable(why: error.why) }
        let token: [UInt8]?
        do throws(TokenStatusListError) { token = try answer.token() } catch { throw .refused(error) }
        guard let token else { throw .unavailable(why: "the server answered with something other than a status list") }
        return token
    }

    private func refused(
        _ error: TokenStatusListError, _ key: StatusListCache.Key, at now: UnixTime
    ) -> TokenStatusListError {
        cache.withLock { $0.record(.refused(error), of: key, at: now) }
        return error
    }

    private func fallback(
        _ held: StatusListToken?, _ reference: StatusReference, at now: UnixTime, why: String, _ decide: Decision
    ) throws(TokenStatusListError) -> StatusResult {
        guard let held else { return .unknown(why: why) }
        let usableUntil = freshness.usableUntil(held)
        let overdue = max(0, now.seconds - (held.issuedAt + (held.timeToLiveSeconds ?? 0)).seconds)
        let result = try result(held, reference, at: now, staleSeconds: overdue, decide)
        // Revoked is final: it stays true however old the list is (STA-01).
        if now <= usableUntil { return result }
        if case .known(.invalid, _, _) = result { return result }
        return .unknown(why: "\(why), and the list held is too old")
    }

    private func result(
        _ token: StatusListToken, _ reference: StatusReference, at now: UnixTime, staleSeconds: Int64,
        _ decide: Decision
    ) throws(TokenStatusListError) -> StatusResult {
        guard try decide(token.signer) == token.key else { throw .otherKey }
        let age = max(0, now.seconds - token.issuedAt.seconds)
        return .known(try token.list.status(at: reference.index), ageSeconds: age, staleSeconds: staleSeconds)
    }
}
