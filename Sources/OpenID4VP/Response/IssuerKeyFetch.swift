public import HTTP
public import JOSE
import JSON
import Rules
public import SDJWTVC

/// One fetch of the keys that an issuer publishes: in its JWT VC issuer metadata, or in the document of its DID.
///
/// Nothing about the holder is sent. Source: SD-JWT VC §4 (VC-32 … VC-38).
public struct IssuerKeyFetch: Sendable {
    /// What an issuer publishes.
    public struct Published: Sendable {
        /// The keys.
        public let keys: JWKSet
        /// For how many seconds they are as good as new: what the server says, from a minute to a day.
        public let freshSeconds: Int64

        init(keys: JWKSet, serverSeconds: Int64) {
            self.keys = keys
            freshSeconds = max(IssuerKeyFetch.leastSeconds, min(IssuerKeyFetch.mostSeconds, serverSeconds))
        }
    }

    /// For how many seconds keys are as good as new at the least.
    public static let leastSeconds: Int64 = 60
    /// And at the most.
    public static let mostSeconds: Int64 = 86_400
    /// For how many seconds a key that is known serves while its issuer cannot be asked.
    public static let staleSeconds: Int64 = 7 * 86_400

    private let client: any HTTPFetching
    private let fetch: JSONDocumentFetch
    private let network: NetworkPolicy

    /// Fetches through a client that guards against addresses inside of the network.
    public init(client: any HTTPFetching, network: NetworkPolicy) {
        (self.client, self.network) = (client, network)
        fetch = JSONDocumentFetch(network: network)
    }

    /// The keys of an issuer.
    ///
    /// - Parameter issuer: the claim `iss`, for which a trust entry says that the issuer's published keys are to be used.
    /// - Throws: `issuerKeys`, `jose`.
    public func keys(of issuer: String) throws(SDJWTVCError) -> Published {
        issuer.hasPrefix("did:") ? try document(of: issuer) : try metadata(of: issuer)
    }

    private func document(of issuer: String) throws(SDJWTVCError) -> Published {
        do throws(OpenID4VPError) {
            let keys = try DIDResolver(client: client, network: network)
                .document(of: DecentralizedIdentifier(parsing: issuer)).keySet
            return Published(keys: keys, serverSeconds: Self.leastSeconds)
        } catch { throw .issuerKeys(rule: "VC-35", problem: error.refusal.problem) }
    }

    private func metadata(of issuer: String) throws(SDJWTVCError) -> Published {
        guard let address = IssuerMetadata.address(of: issuer) else {
            throw .issuerKeys(
                rule: "VC-32", problem: "\(issuer.prefix(64)) is no https address without query, fragment and user")
        }
        let (json, freshSeconds) = try json(at: address)
        switch try IssuerMetadata(json, of: issuer).keys {
        case .set(let keys): return Published(keys: keys, serverSeconds: freshSeconds)
        case .address(let address):
            let (json, freshSetSeconds) = try self.json(at: address)
            do throws(JOSEError) {
                return Published(keys: try JWKSet(json), serverSeconds: min(freshSeconds, freshSetSeconds))
            } catch { throw .jose(error) }
        }
    }

    private func json(at address: String) throws(SDJWTVCError) -> (JSONValue, freshSeconds: Int64) {
        guard let url = try? WebURL(parsing: address), fetch.permits(url), url.fragment == nil else {
            throw .issuerKeys(rule: "VC-36", problem: "\(address.prefix(64)) is no https address")
        }
        switch fetch.answer(client, url) {
        case .unchanged(let answer):
            throw .issuerKeys(rule: "VC-33", problem: "\(url.host) answered \(answer.status), which nobody asked for")
        case .failed(let why, _):
            throw .issuerKeys(rule: "VC-36", problem: "the keys at \(url.host) could not be fetched: \(why)")
        case .document(let answer, _):
            guard let json = try? JSONValue(parsing: answer.body) else {
                throw .issuerKeys(rule: "VC-33", problem: "\(url.host) answered with something other than JSON")
            }
            return (json, JSONDocumentFetch.freshSeconds(answer))
        }
    }
}
