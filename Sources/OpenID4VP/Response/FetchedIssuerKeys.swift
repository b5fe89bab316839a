public import HTTP
public import JOSE
public import Rules
public import SDJWTVC
import Synchronization

/// Fetches the keys of issuers from where they publish them: JWT VC issuer metadata, or the document of a DID.
///
/// It is asked before any signature is checked, so what a presentation can make it do is bounded: only issuers of whom a
/// trust entry says that they publish, one fetch of an issuer at a time, and a failure holds for a minute. What was learned
/// is kept for as long as the server says, within a day; a key of an unknown name makes it ask again, once a minute at
/// most. When the server then fails, a key that is known serves for a week. Nothing about the holder is sent.
/// Source: SD-JWT VC §4 (VC-32 … VC-38), STA-09 and the table of spec/trust-and-payments.md §2.6.
public final class FetchedIssuerKeys: IssuerKeySource {
    private struct Kept {
        let published: IssuerKeyFetch.Published
        let fetchedAt: UnixTime

        var keys: JWKSet { published.keys }

        /// A clock that was set back makes everything due.
        func age(at time: UnixTime) -> Int64? {
            let age = time.seconds - fetchedAt.seconds
            return age >= -waitSeconds ? max(0, age) : nil
        }

        func has(_ keyID: String) -> Bool { keys.keys.contains { $0.keyID == keyID } }
    }

    private struct State {
        var kept: Kept?
        var failure: (error: SDJWTVCError, at: UnixTime)?
    }

    private final class Place: Sendable {
        let state = Mutex(State())
        let flight = Mutex(())
    }

    private let fetch: IssuerKeyFetch
    private let places = Mutex<[String: Place]>([:])

    private static let failureSeconds: Int64 = 60
    private static let limitIssuers = 256
    /// How far behind the clock a caller may be that had to wait for another.
    private static let waitSeconds: Int64 = 10

    /// Fetches through a client that guards against addresses inside of the network.
    public init(client: any HTTPFetching, network: NetworkPolicy) {
        fetch = IssuerKeyFetch(client: client, network: network)
    }

    /// The keys of an issuer.
    public func keys(of issuer: String, naming keyID: String?, at time: UnixTime) throws(SDJWTVCError) -> JWKSet {
        let place = places.withLock { places in
            if let place = places[issuer] { return place }
            // Whose keys are asked for is trusted, so the limit is for accidents.
            if places.count >= Self.limitIssuers { places.removeAll() }
            let place = Place()
            places[issuer] = place
            return place
        }
        if let keys = try settled(place, keyID, time) { return keys }
        return try place.flight.withLock { (_) throws(SDJWTVCError) in
            // Another thread may have had the answer while this one waited.
            if let keys = try settled(place, keyID, time) { return keys }
            do throws(SDJWTVCError) {
                let kept = Kept(published: try fetch.keys(of: issuer), fetchedAt: time)
                place.state.withLock { $0 = State(kept: kept) }
                return kept.keys
            } catch {
                place.state.withLock { $0.failure = (error, time) }
                if let keys = try settled(place, keyID, time) { return keys }
                throw error
            }
        }
    }

    /// The keys as far as nobody needs to be asked for them; nil when somebody does.
    ///
    /// - Throws: the failure of a minute ago.
    private func settled(_ place: Place, _ keyID: String?, _ time: UnixTime) throws(SDJWTVCError) -> JWKSet? {
        let state = place.state.withLock { $0 }
        let isKnown = keyID.map { state.kept?.has($0) ?? false }
        if let kept = state.kept, let age = kept.age(at: time) {
            if age <= (isKnown ?? true ? kept.published.freshSeconds : IssuerKeyFetch.leastSeconds) { return kept.keys }
        }
        guard let failure = state.failure, time >= failure.at - Self.waitSeconds,
            time < failure.at + Self.failureSeconds
        else {
            return nil
        }
        // Without a name a key is known where there is no other.
        let isUsable = isKnown ?? (state.kept?.keys.keys.count == 1)
        if isUsable, let kept = state.kept, let age = kept.age(at: time), age <= IssuerKeyFetch.staleSeconds {
            return kept.keys
        }
        throw failure.error
    }
}
