import HTTP
import JSON
import OpenID4VCI
import Rules
import Testing

@testable import IssuerKit

@Suite struct NonceEndpointTests {
    @Test func `NONCE-01 NONCE-02 INEG-140 INEG-141 everyone gets a nonce that is stored nowhere on the way`() throws {
        let issuer = try TestIssuer()
        for answer in [
            issuer.respond("POST", "/kea/nonce"), issuer.respond("POST", "/kea/nonce", type: "application/json", "{}"),
            issuer.respond("POST", "/kea/nonce", bearer: "x"),
        ] {
            #expect(answer.status == 200)
            #expect(answer.mediaType == .json)
            #expect(answer.headers["Cache-Control"] == "no-store")
            #expect(try NonceResponse(try JSONValue(parsing: answer.body)).nonce.utf8.count == 43)
        }
        #expect(issuer.respond("GET", "/kea/nonce").status == 405)
    }

    @Test func `NONCE-02 INEG-142 a thousand nonces have nothing in common`() throws {
        let issuer = try TestIssuer()
        let nonces = try (0..<1000).map { _ in try issuer.nonce() }
        #expect(Set(nonces).count == 1000)
        #expect(Set(nonces.map { $0.prefix(6) }).count == 1000)
    }

    @Test func `NONCE-07 the table is bounded and drops the oldest`() throws {
        let issuer = try TestIssuer { $0.nonces = 3 }
        let nonces = try (0..<4).map { _ in try issuer.nonce() }
        func isGood(_ nonce: String) throws -> Bool {
            let order = IssueOrder(
                issuance: "i", type: "t", copies: [], expires: issuer.now, hasStatus: false,
                authority: .init(
                    token: OneTimeSecret(.token, text: try issuer.accessToken()).digest, copiesPerToken: 1,
                    nonce: OneTimeSecret(.nonce, text: nonce).digest), now: issuer.now)
            return try issuer.store.issue(order) == .recorded([])
        }
        #expect(try nonces.map(isGood) == [false, true, true, true])
    }

    @Test func `NONCE-07 one address may ask sixty times a minute`() throws {
        let issuer = try TestIssuer()
        for _ in 0..<60 { #expect(issuer.respond("POST", "/kea/nonce", address: "198.51.100.1").status == 200) }
        #expect(issuer.respond("POST", "/kea/nonce", address: "198.51.100.1").status == 429)
        #expect(issuer.respond("POST", "/kea/nonce", address: "198.51.100.2").status == 200)
    }
}
