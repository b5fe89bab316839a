public import HTTP
import JSON
import Rules

/// Finds the document of a DID: in itself, or on its web server.
///
/// The fetch happens before anybody consented, so it carries nothing about the person; redirects are not followed.
/// Source: OpenID4VP 1.0 §5.9.3, the methods did:jwk and did:web (CID-07, RURI-06).
public struct DIDResolver: Sendable {
    private let client: (any HTTPFetching)?
    private let network: NetworkPolicy

    /// Resolves through a client; without one, only what needs no network.
    public init(client: (any HTTPFetching)? = nil, network: NetworkPolicy = .secure) {
        (self.client, self.network) = (client, network)
    }

    /// The document.
    ///
    /// - Throws: `did`, `http`.
    public func document(of did: DecentralizedIdentifier) throws(OpenID4VPError) -> DIDDocument {
        guard let url = try did.documentURL(network: network) else { return try DIDDocument(jwk: did) }
        guard let client else {
            throw .did(problem: "\(did.text.prefix(64)) needs the network, which is not used here")
        }
        let answer: HTTPResponse
        do throws(HTTPError) {
            answer = try client.fetch(.get(url, accept: Self.mediaTypes, limits: FetchLimits(redirects: .refused)))
        } catch { throw .http(error) }
        guard answer.status == 200, let json = try? JSONValue(parsing: answer.body) else {
            throw .did(problem: "\(url.host) answered \(answer.status) and no DID document")
        }
        return try DIDDocument(json, of: did)
    }

    private static let mediaTypes = "application/did+json, application/did+ld+json, application/json"
}
