import Certificates
import Cryptography
import JOSE
import JSON
import Rules
import Testing

@testable import TokenStatusList

@Suite struct StatusListPublicationTests {
    @Test func `TSL-10 what is published is read, with key name and times`() throws {
        let cast = try TokenCast()
        var publication = cast.publication
        publication.aggregationURI = "https://issuer.example/all"
        let text = try publication.signed(cast.list, by: cast.key, keyID: "status-1")
        let jws = try CompactJWS(parsing: text)
        #expect(jws.header.json.names == ["alg", "typ", "kid"])
        #expect(try jws.uncheckedPayload().names == ["sub", "iat", "exp", "ttl", "status_list"])
        let token = try cast.read(Array(text.utf8))
        #expect(token.list == cast.list)
        #expect(token.aggregationURI == "https://issuer.example/all")
        #expect(token.signer.header.keyID == "status-1")
    }

    @Test func `TSL-12 the certificates go into x5c and come out again`() throws {
        let cast = try TokenCast()
        var template = CertificateTemplate(
            commonName: "Status", key: cast.key.publicKey, serialNumber: [1], notBefore: TokenCast.now - 10,
            notAfter: TokenCast.now + 10)
        template.organization = "Post of Kea"
        let certificate = try template.selfSigned(with: cast.key)
        let text = try cast.publication.signed(cast.list, by: cast.key, certificates: [certificate])
        #expect(try UnverifiedStatusListToken(parsing: Array(text.utf8)).signer.certificates == [certificate])
    }

    @Test func `TSL-10 Ed25519 signs as well`() throws {
        let cast = try TokenCast()
        let key = try SoftwareKey(.ed25519, privateScalar: [UInt8](repeating: 9, count: 32))
        let text = try cast.publication.signed(cast.list, by: key)
        let token = try UnverifiedStatusListToken(parsing: Array(text.utf8))
            .verified(by: key.publicKey, for: TokenCast.uri, at: TokenCast.now)
        #expect(token.list == cast.list)
    }

    @Test func `TSL-10 TSL-21 what readers refuse is not published`() throws {
        let cast = try TokenCast()
        func error(_ change: (inout StatusListPublication) -> Void) -> TokenStatusListError? {
            var publication = cast.publication
            change(&publication)
            do throws(TokenStatusListError) {
                _ = try publication.signed(cast.list, by: cast.key)
                return nil
            } catch { return error }
        }
        #expect(error { $0.uri = "http://issuer.example/1" } == .unusableURI(.notHTTPS))
        #expect(error { $0.expires = $0.issuedAt } == .expiresTooEarly)
        #expect(error { $0.expires = $0.issuedAt + 1 } == nil)
        for seconds in [0, -1, 31_536_001] as [Int64] {
            #expect(error { $0.timeToLiveSeconds = seconds } == .unusableTimeToLive)
        }
        for seconds in [1, 31_536_000] as [Int64] { #expect(error { $0.timeToLiveSeconds = seconds } == nil) }
        #expect(error { ($0.timeToLiveSeconds, $0.expires) = (nil, nil) } == nil)
    }
}
