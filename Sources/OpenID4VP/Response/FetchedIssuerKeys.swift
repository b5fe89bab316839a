public import HTTP
public import JOSE
import JSON
public import Rules
public import SDJWTVC
import Synchronization

/// Fetches the keys of issuers from where they publish them: JWT VC issuer metadata, or the document of a DID.
///
/// It is asked only for issuers of whom a trust entry says so, carries nothing about the holder, and keeps what it learned
/// for as long as the server says, within a day. A token that names a key which is not among those kept makes it ask again,
/// once a minute at most. Source: SD-JWT VC §4 (VC-32 … VC-38).
public final class FetchedIssuerKeys: IssuerKeySource {
    private struct Kept {
        let keys: JWKSet
        let fetchedAt: UnixTime
        let freshSeconds: Int64
    }

    private let client: any HTTPFetching
    private let fetch: JSONDocumentFetch
    private let network: NetworkPolicy
    private let kept = Mutex<[String: Kept]>([:])

    private static let leastSeconds: Int64 = 60
    private static let mostSeconds: Int64 = 86_400
    private static let limitIssuers = 256

    /// Fetches through a client that guards against addresses inside of the network.
    public init(client: any HTTPFetching, network: NetworkPolicy) {
        (self.client, self.network) = (client, network)
        fetch = JSONDocumentFetch(network: network)
    }

    /// The keys of an issuer.
    public func keys(of issuer: String, naming keyID: String?, at time: UnixTime) throws(SDJWTVCError) -> JWKSet {
        if let known = kept.withLock({ $0[issuer] }), isUsable(known, for: keyID, at: time) { return known.keys }
        let (keys, freshSeconds) =
            issuer.hasPrefix("did:") ? (try document(of: issuer), Self.leastSeconds) : try metadata(of: issuer)
        kept.withLock { kept in
            if kept.count >= Self.limitIssuers, let oldest = kept.min(by: { $0.value.fetchedAt < $1.value.fetchedAt }) {
                kept[oldest.key] = nil
            }
            kept[issuer] = Kept(keys: keys, fetchedAt: time, freshSeconds: freshSeconds)
        }
        return keys
    }

    /// A clock that was set back makes everything due. An unknown name of a key may be a new key.
    private func isUsable(_ known: Kept, for keyID: String?, at time: UnixTime) -> Bool {
        let age = time.seconds - known.fetchedAt.seconds
        guard age >= 0 else { return false }
        let isKnown = keyID.map { name in known.keys.keys.contains { $0.keyID == name } } ?? true
        return age <= (isKnown ? max(Self.leastSeconds, min(Self.mostSeconds, known.freshSeconds)) : Self.leastSeconds)
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
