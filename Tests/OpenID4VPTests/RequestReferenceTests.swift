import Cryptography
import HTTP
import JOSE
import OpenID4VP
import Rules
import Testing
import Trust

/// From where a request object is fetched, before anything is.
@Suite struct RequestReferenceTests {
    private let verifier: TestVerifier

    init() throws { verifier = try TestVerifier() }

    private func isAsked(_ address: String, of client: String, known: [String]) throws -> Bool {
        let trust = TrustStore(entries: [
            TrustEntry(
                id: "known", name: "Known Shop", purposes: [.relyingPartyAccess], types: [],
                keys: [.keySet(issuer: "shop.example", keys: JWKSet([JWK(publicKey: verifier.key.publicKey)]))],
                requestURIs: known, source: "test")
        ])
        let (url, client) = (try WebURL(parsing: address), try ClientIdentifier(parsing: client))
        do throws(OpenID4VPError) {
            try RequestAuthenticator(trust: trust, network: .secure).checkReference(url, of: client)
            return true
        } catch {
            #expect(["RURI-01", "RURI-08"].contains(error.refusal.rule))
            return false
        }
    }

    @Test(arguments: [
        ("https://shop.example/r", true), ("https://shop.example/r/7?a=b", true), ("https://shop.example/rest", false),
        ("https://shop.example/", false), ("https://shop.example/r/../x", false), ("https://shop.example/r/./7", false),
        ("https://evil.example/r/7", false), ("https://shop.example:8443/r/7", false),
    ])
    func `RURI-08 the requests of a registered client are fetched from its known addresses alone`(
        address: String, isKnown: Bool
    ) throws {
        #expect(try isAsked(address, of: "shop.example", known: ["https://shop.example/r"]) == isKnown)
        #expect(try isAsked(address, of: "shop.example", known: []), "nothing is said of it")
        #expect(
            try isAsked(address, of: "x509_san_dns:shop.example", known: ["https://shop.example/r"]),
            "that a registered client has the same name is chance")
    }

    @Test func `RURI-01 nothing is fetched without TLS`() throws {
        #expect(try !isAsked("http://shop.example/r", of: "shop.example", known: []))
        #expect(try !isAsked("http://127.0.0.1/r", of: "x509_hash:abc", known: []))
    }
}
