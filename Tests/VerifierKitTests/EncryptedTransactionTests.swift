import Cryptography
import HTTP
import JOSE
import JSON
import OpenID4VP
import Rules
import SQLite
import TestSupport
import Testing

@testable import VerifierKit

@Suite struct EncryptedTransactionTests {
    private let service: TestService

    init() throws { service = try TestService() }

    /// The key that a request announces.
    private func receiver(_ open: TestService.Open) throws -> ResponseEncryption {
        let key = try #require(open.request["client_metadata"]?["jwks"]?["keys"]?[0])
        return ResponseEncryption(key: try JWK(key), encryption: .a256GCM)
    }

    private func form(
        _ open: TestService.Open, to receiver: ResponseEncryption? = nil, state: String? = nil
    ) throws -> [FormField] {
        let response = AuthorizationResponse(
            .presentations(VPToken([("person", [try service.presentation(for: open)])])),
            state: state ?? open.request["state"]?.string)
        return try response.form(encryptedTo: try receiver ?? self.receiver(open)).fields
    }

    @Test func `VFY-03 ENC-04 an encrypted answer is asked for, decrypted and accepted`() throws {
        let router = try service.routes(mode: .directPostJWT)
        let open = try service.begin(router)
        #expect(open.request["response_mode"] == "direct_post.jwt")
        let metadata = try #require(open.request["client_metadata"])
        #expect(metadata["encrypted_response_enc_values_supported"] == ["A256GCM", "A128GCM"])
        let key = try #require(metadata["jwks"]?["keys"]?[0])
        #expect(key["alg"] == "ECDH-ES" && key["crv"] == "P-256" && key["use"] == "enc" && key["d"] == nil)
        let fields = try form(open)
        #expect(fields.map(\.name) == ["response"])
        #expect(try service.answer(router, open, fields).status == 200)
        let result = TestService.json(service.result(router, open))
        #expect(result["state"] == "accepted")
        #expect(result["claims"]?["person"]?[0]?["given_name"] == "Ada")
    }

    @Test func `RSP-06 presentations in the clear are refused and change nothing, an error in the clear ends`() throws {
        let router = try service.routes(mode: .directPostJWT)
        let open = try service.begin(router)
        #expect(try service.answer(router, open).status == 400)
        #expect(TestService.json(service.result(router, open))["state"] == "open")
        let state = FormField("state", open.request["state"]?.string ?? "")
        #expect(try service.answer(router, open, [FormField("error", "access_denied"), state]).status == 200)
        #expect(TestService.json(service.result(router, open))["state"] == "wallet_error")
    }

    @Test func `ENC-10 RSP-07 NEG-218 each transaction has its own key, and no other opens its answer`() throws {
        let router = try service.routes(mode: .directPostJWT)
        let (open, other) = (try service.begin(router), try service.begin(router))
        let (key, otherKey) = (try receiver(open), try receiver(other))
        #expect(key.key.keyID != otherKey.key.keyID)
        #expect(key.key.publicKey != otherKey.key.publicKey)
        #expect(try service.answer(router, open, try form(open, to: otherKey)).status == 400)
        let renamed = JWK(
            publicKey: otherKey.key.publicKey, keyID: key.key.keyID, algorithm: "ECDH-ES", use: "enc")
        let mixed = ResponseEncryption(key: renamed, encryption: .a128GCM)
        let refused = try service.answer(router, open, try form(open, to: mixed))
        #expect(refused.status == 400)
        #expect(TestService.json(refused) == ["error": "invalid_request"], "ENC-11: no more is told")
        #expect(try service.answer(router, open, try form(open)).status == 200)
    }

    @Test func `VFY-04 NEG-225 the state inside must be that of the transaction`() throws {
        let router = try service.routes(mode: .directPostJWT)
        let (open, other) = (try service.begin(router), try service.begin(router))
        let state = other.request["state"]?.string
        #expect(try service.answer(router, open, try form(open, state: state)).status == 400)
        #expect(try service.answer(router, open, try form(open)).status == 200)
    }

    @Test func `SES-08 ENC-10 the key outlives the process and not the transaction`() throws {
        let router = try service.routes(mode: .directPostJWT)
        let (open, late) = (try service.begin(router), try service.begin(router))
        func keys() throws -> Int64 {
            try service.database.read { (connection) throws(SQLiteError) in
                try connection.first("SELECT count(*) FROM transactions WHERE sealed_response_key IS NOT NULL") {
                    (row) throws(SQLiteError) in try row.integer(0)
                } ?? -1
            }
        }
        #expect(try keys() == 2)
        let restarted = try service.routes(mode: .directPostJWT)
        #expect(try service.answer(restarted, open, try form(open)).status == 200)
        #expect(try keys() == 1)
        service.advance(301)
        _ = try service.routes()
        #expect(TestService.json(service.result(restarted, late))["state"] == "expired")
        #expect(try keys() == 0)
    }

    @Test func `ENC-10 the database holds no private key`() throws {
        let keys = try ResponseKeys(secret: TestService.secret, random: SystemRandom())
        let kept = try keys.make(for: "a")
        let key = try keys.open(kept, for: "a").key.exportedSecret()
        #expect(!(0...(kept.sealed.count - 32)).contains { Array(kept.sealed[$0..<($0 + 32)]) == key })
        #expect(throws: VerifierKitError.self) { try keys.open(kept, for: "b") }
        let swapped = ResponseKeys.Kept(publicKey: try keys.make(for: "a").publicKey, sealed: kept.sealed)
        #expect(throws: VerifierKitError.cryptography(.notAuthentic), "the public part of another key") {
            try keys.open(swapped, for: "a")
        }
        let stranger = try ResponseKeys(secret: [UInt8](repeating: 9, count: 32), random: SystemRandom())
        #expect(throws: VerifierKitError.self) { try stranger.open(kept, for: "a") }
        for place in kept.sealed.indices {
            var sealed = kept.sealed
            sealed[place] ^= 1
            let changed = ResponseKeys.Kept(publicKey: kept.publicKey, sealed: sealed)
            #expect(throws: VerifierKitError.self) { try keys.open(changed, for: "a") }
        }
    }

    @Test func `ENC-10 a key that stands in the row of another transaction does not open there`() throws {
        let router = try service.routes(mode: .directPostJWT)
        let (open, other) = (try service.begin(router), try service.begin(router))
        try service.database.write { (connection) throws(SQLiteError) in
            try connection.run(
                """
                UPDATE transactions SET (response_jwk, sealed_response_key) =
                    (SELECT response_jwk, sealed_response_key FROM transactions WHERE number = ?) WHERE number = ?
                """, [.integer(other.number), .integer(open.number)])
        }
        let moved = try service.fetched(router, open)
        #expect(try receiver(moved) == receiver(other), "public and private part together")
        #expect(try service.answer(router, moved, try form(moved)).status == 500)
        #expect(service.refusals.map(\.code) == ["not_authentic"])
        #expect(TestService.json(service.result(router, open))["state"] == "open")
        #expect(try service.answer(router, other, try form(other)).status == 200)
    }

    @Test func `RURI-02 RURI-03 a wallet's nonce comes back signed, other fields are ignored`() throws {
        let router = try service.routes()
        let open = try service.begin(router)
        func fetched(_ fields: [FormField]) throws -> HTTPResponse {
            router.respond(
                to: HTTPRequest(
                    method: "POST", path: open.requestPath,
                    headers: ["Content-Type": "application/x-www-form-urlencoded"], body: URLForm(fields).bytes))
        }
        func nonce(_ fields: [FormField]) throws -> JSONValue? {
            let payload = String(decoding: try fetched(fields).body, as: UTF8.self).split(separator: ".")[1]
            return try JSONValue(parsing: try Base64URLText.decode(String(payload)))["wallet_nonce"]
        }
        #expect(open.request["wallet_nonce"] == nil)
        #expect(try nonce([]) == nil)
        let metadata = FormField("wallet_metadata", #"{"vp_formats_supported":{}}"#)
        #expect(try nonce([FormField("wallet_nonce", "n-1"), metadata, FormField("x", "y")]) == "n-1")
        #expect(try nonce([metadata]) == nil)
        #expect(try fetched([FormField("wallet_nonce", "a"), FormField("wallet_nonce", "b")]).status == 400)
        #expect(try fetched([FormField("wallet_nonce", String(repeating: "a", count: 513))]).status == 400)
        #expect(try fetched([FormField("wallet_metadata", "{}")]).status == 400)

        let key = JWK.Private(agreeing: try SoftwareKey(generating: .p256, from: SystemRandom()), keyID: "w")
        let keyed: JSONValue = ["vp_formats_supported": [:], "jwks": .object(JWKSet([key.publicJWK]).json)]
        let sealed = try fetched([FormField("wallet_metadata", keyed.text), FormField("wallet_nonce", "n-2")])
        let token = try CompactJWE(parsing: String(decoding: sealed.body, as: UTF8.self), content: .token)
        let object = try CompactJWS(
            parsing: String(decoding: try token.decrypted(by: key, allowing: [.a128GCM]), as: UTF8.self))
        #expect(try object.uncheckedPayload()["wallet_nonce"] == "n-2")
    }

    @Test(arguments: [("direct_post", "direct_post"), ("direct_post.jwt", "direct_post.jwt")])
    func `REQ-10 a backend chooses how the answer comes`(asked: String, expected: String) throws {
        let other: ResponseMode = asked == "direct_post" ? .directPostJWT : .directPost
        let router = try service.routes(mode: other)
        let open = try service.begin(router, mode: asked)
        #expect(open.request["response_mode"] == .string(expected))
    }

    @Test(arguments: ["fragment", "query", "x", ""])
    func `REQ-10 SDPRV-03 an answer in a URL, or in a way that nobody knows, is refused`(mode: String) throws {
        let router = try service.routes()
        let body: JSONValue = ["dcql_query": TestService.query, "response_mode": .string(mode)]
        let answer = TestService.backend(router, "POST", "/v1/transactions", body)
        #expect(answer.status == 400)
        #expect(TestService.json(answer)["rule"] == "VFY-02")
    }
}
