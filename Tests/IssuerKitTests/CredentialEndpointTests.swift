import Bytes
import Cryptography
import HTTP
import JOSE
import JSON
import OpenID4VCI
import Rules
import SDJWT
import SQLite
import TestSupport
import Testing

@testable import IssuerKit

@Suite struct CredentialEndpointTests {
    private let key: SoftwareKey
    private let other: SoftwareKey

    init() throws {
        key = try SoftwareKey(generating: .p256)
        other = try SoftwareKey(generating: .p256)
    }

    @Test func `CRED-20 a token, a nonce and a proof give a credential`() throws {
        let issuer = try TestIssuer()
        let request = try issuer.request(keys: [key], nonce: try issuer.nonce())
        let answer = issuer.credential(request, bearer: try issuer.accessToken())
        #expect(answer.status == 200)
        #expect(answer.headers["Cache-Control"] == "no-store")
        #expect(try CredentialResponse(try JSONValue(parsing: answer.body), limit: 1).credentials.count == 1)
    }

    @Test func `CRED-30 INEG-150 requests without a good token`() throws {
        let issuer = try TestIssuer()
        let token = try issuer.accessToken()
        let request = try issuer.request(keys: [key], nonce: try issuer.nonce())
        let missing = issuer.credential(request, bearer: nil)
        #expect(Answer(missing) == Answer(401, nil))
        #expect(missing.headers["WWW-Authenticate"] == "Bearer")
        #expect(missing.body.isEmpty)
        let inQuery = issuer.respond(
            "POST", "/kea/credential", type: "application/json", request.text,
            query: [FormField("access_token", token)])
        #expect(Answer(inQuery) == Answer(401, nil))
        var body = try #require(request.object)
        body["access_token"] = .string(token)
        #expect(Answer(issuer.credential(.object(body), bearer: nil)) == Answer(401, nil))
        let unknown = issuer.credential(request, bearer: "x")
        #expect(Answer(unknown) == Answer(401, "invalid_token"))
        #expect(unknown.headers["WWW-Authenticate"] == "Bearer error=\"invalid_token\"")
        var twice: HTTPHeaders = ["Content-Type": "application/json"]
        twice.add("Authorization", "Bearer \(token)")
        twice.add("Authorization", "Bearer \(token)")
        let doubled = issuer.service.router.respond(
            to: HTTPRequest(method: "POST", path: "/kea/credential", headers: twice, body: request.serialized()))
        #expect(Answer(doubled) == Answer(401, nil))
        #expect(issuer.credential(request, bearer: token).status == 200)
    }

    @Test func `TOKEN-10 INEG-150 a token is good for 300 seconds and not one more`() throws {
        let issuer = try TestIssuer()
        let token = try issuer.accessToken()
        issuer.wait(299)
        #expect(
            issuer.credential(try issuer.request(keys: [key], nonce: try issuer.nonce()), bearer: token).status == 200)
        issuer.wait(1)
        let late = issuer.credential(try issuer.request(keys: [key], nonce: try issuer.nonce()), bearer: token)
        #expect(Answer(late) == Answer(401, "invalid_token"))
    }

    @Test func `CRED-30 INEG-150 a revoked issuance ends its tokens`() throws {
        let issuer = try TestIssuer()
        let offer = try issuer.offer()
        let token = try JSONValue(parsing: issuer.redeem(try issuer.code(offer)).body)["access_token"]?.string
        #expect(try issuer.store.setStatus(1, of: offer.issuance) == 0)
        let answer = issuer.credential(try issuer.request(keys: [key], nonce: try issuer.nonce()), bearer: token)
        #expect(Answer(answer) == Answer(401, "invalid_token"))
        #expect(try issuer.store.setStatus(1, of: "0000000000000000") == nil)
    }

    @Test func `TOKEN-04 CRED-33 INEG-151 INEG-152 another configuration, and one that does not exist`() throws {
        let issuer = try TestIssuer()
        let token = try issuer.accessToken()
        let nonce = try issuer.nonce()
        let foreign = issuer.credential(try issuer.request("identity", keys: [key], nonce: nonce), bearer: token)
        #expect(Answer(foreign) == Answer(403, "insufficient_scope"))
        #expect(foreign.headers["WWW-Authenticate"] == "Bearer error=\"insufficient_scope\"")
        for unknown in ["nothing", "base", "PO-BOX", ""] {
            let answer = issuer.credential(try issuer.request(unknown, keys: [key], nonce: nonce), bearer: token)
            #expect(Answer(answer) == Answer(400, "unknown_credential_configuration"), "\(unknown)")
        }
        #expect(issuer.credential(try issuer.request(keys: [key], nonce: nonce), bearer: token).status == 200)
    }

    @Test func `TOKEN-07 INEG-153 INEG-154 identifiers belong to their token and replace the configuration`() throws {
        let issuer = try TestIssuer()
        let details = #"[{"type":"openid_credential","credential_configuration_id":"po-box"}]"#
        func granted() throws -> (token: String, identifier: String) {
            let body = try JSONValue(parsing: issuer.redeem(try issuer.code(try issuer.offer()), details: details).body)
            let response = try TokenResponse(body, usedDetails: true)
            return (response.accessToken, response.granted?.first?.identifiers.first ?? "")
        }
        let (one, two) = (try granted(), try granted())
        func ask(_ selector: JSONObject, _ token: String, key: SoftwareKey) throws -> Answer {
            var request = try #require(try issuer.request(keys: [key], nonce: try issuer.nonce()).object)
            request["credential_configuration_id"] = nil
            for (name, value) in selector { request[name] = value }
            return Answer(issuer.credential(.object(request), bearer: token))
        }
        for unknown in ["x", two.identifier] {
            let answer = try ask(["credential_identifier": .string(unknown)], one.token, key: key)
            #expect(answer == Answer(400, "unknown_credential_identifier"))
        }
        let invalid = Answer(400, "invalid_credential_request")
        #expect(try ask(["credential_configuration_id": "po-box"], one.token, key: key) == invalid)
        #expect(
            try ask(
                ["credential_configuration_id": "po-box", "credential_identifier": .string(one.identifier)], one.token,
                key: key) == invalid)
        #expect(try ask([:], one.token, key: key) == invalid)
        #expect(try ask(["credential_identifier": "x"], try issuer.accessToken(), key: key) == invalid)
        #expect(try ask(["credential_identifier": .string(one.identifier)], one.token, key: key).status == 200)
    }

    @Test func `CRED-05 INEG-155 INEG-156 old selectors are no selectors, unknown members do no harm`() throws {
        let issuer = try TestIssuer()
        let token = try issuer.accessToken()
        var request = try #require(try issuer.request(keys: [key], nonce: try issuer.nonce()).object)
        request["credential_configuration_id"] = nil
        request["format"] = "dc+sd-jwt"
        request["vct"] = "urn:carnet:postal:po-box:1"
        #expect(Answer(issuer.credential(.object(request), bearer: token)) == Answer(400, "invalid_credential_request"))
        request["credential_configuration_id"] = "po-box"
        request["x"] = ["y": 1]
        #expect(issuer.credential(.object(request), bearer: token).status == 200)
    }

    @Test func `HTTP-03 INEG-157 bodies that are no request`() throws {
        let issuer = try TestIssuer()
        let token = try issuer.accessToken()
        func send(_ body: String, type: String = "application/json") -> HTTPResponse {
            issuer.respond("POST", "/kea/credential", type: type, body, bearer: token)
        }
        let twice = #"{"credential_configuration_id":"po-box","credential_configuration_id":"po-box"}"#
        for body in ["x", "[]", "", "{", twice, "\"a\""] {
            #expect(Answer(send(body)) == Answer(400, "invalid_credential_request"), "\(body)")
        }
        let padding = String(repeating: " ", count: 262_144)
        #expect(Answer(send(padding)) == Answer(400, "invalid_credential_request"))
        #expect(send(padding + " ").status == 413)
        #expect(send("{}", type: "text/plain").status == 415)
        #expect(send("x.y.z", type: "application/jwt").status == 415)
        #expect(issuer.respond("GET", "/kea/credential", bearer: token).status == 405)
        // The token is looked at before the body is read.
        #expect(Answer(issuer.respond("POST", "/kea/credential", type: "application/json", "x")) == Answer(401, nil))
    }

    @Test func `CRED-03 INEG-158 INEG-161 proofs that are missing or of another type`() throws {
        let issuer = try TestIssuer()
        let token = try issuer.accessToken()
        let proof = try issuer.proof(key, nonce: try issuer.nonce())
        let cases: [(JSONObject, String)] = [
            ([:], "invalid_proof"), (["proof": ["proof_type": "jwt", "jwt": proof]], "invalid_proof"),
            (["proofs": [:]], "invalid_proof"), (["proofs": ["jwt": []]], "invalid_proof"),
            (["proofs": ["jwt": [1]]], "invalid_proof"), (["proofs": ["jwt": [proof], "cwt": []]], "invalid_proof"),
            (["proofs": ["di_vp": [[:]]]], "invalid_proof"), (["proofs": ["cwt": ["x"]]], "invalid_proof"),
            (["proofs": ["ldp_vp": [[:]]]], "invalid_proof"), (["proofs": ["attestation": ["x"]]], "invalid_proof"),
            (["proofs": []], "invalid_credential_request"), (["proofs": "x"], "invalid_credential_request"),
        ]
        for (members, error) in cases {
            var request: JSONObject = ["credential_configuration_id": "po-box"]
            for (name, value) in members { request[name] = value }
            let answer = Answer(issuer.credential(.object(request), bearer: token))
            #expect(answer == Answer(400, error), "\(members)")
        }
    }

    @Test func `CRED-03 INEG-159 a type without key binding ignores proofs`() throws {
        let ticket = """
            {"schema":1,"vct":"urn:x:ticket","name":"Ticket",
             "issuance":{"format":"dc+sd-jwt","key_binding":"none","status":false},
             "claims":[{"path":["seat"],"sd":"always","value":{"type":"string"}}]}
            """
        let issuer = try TestIssuer(extraTypes: [("ticket", ticket)])
        for proofs in [nil, ["jwt": ["x"]], 7] as [JSONValue?] {
            var request: JSONObject = ["credential_configuration_id": "ticket"]
            request["proofs"] = proofs
            let token = try issuer.accessToken("ticket", ["seat": "12"])
            let answer = issuer.credential(.object(request), bearer: token)
            let text = try CredentialResponse(try JSONValue(parsing: answer.body), limit: 1).credentials[0]
            let payload = try CompactSDJWT(parsing: text).issuerJWT.uncheckedPayload()
            #expect(payload["cnf"] == nil)
            #expect(payload["status"] == nil)
        }
        let metadata = try JSONValue(parsing: issuer.respond("GET", "/.well-known/openid-credential-issuer/kea").body)
        #expect(metadata["credential_configurations_supported"]?["ticket"]?["proof_types_supported"] == nil)
    }

    @Test func `PROOF-10 NONCE-06 INEG-163 nonces that are unknown, expired, used, or of another issuer`() throws {
        let (issuer, stranger) = (try TestIssuer(), try TestIssuer())
        let token = try issuer.accessToken()
        func ask(_ nonce: String, _ key: SoftwareKey) throws -> Answer {
            Answer(issuer.credential(try issuer.request(keys: [key], nonce: nonce), bearer: token))
        }
        let invalid = Answer(400, "invalid_nonce")
        #expect(try ask("x", key) == invalid)
        #expect(try ask(try stranger.nonce(), key) == invalid)
        let used = try issuer.nonce()
        #expect(try ask(used, key).status == 200)
        #expect(try ask(used, other) == invalid)
    }

    @Test func `NONCE-05 INEG-163 a nonce is good for 300 seconds and not one more`() throws {
        let issuer = try TestIssuer { $0.tokenSeconds = 1000 }
        let token = try issuer.accessToken()
        let (early, late) = (try issuer.nonce(), try issuer.nonce())
        issuer.wait(299)
        #expect(issuer.credential(try issuer.request(keys: [key], nonce: early), bearer: token).status == 200)
        issuer.wait(1)
        let answer = issuer.credential(try issuer.request(keys: [key], nonce: late), bearer: token)
        #expect(Answer(answer) == Answer(400, "invalid_nonce"))
    }

    @Test func `NONCE-06 INEG-164 a bad proof leaves the nonce good`() throws {
        let issuer = try TestIssuer()
        let token = try issuer.accessToken()
        let nonce = try issuer.nonce()
        let good = try issuer.request(keys: [key], nonce: nonce)
        let foreign = try #require(try issuer.proof(other, nonce: nonce).string).split(separator: ".")[2]
        let parts = try #require(try issuer.proof(key, nonce: nonce).string).split(separator: ".")
        let forged: JSONValue = [
            "credential_configuration_id": "po-box", "proofs": ["jwt": ["\(parts[0]).\(parts[1]).\(foreign)"]],
        ]
        #expect(Answer(issuer.credential(forged, bearer: token)) == Answer(400, "invalid_proof"))
        #expect(issuer.credential(good, bearer: token).status == 200)
    }

    @Test func `NONCE-06 INEG-165 of two equal requests at once one wins`() throws {
        let folder = try TemporaryFolder()
        let database = try Database(
            at: folder.file("issuer.db"), DatabaseConfiguration(.createNew), schema: SQLiteIssuerStore.schema)
        let issuer = try TestIssuer(database: database)
        for _ in 0..<3 {
            let token = try issuer.accessToken()
            let fresh = try SoftwareKey(generating: .p256)
            let request = try issuer.request(keys: [fresh], nonce: try issuer.nonce())
            let answers = inParallel(10) { _ in Answer(issuer.credential(request, bearer: token)) }
            #expect(answers.filter { $0.status == 200 }.count == 1)
            #expect(answers.filter { $0 == Answer(400, "invalid_nonce") }.count == 9)
        }
    }

    @Test func `NONCE-05 INEG-166 INEG-167 one nonce for all proofs, one bad proof spoils all`() throws {
        let issuer = try TestIssuer()
        let token = try issuer.accessToken()
        let (one, two) = (try issuer.nonce(), try issuer.nonce())
        func request(_ proofs: [JSONValue]) -> JSONValue {
            ["credential_configuration_id": "po-box", "proofs": ["jwt": .array(proofs)]]
        }
        let mixed = request([try issuer.proof(key, nonce: one), try issuer.proof(other, nonce: two)])
        #expect(Answer(issuer.credential(mixed, bearer: token)) == Answer(400, "invalid_nonce"))
        let oneMissing = request([try issuer.proof(key, nonce: one), try issuer.proof(other, nonce: nil)])
        #expect(Answer(issuer.credential(oneMissing, bearer: token)) == Answer(400, "invalid_proof"))
        let keys = try (0..<9).map { _ in try SoftwareKey(generating: .p256) }
        let spoiled = request(try keys.map { try issuer.proof($0, nonce: one) } + ["e30.e30.AA"])
        #expect(Answer(issuer.credential(spoiled, bearer: token)) == Answer(400, "invalid_proof"))
        #expect(try issuer.store.issuances(limit: 9, at: issuer.now).allSatisfy { $0.copies == 0 })
        #expect(issuer.credential(request([try issuer.proof(key, nonce: one)]), bearer: token).status == 200)
        #expect(issuer.credential(request([try issuer.proof(other, nonce: two)]), bearer: token).status == 200)
    }

    @Test func `IENC-06 INEG-170 an encrypted answer is not to be had`() throws {
        let issuer = try TestIssuer()
        var request = try #require(try issuer.request(keys: [key], nonce: try issuer.nonce()).object)
        request["credential_response_encryption"] = ["enc": "A256GCM", "jwk": [:]]
        let answer = issuer.credential(.object(request), bearer: try issuer.accessToken())
        #expect(Answer(answer) == Answer(400, "invalid_encryption_parameters"))
    }

    @Test func `CRED-32 the first thing that is wrong decides`() throws {
        let issuer = try TestIssuer()
        let token = try issuer.accessToken()
        func ask(_ members: JSONObject) -> Answer { Answer(issuer.credential(.object(members), bearer: token)) }
        let bad: JSONObject = ["proofs": "x", "credential_response_encryption": 1]
        #expect(ask(bad) == Answer(400, "invalid_credential_request"))
        func with(_ id: String) -> JSONObject {
            var members = bad
            members["credential_configuration_id"] = .string(id)
            return members
        }
        #expect(ask(with("nothing")) == Answer(400, "unknown_credential_configuration"))
        #expect(ask(with("identity")) == Answer(403, "insufficient_scope"))
        #expect(ask(with("po-box")) == Answer(400, "invalid_encryption_parameters"))
        var members = with("po-box")
        members["credential_response_encryption"] = nil
        #expect(ask(members) == Answer(400, "invalid_credential_request"))
        members["proofs"] = ["jwt": ["x"]]
        #expect(ask(members) == Answer(400, "invalid_proof"))
        members["proofs"] = ["jwt": [try issuer.proof(key, nonce: "x")]]
        #expect(ask(members) == Answer(400, "invalid_nonce"))
    }

    @Test(arguments: try vectors("openid4vci/proofs.json").filter { $0["nonce"]?.string?.hasPrefix("c-nonce") == true })
    func `INEG-160 the vectors of openid4vci.proofs at the endpoint`(vector: Vector) throws {
        let issuer = try TestIssuer(issuer: vector["issuer"]?.string ?? "")
        let client = vector["client"]?.string
        var fields = ["grant_type": GrantType.preAuthorizedCode.rawValue]
        fields["pre-authorized_code"] = try issuer.code(try issuer.offer())
        fields["client_id"] = client
        let token = try JSONValue(parsing: issuer.token(fields, base: "/po").body)["access_token"]?.string
        let nonce = OneTimeSecret(.nonce, text: vector["nonce"]?.string ?? "")
        try issuer.store.add(nonce: nonce.digest, expires: issuer.now + 300, limit: 9, at: issuer.now)
        let request: JSONValue = ["credential_configuration_id": "po-box", "proofs": vector["proofs"] ?? .null]
        let answer = issuer.respond("POST", "/po/credential", type: "application/json", request.text, bearer: token)
        if vector.result == "valid" {
            #expect(answer.status == 200)
        } else {
            #expect(Answer(answer) == Answer(400, vector.error), "\(String(decoding: answer.body, as: UTF8.self))")
        }
    }
}
