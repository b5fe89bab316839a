import Cryptography
import HTTP
import JSON
import OpenID4VCI
import Rules
import TestSupport
import Testing

@testable import IssuerKit

/// How many copies the credential endpoint gives, and for which keys.
@Suite struct CredentialLimitsTests {
    private let key: SoftwareKey
    private let other: SoftwareKey

    init() throws {
        key = try SoftwareKey(generating: .p256)
        other = try SoftwareKey(generating: .p256)
    }

    @Test func `CRED-08 INEG-162 more proofs than a batch may have use nothing up`() throws {
        let issuer = try TestIssuer { $0.batchSize = 2 }
        let token = try issuer.accessToken()
        let nonce = try issuer.nonce()
        let keys = try (0..<3).map { _ in try SoftwareKey(generating: .p256) }
        let tooMany = issuer.credential(try issuer.request(keys: keys, nonce: nonce), bearer: token)
        #expect(Answer(tooMany) == Answer(400, "invalid_proof"))
        let two = issuer.credential(try issuer.request(keys: Array(keys.prefix(2)), nonce: nonce), bearer: token)
        #expect(try CredentialResponse(try JSONValue(parsing: two.body), limit: 2).credentials.count == 2)
    }

    @Test func `CRED-08 INEG-162 the limit is the batch size that the metadata announces`() throws {
        func issuance(_ batch: Int) -> String {
            """
            {"schema":1,"vct":"urn:x:ticket","name":"Ticket",
             "issuance":{"format":"dc+sd-jwt","batch_size":\(batch)},
             "claims":[{"path":["seat"],"sd":"always","value":{"type":"string"}}]}
            """
        }
        for (batch, announced) in [(3, 3 as JSONValue?), (1, nil)] {
            let issuer = try TestIssuer(onlyTypes: [("ticket", issuance(batch))])
            let path = "/.well-known/openid-credential-issuer/kea"
            let metadata = try JSONValue(parsing: issuer.respond("GET", path).body)
            #expect(metadata["batch_credential_issuance"]?["batch_size"] == announced)
            let keys = try (0...batch).map { _ in try SoftwareKey(generating: .p256) }
            let token = try issuer.accessToken("ticket", ["seat": "12"])
            let nonce = try issuer.nonce()
            let tooMany = issuer.credential(try issuer.request("ticket", keys: keys, nonce: nonce), bearer: token)
            #expect(Answer(tooMany) == Answer(400, "invalid_proof"))
            let right = try issuer.request("ticket", keys: Array(keys.dropLast()), nonce: nonce)
            #expect(issuer.credential(right, bearer: token).status == 200)
        }
    }

    @Test func `PST-05 a money order is given once, however many keys come`() throws {
        let issuer = try TestIssuer()
        let claims = try JSONValue(parsing: repositoryFile("examples/claims/money-order.json")).object ?? [:]
        let token = try issuer.accessToken("money-order", claims)
        let request = try issuer.request("money-order", keys: [key, other], nonce: try issuer.nonce())
        let answer = issuer.credential(request, bearer: token)
        #expect(try CredentialResponse(try JSONValue(parsing: answer.body), limit: 2).credentials.count == 1)
    }

    @Test func `PST-05 CRED-25 a money order is given once, however many requests come`() throws {
        let issuer = try TestIssuer()
        let claims = try JSONValue(parsing: repositoryFile("examples/claims/money-order.json")).object ?? [:]
        let made = try issuer.service.offers.offer(
            [("money-order", claims), ("po-box", TestIssuer.box)], transactionCode: .none, copyLimit: 3, at: issuer.now)
        let token = try JSONValue(parsing: issuer.redeem(try issuer.code(made)).body)["access_token"]?.string
        func ask(_ type: String, _ key: SoftwareKey) throws -> Answer {
            Answer(issuer.credential(try issuer.request(type, keys: [key], nonce: try issuer.nonce()), bearer: token))
        }
        #expect(try ask("po-box", other).status == 200)
        #expect(try ask("money-order", key).status == 200)
        // Also with the same key: the second copy would be as good as the first.
        #expect(try ask("money-order", key) == Answer(400, "credential_request_denied"))
        let fresh = try SoftwareKey(generating: .p256)
        #expect(try ask("money-order", fresh) == Answer(400, "credential_request_denied"))
        #expect(try ask("po-box", fresh).status == 200, "other types of the token are not concerned")
    }

    @Test func `CRED-09 a key is bound to one credential`() throws {
        let issuer = try TestIssuer()
        let first = try issuer.accessToken()
        let nonce = try issuer.nonce()
        let twice: JSONValue = [
            "credential_configuration_id": "po-box",
            "proofs": ["jwt": [try issuer.proof(key, nonce: nonce), try issuer.proof(key, nonce: nonce)]],
        ]
        #expect(Answer(issuer.credential(twice, bearer: first)) == Answer(400, "invalid_proof"))
        #expect(issuer.credential(try issuer.request(keys: [key], nonce: nonce), bearer: first).status == 200)
        // The same wallet may ask again: perhaps the answer never arrived (TRAP-18).
        #expect(
            issuer.credential(try issuer.request(keys: [key], nonce: try issuer.nonce()), bearer: first).status == 200)
        let second = try issuer.accessToken()
        let fresh = try issuer.nonce()
        let reused = issuer.credential(try issuer.request(keys: [key], nonce: fresh), bearer: second)
        #expect(Answer(reused) == Answer(400, "invalid_proof"))
        #expect(issuer.credential(try issuer.request(keys: [other], nonce: fresh), bearer: second).status == 200)
    }

    @Test func `CRED-09 a key is let go by revocation, not by suspension`() throws {
        let issuer = try TestIssuer()
        let first = try issuer.offer()
        let token = try JSONValue(parsing: issuer.redeem(try issuer.code(first)).body)["access_token"]?.string
        func ask(_ token: String?) throws -> Answer {
            Answer(issuer.credential(try issuer.request(keys: [key], nonce: try issuer.nonce()), bearer: token))
        }
        #expect(try ask(token).status == 200)
        #expect(try issuer.store.setStatus(2, of: first.issuance) == 1)
        #expect(try ask(try issuer.accessToken()) == Answer(400, "invalid_proof"))
        #expect(try issuer.store.setStatus(1, of: first.issuance) == 1)
        #expect(try ask(try issuer.accessToken()).status == 200)
    }

    @Test func `CRED-25 INEG-176 one token fetches twenty copies and not one more`() throws {
        let issuer = try TestIssuer()
        let token = try issuer.accessToken()
        func ask(_ count: Int, nonce: String) throws -> Answer {
            let keys = try (0..<count).map { _ in try SoftwareKey(generating: .p256) }
            return Answer(issuer.credential(try issuer.request(keys: keys, nonce: nonce), bearer: token))
        }
        #expect(try ask(10, nonce: try issuer.nonce()).status == 200)
        let nonce = try issuer.nonce()
        #expect(try ask(9, nonce: try issuer.nonce()).status == 200)
        #expect(try ask(1, nonce: nonce).status == 200)
        #expect(try ask(1, nonce: try issuer.nonce()) == Answer(400, "credential_request_denied"))
    }

    @Test func `CRED-09 CRED-25 an offer for three copies gives three, in one request or in several`() throws {
        let issuer = try TestIssuer()
        func ask(_ count: Int, _ token: String) throws -> (Answer, Int) {
            let keys = try (0..<count).map { _ in try SoftwareKey(generating: .p256) }
            let response = issuer.credential(try issuer.request(keys: keys, nonce: try issuer.nonce()), bearer: token)
            let body = try JSONValue(parsing: response.body)
            return (Answer(response), body["credentials"]?.array?.count ?? 0)
        }
        func token() throws -> String {
            let made = try issuer.service.offers.offer(
                [(type: "po-box", claims: TestIssuer.box)], transactionCode: .none, copyLimit: 3, at: issuer.now)
            return try JSONValue(parsing: issuer.redeem(try issuer.code(made)).body)["access_token"]?.string ?? ""
        }
        let first = try token()
        #expect(try ask(10, first) == (Answer(200, nil), 3))
        #expect(try ask(1, first) == (Answer(400, "credential_request_denied"), 0))
        let second = try token()
        #expect(try ask(2, second) == (Answer(200, nil), 2))
        #expect(try ask(2, second) == (Answer(200, nil), 1), "two are asked for, one is left")
        #expect(try ask(1, second) == (Answer(400, "credential_request_denied"), 0))
        let third = try token()
        #expect(try ask(2, third) == (Answer(200, nil), 2))
        #expect(try ask(1, third) == (Answer(200, nil), 1))
        #expect(try ask(1, third) == (Answer(400, "credential_request_denied"), 0))
    }
}
