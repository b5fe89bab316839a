import Bytes
import Dispatch
import HTTP
import JSON
import OpenID4VCI
import Rules
import SQLite
import Synchronization
import TestSupport
import Testing

@testable import IssuerKit

@Suite struct TokenEndpointTests {
    private let sixDigits = OfferMaker.TransactionCode.digits(6, prompt: nil)

    @Test func `TOKEN-05 INEG-070 a code is redeemed once`() throws {
        let issuer = try TestIssuer()
        let code = try issuer.code(try issuer.offer())
        let answer = issuer.redeem(code)
        #expect(answer.status == 200)
        #expect(answer.headers["Cache-Control"] == "no-store")
        #expect(answer.mediaType == .json)
        let token = try TokenResponse(try JSONValue(parsing: answer.body), usedDetails: false)
        #expect(token.expiresInSeconds == 300)
        #expect(token.accessToken.utf8.count == 43)
        #expect(token.granted == nil)
        #expect(Answer(issuer.redeem(code)) == Answer(400, "invalid_grant"))
    }

    @Test func `TOKEN-24 INEG-071 of twenty that redeem at once exactly one wins`() throws {
        let folder = try TemporaryFolder()
        let database = try Database(
            at: folder.file("issuer.db"), DatabaseConfiguration(.createNew), schema: SQLiteIssuerStore.schema)
        let issuer = try TestIssuer(database: database)
        for _ in 0..<3 {
            let code = try issuer.code(try issuer.offer())
            let answers = inParallel(20) { _ in Answer(issuer.redeem(code)) }
            #expect(answers.filter { $0.status == 200 }.count == 1)
            #expect(answers.filter { $0 == Answer(400, "invalid_grant") }.count == 19)
        }
    }

    @Test func `OFFER-05 INEG-072 a code is good for 600 seconds and not one more`() throws {
        let issuer = try TestIssuer()
        let (early, late) = (try issuer.code(try issuer.offer()), try issuer.code(try issuer.offer()))
        issuer.wait(599)
        #expect(issuer.redeem(early).status == 200)
        issuer.wait(1)
        #expect(Answer(issuer.redeem(late)) == Answer(400, "invalid_grant"))
    }

    @Test func `TOKEN-22 INEG-076 a missing transaction code is not an attempt`() throws {
        let issuer = try TestIssuer()
        let offer = try issuer.offer(code: sixDigits)
        let code = try issuer.code(offer)
        for _ in 0..<7 { #expect(Answer(issuer.redeem(code)) == Answer(400, "invalid_request")) }
        for _ in 0..<7 { #expect(Answer(issuer.redeem(code, transactionCode: "")) == Answer(400, "invalid_request")) }
        #expect(issuer.redeem(code, transactionCode: offer.transactionCode).status == 200)
    }

    @Test func `TOKEN-02 INEG-077 a transaction code that nobody asked for is refused and the code stays good`() throws
    {
        let issuer = try TestIssuer()
        let code = try issuer.code(try issuer.offer())
        #expect(Answer(issuer.redeem(code, transactionCode: "123456")) == Answer(400, "invalid_request"))
        #expect(issuer.redeem(code).status == 200)
    }

    @Test func `TOKEN-20 INEG-078 four wrong transaction codes, then the right one`() throws {
        let issuer = try TestIssuer()
        let offer = try issuer.offer(code: sixDigits)
        let code = try issuer.code(offer)
        for _ in 0..<4 { #expect(Answer(issuer.redeem(code, transactionCode: "x")) == Answer(400, "invalid_grant")) }
        #expect(issuer.redeem(code, transactionCode: offer.transactionCode).status == 200)
    }

    @Test func `TOKEN-20 INEG-079 five wrong transaction codes lock the offer, also after a restart`() throws {
        let folder = try TemporaryFolder()
        func opened(_ access: DatabaseConfiguration.Access) throws -> TestIssuer {
            try TestIssuer(
                database: try Database(
                    at: folder.file("issuer.db"), DatabaseConfiguration(access), schema: SQLiteIssuerStore.schema))
        }
        let first = try opened(.createNew)
        let offer = try first.offer(code: sixDigits)
        let code = try first.code(offer)
        for _ in 0..<5 { #expect(Answer(first.redeem(code, transactionCode: "x")) == Answer(400, "invalid_grant")) }
        #expect(Answer(first.redeem(code, transactionCode: offer.transactionCode)) == Answer(400, "invalid_grant"))
        let second = try opened(.open)
        #expect(Answer(second.redeem(code, transactionCode: offer.transactionCode)) == Answer(400, "invalid_grant"))
        #expect(Answer(second.redeem(code)) == Answer(400, "invalid_grant"))
    }

    @Test func `TOKEN-20 INEG-080 of twenty wrong transaction codes at once five are looked at`() throws {
        let folder = try TemporaryFolder()
        let database = try Database(
            at: folder.file("issuer.db"), DatabaseConfiguration(.createNew), schema: SQLiteIssuerStore.schema)
        let issuer = try TestIssuer(database: database)
        let offer = try issuer.offer(code: sixDigits)
        let code = OneTimeSecret(.code, text: try issuer.code(offer))
        _ = inParallel(20) { number in issuer.redeem(code.text, transactionCode: "wrong \(number)").status }
        #expect(try issuer.store.offer(code: code.digest, at: issuer.now)?.failedAttempts == 5)
        let looked = issuer.log.filter { $0.contains("transaction_code_wrong") }
        #expect(looked.count == 5)
    }

    @Test func `TOKEN-21 INEG-081 transaction codes are compared as they are written`() throws {
        let issuer = try TestIssuer { $0.transactionCodeAttempts = 100 }
        let offer = try issuer.offer(code: sixDigits)
        let code = try issuer.code(offer)
        let right = try #require(offer.transactionCode)
        #expect(right.utf8.count == 6)
        let wide = String(
            String.UnicodeScalarView(right.unicodeScalars.compactMap { Unicode.Scalar($0.value + 0xFEE0) }))
        for wrong in ["0" + right, String(right.dropFirst()), " " + right, right + " ", right + "\n", wide] {
            #expect(Answer(issuer.redeem(code, transactionCode: wrong)) == Answer(400, "invalid_grant"), "\(wrong)")
        }
        #expect(issuer.redeem(code, transactionCode: right).status == 200)
    }

    @Test func `TOKEN-24 INEG-082 unknown codes, and codes of another issuer`() throws {
        let (issuer, other) = (try TestIssuer(), try TestIssuer())
        for code in ["x", try other.code(try other.offer()), String(repeating: "a", count: 5000), "é"] {
            #expect(Answer(issuer.redeem(code)) == Answer(400, "invalid_grant"))
        }
    }

    @Test func `CLIENT-02 INEG-083 without anonymous access a known client identifier is required`() throws {
        let issuer = try TestIssuer(clients: .only(["https://wallet.example"]))
        let code = try issuer.code(try issuer.offer())
        let grant = ["grant_type": GrantType.preAuthorizedCode.rawValue, "pre-authorized_code": code]
        #expect(Answer(issuer.token(grant)) == Answer(401, "invalid_client"))
        let stranger = grant.merging(["client_id": "https://other.example"]) { $1 }
        #expect(Answer(issuer.token(stranger)) == Answer(401, "invalid_client"))
        #expect(issuer.token(grant.merging(["client_id": "https://wallet.example"]) { $1 }).status == 200)
        let document = try JSONValue(parsing: issuer.respond("GET", "/.well-known/oauth-authorization-server/kea").body)
        #expect(document["pre-authorized_grant_anonymous_access_supported"] == false)
    }

    @Test func `OFFER-09 INEG-084 INEG-085 misspelled parameters and other grants`() throws {
        let issuer = try TestIssuer()
        let code = try issuer.code(try issuer.offer())
        let grant = GrantType.preAuthorizedCode.rawValue
        let cases: [([String: String], Answer)] = [
            (["grant_type": grant, "pre_authorized_code": code], Answer(400, "invalid_request")),
            (["grant_type": "password", "username": "a"], Answer(400, "unsupported_grant_type")),
            (["grant_type": "authorization_code", "code": code], Answer(400, "unsupported_grant_type")),
            (["grant_type": "refresh_token"], Answer(400, "unsupported_grant_type")),
            (["pre-authorized_code": code], Answer(400, "invalid_request")), ([:], Answer(400, "invalid_request")),
        ]
        for (fields, expected) in cases { #expect(Answer(issuer.token(fields)) == expected, "\(fields)") }
        #expect(issuer.redeem(code).status == 200)
    }

    @Test func `HTTP-03 INEG-086 other methods, other bodies, parameters in the URL`() throws {
        let issuer = try TestIssuer()
        let code = try issuer.code(try issuer.offer())
        #expect(issuer.respond("POST", "/kea/token", type: "application/json", "{}").status == 415)
        let get = issuer.respond("GET", "/kea/token")
        #expect(get.status == 405)
        #expect(get.headers["Allow"] == "POST")
        let fields = [
            FormField("grant_type", GrantType.preAuthorizedCode.rawValue), FormField("pre-authorized_code", code),
        ]
        let type = "application/x-www-form-urlencoded"
        #expect(
            Answer(issuer.respond("POST", "/kea/token", type: type, query: fields)) == Answer(400, "invalid_request"))
        let body = URLForm(fields).encoded
        let more = [FormField("client_id", "x")]
        #expect(
            Answer(issuer.respond("POST", "/kea/token", type: type, body, query: more))
                == Answer(400, "invalid_request"))
        for broken in ["grant_type=%zz", body + "&grant_type=x", "a=\u{7F}"] {
            #expect(Answer(issuer.respond("POST", "/kea/token", type: type, broken)) == Answer(400, "invalid_request"))
        }
        #expect(issuer.redeem(code).status == 200)
    }

    @Test func `TOKEN-03 TOKEN-06 INEG-087 authorization_details narrow the offer and never widen it`() throws {
        let issuer = try TestIssuer()
        func detail(_ id: String) -> String { #"{"type":"openid_credential","credential_configuration_id":"\#(id)"}"# }
        let code = try issuer.code(try issuer.offer())
        for text in [
            "[\(detail("po-box")),\(detail("identity"))]", "[\(detail("nothing"))]", "[]", "x", #"[{"type":"x"}]"#,
        ] {
            #expect(
                Answer(issuer.redeem(code, details: text)) == Answer(400, "invalid_authorization_details"), "\(text)")
        }
        let answer = try JSONValue(parsing: issuer.redeem(code, details: "[\(detail("po-box"))]").body)
        let granted = try #require(try TokenResponse(answer, usedDetails: true).granted)
        #expect(granted.map(\.configurationID) == ["po-box"])
        #expect(granted.first?.identifiers.count == 1)
    }

    @Test func `AUTHZ-03 AUTHZ-06 locations are required when the authorization server is another`() throws {
        let issuer = try TestIssuer(server: "https://as.example/login")
        func redeem(_ locations: String) throws -> Answer {
            let text = #"[{"type":"openid_credential","credential_configuration_id":"po-box"\#(locations)}]"#
            let fields = [
                "grant_type": GrantType.preAuthorizedCode.rawValue, "authorization_details": text,
                "pre-authorized_code": try issuer.code(try issuer.offer()),
            ]
            return Answer(issuer.token(fields, base: "/login"))
        }
        #expect(try redeem("") == Answer(400, "invalid_authorization_details"))
        #expect(
            try redeem(#","locations":["https://as.example/login"]"#) == Answer(400, "invalid_authorization_details"))
        #expect(try redeem(#","locations":["https://post.example/kea"]"#) == Answer(200, nil))
        #expect(issuer.respond("POST", "/kea/token").status == 404)
    }

    @Test func `TOKEN-20 one address may ask ten times a minute`() throws {
        let issuer = try TestIssuer()
        func ask(_ address: String) -> HTTPResponse {
            issuer.respond(
                "POST", "/kea/token", type: "application/x-www-form-urlencoded", "grant_type=x", address: address)
        }
        for _ in 0..<10 { #expect(ask("198.51.100.1").status == 400) }
        let refused = ask("198.51.100.1")
        #expect(refused.status == 429)
        #expect(refused.headers["Retry-After"] == "60")
        #expect(ask("198.51.100.2").status == 400)
        // One subscriber has a whole /64.
        for host in 0..<10 { #expect(ask("2001:db8::\(host + 1)").status == 400) }
        #expect(ask("2001:db8::ffff").status == 429)
        for _ in 0..<20 { #expect(ask("127.0.0.1").status == 400) }
        issuer.wait(60)
        #expect(ask("198.51.100.1").status == 400)
    }
}

/// Runs a body as often as the number says, on all cores at once, and waits for all.
func inParallel<Result: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) -> Result) -> [Result] {
    let results = Mutex<[Result]>([])
    DispatchQueue.concurrentPerform(iterations: count) { number in
        let result = body(number)
        results.withLock { $0.append(result) }
    }
    return results.withLock { $0 }
}
