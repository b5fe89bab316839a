import Certificates
import CredentialModel
import Cryptography
import HTTP
import JOSE
import JSON
import OpenID4VP
import Rules
import SDJWTVC
import TestSupport
import Testing
import Trust

@testable import VerifierKit

/// Transactions through the Digital Credentials API, from the page's call to the result.
@Suite struct DigitalCredentialTransactionTests {
    private let service: TestService

    init() throws { service = try TestService() }

    @Test func `DP-07 HAIP-06 a page asks, its backend passes the answer on, and reads the claims once`() throws {
        let router = try service.routes()
        let page = try service.beginOnPage(router)
        #expect(page.requests.map(\.exchange) == [.signed])
        #expect(page.parameters["response_mode"] == "dc_api.jwt")
        #expect(page.parameters["expected_origins"] == [.string(TestService.origin)])
        #expect(page.parameters["client_id"] == .string(service.client.text))
        #expect(page.parameters["state"] == nil && page.parameters["response_uri"] == nil, "DP-03")
        #expect(service.result(router, page)["state"] == "open")
        let taken = service.passOn(router, page, try service.answer(on: page))
        #expect(taken.status == 200)
        #expect(TestService.json(taken) == ["id": .string(page.id), "state": "accepted"])
        let result = service.result(router, page)
        #expect(result["claims"]?["person"]?[0]?["given_name"] == "Ada")
        #expect(result["origin"] == .string(TestService.origin))
        #expect(result["phishing_resistant"] == true, "the browser binds the answer to the page")
        #expect(service.result(router, page)["claims"] == nil)
        let steps = result["report"]?["steps"]?.array ?? []
        #expect(steps.contains { $0["value"]?.string == "origin:\(TestService.origin)" }, "the report says for whom")
    }

    @Test func `DP-11 DP-02 the same request is offered in each form that the backend names, over one nonce and key`()
        throws
    {
        let router = try service.routes()
        let names = ["openid4vp-v1-multisigned", "openid4vp-v1-signed", "openid4vp-v1-unsigned"]
        let page = try service.beginOnPage(router, protocols: names)
        #expect(page.requests.map(\.exchange.rawValue) == names)
        let all = try page.requests.map(TestService.parameters)
        #expect(Set(all.map { $0["nonce"] }).count == 1)
        #expect(Set(all.map { $0["client_metadata"] }).count == 1)
        #expect(all[0]["client_id"] == nil, "it stands in the protected headers")
        for name in ["client_id", "expected_origins", "aud", "exp"] { #expect(all[2][name] == nil, "\(name)") }
        #expect(service.passOn(router, page, try service.answer(on: page, exchange: .unsigned)).status == 200)
        #expect(service.result(router, page)["state"] == "accepted")
    }

    /// A wallet's own check of what this service makes, in each form.
    @Test(arguments: DigitalCredentialProtocol.allCases)
    func `HAIP-06 DP-04 a wallet takes the request from the page that may ask, and from no other`(
        exchange: DigitalCredentialProtocol
    ) throws {
        let bank = try Bank()
        let router = try service.routes(others: [bank.signer])
        let page = try service.beginOnPage(router, protocols: [exchange.rawValue])
        let request = try #require(page.requests.first)
        func outcome(_ origin: String, _ trust: TrustStore) -> String {
            var log = StepLog()
            do throws(OpenID4VPError) {
                let found = try RequestAuthenticator(trust: trust, network: .secure)
                    .authenticated(request, from: try WebOrigin(origin), at: service.now, log: &log)
                return try found.authorizationRequest().audience
            } catch { return error.refusal.code }
        }
        // The first identity of the service is a test name that no certificate stands for; the second one is proper.
        switch exchange {
        case .unsigned:
            #expect(outcome(TestService.origin, TrustStore(entries: [])) == "origin:\(TestService.origin)")
        case .signed: #expect(outcome(TestService.origin, bank.trust) == "certificate_does_not_match")
        case .multisigned:
            #expect(outcome(TestService.origin, bank.trust) == "origin:\(TestService.origin)")
            #expect(outcome("https://evil.example", bank.trust) != "origin:https://evil.example")
            #expect(outcome(TestService.origin, TrustStore(entries: [])) == "certificate_does_not_match")
        }
    }

    @Test func `NEG-206 DP-05 VFY-08 the audience is the configured origin, neither a client identifier nor another`()
        throws
    {
        let router = try service.routes()
        for audience in [
            service.client.text, "origin:https://evil.example", "origin:\(TestService.origin)/", TestService.origin,
        ] {
            let page = try service.beginOnPage(router)
            let response = try service.response(on: page, audience: audience)
            let taken = service.passOn(router, page, try service.answer(on: page, response))
            #expect(taken.status == 200, "the backend is told how it ended")
            #expect(TestService.json(taken)["state"] == "rejected", "\(audience)")
            #expect(service.result(router, page)["report"]?["refusal"]?["rule"] == "KB-07")
        }
        // The reverse: what was made for a page is posted as the answer to a request by link.
        let open = try service.begin(router)
        let token = try service.post.presentation(
            of: try service.post.credential(), showing: ["given_name"], audience: "origin:\(TestService.origin)",
            nonce: open.request["nonce"]?.string ?? "", at: service.now)
        let fields = [
            FormField("vp_token", JSONValue.object(["person": [.string(token)]]).text),
            FormField("state", open.request["state"]?.string ?? ""),
        ]
        #expect(try service.answer(router, open, fields).status == 400)
        #expect(TestService.json(service.result(router, open))["state"] == "rejected")
    }

    @Test func `NEG-239 DP-07 a protocol that was not asked, and an origin that the page names, count for nothing`()
        throws
    {
        let router = try service.routes()
        let page = try service.beginOnPage(router)
        for exchange in ["openid4vp-v1-unsigned", "openid4vp-v1-multisigned", "org-iso-mdoc", "OPENID4VP-V1-SIGNED"] {
            var answer = try #require(try service.answer(on: page).object)
            answer["protocol"] = .string(exchange)
            let refused = service.passOn(router, page, .object(answer))
            #expect(refused.status == 400)
            #expect(TestService.json(refused)["rule"] == "DP-07", "\(exchange)")
        }
        var answer = try #require(
            try service.answer(on: page, try service.response(on: page, audience: "origin:https://evil.example")).object
        )
        answer["origin"] = "https://evil.example"
        #expect(TestService.json(service.passOn(router, page, .object(answer)))["state"] == "rejected")
    }

    @Test func `DP-06 SES-08 what is no answer changes nothing; an error, or the first answer, ends it`() throws {
        let router = try service.routes()
        let page = try service.beginOnPage(router)
        let (other, clear) = (try service.beginOnPage(router), try service.response(on: page))
        let bad: [JSONValue] = [
            "x", [:], ["protocol": "openid4vp-v1-signed"], ["protocol": "openid4vp-v1-signed", "data": "eyJ"],
            ["protocol": "openid4vp-v1-signed", "data": [:]],
            ["protocol": "openid4vp-v1-signed", "data": ["response": "a.b.c.d.e"]],
            ["protocol": "openid4vp-v1-signed", "data": ["response": 7]],
            ["protocol": "openid4vp-v1-signed", "data": ["error": "bad\u{1}code"]],
            try DigitalCredentialAnswer(clear, to: .signed, encryptedTo: nil).json,
            try service.answer(on: page, to: other.receiver),
        ]
        for answer in bad { #expect(service.passOn(router, page, answer).status == 400, "\(answer.text.prefix(64))") }
        #expect(service.result(router, page)["state"] == "open")
        let error: JSONValue = ["protocol": "openid4vp-v1-signed", "data": ["error": "access_denied"]]
        let taken = service.passOn(router, page, error)
        #expect(TestService.json(taken)["state"] == "wallet_error")
        #expect(service.result(router, page)["wallet_error"] == "access_denied")
        #expect(service.passOn(router, page, try service.answer(on: page)).status == 410)
        let sealed = AuthorizationResponse(.error(.invalidRequest, description: nil), state: nil)
        #expect(
            TestService.json(service.passOn(router, other, try service.answer(on: other, sealed)))["state"]
                == "wallet_error", "an encrypted error")
    }

    @Test func `SES-07 DP-07 an answer over another nonce is rejected`() throws {
        let router = try service.routes()
        let page = try service.beginOnPage(router)
        let response = try service.response(on: page, nonce: "stolen-nonce-0123456789")
        #expect(
            TestService.json(service.passOn(router, page, try service.answer(on: page, response)))["state"]
                == "rejected")
    }

    @Test func `DP-07 DP-11 SEC-30 only the backend that began it passes an answer on, and wallets have no way in`()
        throws
    {
        let router = try service.routes()
        let page = try service.beginOnPage(router)
        let answer = try service.answer(on: page)
        #expect(service.passOn(router, page, answer, key: nil).status == 401)
        #expect(service.passOn(router, page, answer, key: TestService.otherKey).status == 404)
        let form = router.respond(
            to: HTTPRequest(
                method: "POST", path: "/v1/transactions/\(page.id)/response",
                headers: [
                    "Authorization": "Bearer \(TestService.apiKey.text)",
                    "Content-Type": "application/x-www-form-urlencoded",
                ], body: answer.serialized()))
        #expect(form.status == 415, "a page of elsewhere can send a form, and no JSON")
        let store = SQLiteTransactionStore(service.database)
        let transaction = try #require(try store.transaction(id: page.id)?.0)
        #expect(
            router.respond(to: HTTPRequest(method: "GET", path: "/v1/requests/\(transaction.requestID)")).status == 404)
        let posted = router.respond(
            to: HTTPRequest(
                method: "POST", path: "/v1/responses/\(transaction.requestID)",
                headers: ["Content-Type": "application/x-www-form-urlencoded"],
                body: URLForm([
                    FormField("error", "access_denied"), FormField("state", transaction.state),
                ]).bytes))
        #expect(posted.status == 404)
        #expect(router.respond(to: HTTPRequest(method: "GET", path: "/p/\(transaction.pageID)")).status == 404)
        #expect(service.result(router, page)["state"] == "open")
        let open = try service.begin(router)
        let misplaced = TestService.backend(router, "POST", "/v1/transactions/\(open.id)/response", answer)
        #expect(misplaced.status == 400)
        #expect(TestService.json(service.result(router, open))["state"] == "open")
    }

    @Test func `DP-10 DP-04 a transaction is begun encrypted, from a configured origin and in known forms, or not`()
        throws
    {
        let router = try service.routes()
        func begun(_ members: JSONObject) -> (status: Int, rule: String?) {
            var body: JSONObject = ["dcql_query": TestService.query, "response_mode": "dc_api.jwt"]
            for (name, value) in members { body[name] = value }
            let answer = TestService.backend(router, "POST", "/v1/transactions", .object(body))
            return (answer.status, TestService.json(answer)["rule"]?.string)
        }
        #expect(begun([:]) == (201, nil))
        #expect(begun(["origin": .string(TestService.origin)]) == (201, nil))
        #expect(begun(["response_mode": "dc_api"]) == (400, "VFY-02"), "DP-10: never in the clear")
        for origin in ["https://evil.example", TestService.origin + "/", "HTTPS://shop.example", ""] {
            #expect(begun(["origin": .string(origin)]) == (400, "DP-07"), "\(origin)")
        }
        let wrong: [JSONValue] = [
            [], ["org-iso-mdoc"], ["openid4vp-v1-signed", "openid4vp-v1-signed"], "openid4vp-v1-signed", [7],
            ["openid4vp-v1-signed", "org-iso-mdoc"],
        ]
        for protocols in wrong { #expect(begun(["protocols": protocols]) == (400, "VFY-02"), "\(protocols.text)") }
        #expect(begun(["redirect_uri": "https://shop.example/done"]) == (400, "VFY-02"))
    }

    @Test func `DP-08 SES-11 origins are configured as browsers write them`() throws {
        func origins(_ texts: JSONValue, network: String = "secure") -> [String]? {
            let json: JSONValue = [
                "public_url": "https://verify.example", "origins": texts, "network": .string(network),
            ]
            return (try? VerifierConfiguration(json))?.origins.map(\.text)
        }
        #expect(origins(["https://shop.example", "https://a.example:8443"])?.count == 2)
        #expect(origins(["http://127.0.0.1:8080"], network: "loopback_allowed")?.count == 1)
        for text in [
            "http://127.0.0.1:8080", "https://shop.example/", "https://Shop.example", "https://shop.example:443",
            "https://shop.example?x", "ftp://shop.example", "javascript:alert(1)", "ws://shop.example", "shop.example",
            "",
        ] {
            #expect(origins([.string(text)]) == nil, "\(text)")
        }
        #expect(origins(["https://shop.example", "https://shop.example"]) == nil)
        #expect(origins("https://shop.example") == nil)
    }

    @Test func `HAIP-06 under HAIP a page may ask, and only for an encrypted answer`() throws {
        let router = try service.routes(mode: .directPostJWT, profile: .haip)
        #expect(try service.beginOnPage(router).parameters["response_mode"] == "dc_api.jwt")
        let body: JSONValue = ["dcql_query": TestService.query, "response_mode": "direct_post"]
        #expect(TestService.backend(router, "POST", "/v1/transactions", body).status == 400)
    }

    @Test func `PAY-23 DP-05 what was confirmed on a page leaves a proof package that can be checked again`() throws {
        let router = try service.routes()
        let page = try service.beginOnPage(router, transactionData: [.object(try TestService.confirmable())])
        let sent = page.parameters["transaction_data"]?.array?.compactMap(\.string) ?? []
        #expect(sent.count == 1)
        let response = try service.confirming(on: page, sent)
        let taken = service.passOn(router, page, try service.answer(on: page, response))
        #expect(TestService.json(taken)["state"] == "accepted")
        let proof = TestService.json(TestService.backend(router, "GET", "/v1/transactions/\(page.id)/proof"))
        #expect(proof["response_mode"] == "dc_api.jwt")
        #expect(proof["client_id"] == .string("origin:\(TestService.origin)"))
        let package = try ProofPackage(proof)
        #expect(
            package.report(
                trust: service.post.trust(), status: NoStatusSource(why: "test"), policy: .init()
            ).isAccepted)
    }

    /// A bank with a certificate of its own.
    private struct Bank {
        let signer: RequestSigner
        let trust: TrustStore

        init() throws {
            let (rootKey, key) = (try SoftwareKey(generating: .p256), try SoftwareKey(generating: .p256))
            func template(_ name: String, _ key: SoftwareKey) -> CertificateTemplate {
                CertificateTemplate(
                    commonName: name, organization: "Harbour Bank", key: key.publicKey, serialNumber: [1],
                    notBefore: TestPost.time - 3600, notAfter: TestPost.time + 3600)
            }
            var authority = template("Access CA", rootKey)
            authority.authority = .init(pathLength: 0)
            let root = try authority.selfSigned(with: rootKey)
            var leafTemplate = template("Verifier", key)
            leafTemplate.dnsNames = ["bank.example"]
            let leaf = try leafTemplate.issued(by: root, signedWith: rootKey)
            signer = RequestSigner(
                client: try ClientIdentifier(parsing: "x509_san_dns:bank.example"), key: key, chain: [leaf])
            trust = TrustStore(
                entries: [
                    TrustEntry(
                        id: "bank", name: "Harbour Bank", purposes: [.relyingPartyAccess], types: [],
                        keys: [.anchor(root)], source: "test")
                ])
        }
    }
}
