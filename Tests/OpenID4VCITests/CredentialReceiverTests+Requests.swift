import HTTP
import JSON
import Testing

@testable import OpenID4VCI

extension CredentialReceiverTests {
    @Test func `NONCE-04 CRED-07 each request gets a nonce of its own, fetched right before it`() throws {
        let peer = Peer()
        let receiver = receiver(peer)
        let authorized = try receiver.authorized(try receiver.plan(try offer(["a", "b"])), transactionCode: nil)
        for available in authorized.available {
            _ = try receiver.credentials(available, of: authorized, keys: try keys(2))
        }
        #expect(
            Array(peer.addresses.drop { $0 != Peer.tokenAddress }) == [
                Peer.tokenAddress, Peer.nonceAddress, Peer.credentialAddress, Peer.nonceAddress, Peer.credentialAddress,
            ])
        for request in peer.requests(Peer.credentialAddress) {
            let body = try JSONValue(parsing: request.body)
            #expect(body["proofs"]?["jwt"]?.array?.count == 2)
        }
    }

    @Test func `META-12 pictures that the metadata names are not fetched`() throws {
        let logo: JSONValue = ["name": "Post", "logo": ["uri": "https://issuer.example/logo.png"]]
        let peer = Peer([Peer.metadataAddress: Peer.changed(Peer.metadata, ["display": [logo]])])
        _ = try received(peer, keys: try keys(1))
        #expect(!peer.addresses.contains { $0.contains("logo") })
        #expect(peer.addresses.contains(Peer.credentialAddress))
    }

    @Test(arguments: [
        "http://issuer.example/c", "https://user@issuer.example/c", "https://127.0.0.1/c", "https://10.0.0.1/c",
        "https://[::1]/c", "https://localhost/c", "https://issuer.example/c#x", "ftp://issuer.example/c",
    ])
    func `HTTP-02 an endpoint that no public https URL names is not asked`(address: String) throws {
        let peer = Peer([
            Peer.metadataAddress: Peer.changed(Peer.metadata, ["credential_endpoint": .string(address)])
        ])
        #expect(code { _ = try received(peer, keys: try keys(1)) } != nil)
        #expect(!peer.addresses.contains(address))
    }
}
