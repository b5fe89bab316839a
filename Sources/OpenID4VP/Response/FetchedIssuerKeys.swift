public import HTTP
public import JOSE
import JSON
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
        let keys: JWKSet
        let fetchedAt: UnixTime
        let freshSeconds: Int64

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

    private let client: any HTTPFetching
    private let fetch: JSONDocumentFetch
    private let network: NetworkPolicy
    private let places = Mutex<[String: Place]>([:])

    private static let leastSeconds: Int64 = 60
    private static let mostSeconds: Int64 = 86_400
    private static let staleSeconds: Int64 = 7 * 86_400
    private static let failureSeconds: Int64 = 60
    private static let limitIssuers = 256
    /// How far behind the clock a caller may be that had to wait for another.
    private static let waitSeconds: Int64 = 10

    /// Fetches through a client that guards against addresses inside of the network.
    public init(client: any HTTPFetching, network: NetworkPolicy) {
        (self.client, self.network) = (client, network)
        fetch = JSONDocumentFetch(network: network)
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
                let (keys, freshSeconds) =
                    issuer.hasPrefix("did:") ? (try document(of: issuer), Self.leastSeconds) : try metadata(of: issuer)
                let kept = Kept(keys: keys, fetchedAt: time, freshSeconds: freshSeconds)
                place.state.withLock { $0 = State(kept: kept) }
                return keys
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
            let fresh = max(Self.leastSeconds, min(Self.mostSeconds, kept.freshSeconds))
            if age <= (isKnown ?? true ? fresh : Self.leastSeconds) { return kept.keys }
        }
        guard let failure = state.failure, time >= failure.at - Self.waitSeconds,
            time < failure.at + Self.failureSeconds
        else {
            return nil
        }
        // Without a name a key is known where there is no other.
        let isUsable = isKnown ?? (state.kept?.keys.keys.count == 1)
        if isUsable, let kept = state.kept, let age = kept.age(at: time), age <= Self.staleSeconds {
            return kept.keys
        }
        throw failure.error
    }

    private func document(of issuer: String) throws(SDJWTVCError) -> JWKSet {
        do throws(OpenID4VPError) {
            return try DIDResolver(client: client, network: network)
                .document(of: DecentralizedIdentifier(parsing: issuer)).keySet
        } catch { throw .issuerKeys(rule: "VC-35", problem: error.refusal.problem) }
    }

    private func metadata(of issuer: String) throws(SDJWTVCError) -> (keys: JWKSet, freshSeconds: Int64) {
        guard let address = IssuerMetadata.address(of: issuer) else {
            throw .issuerKeys(
                rule: "VC-32", problem: "\(issuer.prefix(64)) is no https address without query, fragment and user")
        }
        let (json, freshSeconds) = try json(at: address)
        switch try IssuerMetadata(json, of: issuer).keys {
        case .set(let keys): return (keys, freshSeconds)
        case .address(let address):
            let (json, freshSetSeconds) = try self.json(at: address)
            do throws(JOSEError) { return (try JWKSet(json), min(freshSeconds, freshSetSeconds)) } catch {
                throw .jose(error)
            }
        }
    }

    private func json(at address: String) throws(SDJWTVCError) -> (JSONValue, freshSeconds: Int64) {
        guard let url = try? WebURL(parsing: address), fetch.permits(url), url.fragment == nil else {
            throw .issuerKeys(rule: "VC-36", problem: "\(address.prefix(64)) is no https address")
        }
        switch fetch.answer(client, url) {
        case .failed(let why):
            throw .issuerKeys(rule: "VC-36", problem: "the keys at \(url.host) could not be fetched: \(why)")
        case .document(let answer, _):
            guard let json = try? JSONValue(parsing: answer.body) else {
                throw .issuerKeys(rule: "VC-33", problem: "\(url.host) answered with something other than JSON")
            }
            return (json, JSONDocumentFetch.freshSeconds(answer))
        }
    }
}
