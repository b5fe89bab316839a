import Bytes
import CredentialModel
import Cryptography
import DCQL
import HTTP
import JSON
import OpenID4VP
import Rules
import SDJWT
import SDJWTVC
import TestSupport
import Testing

@testable import VerifierKit

/// Transactions in which something is confirmed.
@Suite struct TransactionDataTests {
    private let service: TestService
    private let router: Router

    init() throws {
        service = try TestService()
        router = try service.routes()
    }

    private func entry(_ name: String = "payment") throws -> JSONObject { try TestService.confirmable(name) }

    private func sent(_ open: TestService.Open) -> [String] { open.transactionData }

    /// The wallet's answer with those hashes.
    private func answer(_ open: TestService.Open, hashes: [String], at time: UnixTime? = nil) throws -> HTTPResponse {
        try service.confirm(router, open, hashes: hashes, at: time)
    }

    private func hash(_ text: String) -> String { Base64URL.encode(HashAlgorithm.sha256.hash(Array(text.utf8))) }

    private func proof(_ open: TestService.Open, code: String? = nil, key: APIKey = TestService.apiKey) -> HTTPResponse
    {
        TestService.backend(
            router, "GET", "/v1/transactions/\(open.id)/proof",
            query: code.map { [FormField("response_code", $0)] } ?? [], key: key)
    }

    private func report(_ package: JSONValue, at time: UnixTime? = nil) throws -> Report {
        try ProofPackage(package).report(
            trust: service.post.trust(), status: NoStatusSource(why: "test"), policy: CredentialPolicy(), at: time)
    }

    @Test func `TXD-07 the service encodes once, and sends the same text however often it is fetched`() throws {
        let open = try service.begin(
            router, transactionData: [.object(try entry()), .object(try entry("money-order"))])
        let texts = sent(open)
        #expect(texts.count == 2)
        #expect(texts == [TransactionData.encoded(try entry()), TransactionData.encoded(try entry("money-order"))])
        #expect(try sent(service.fetched(router, open)) == texts)
        let restarted = try service.routes()
        #expect(try sent(service.fetched(restarted, open)) == texts, "after a restart too")
    }

    @Test func `VFY-09 TXD-05 a confirmed payment is accepted, and a step of the report says so`() throws {
        let open = try service.begin(router, transactionData: [.object(try entry())])
        #expect(try answer(open, hashes: sent(open).map(hash)).status == 200)
        let result = TestService.json(service.result(router, open))
        #expect(result["state"] == "accepted", "\(result.text)")
        let steps = result["report"]?["steps"]?.array ?? []
        let step = try #require(steps.first { $0["rule"] == "VFY-09" })
        #expect(step.text.contains("urn:eudi:sca:payment:1"))
    }

    @Test func `NEG-232 VFY-09 TXD-05 what is missing, wrong or too much rejects, and no claim is released`() throws {
        let other = TransactionData.encoded(try entry("money-order"))
        let wrong: [(TestService.Open) -> [String]] = [
            { _ in [hash(other)] }, { sent($0).map(hash) + [hash(other)] }, { sent($0).map { hash($0 + "=") } },
            { sent($0).map(hash) + sent($0).map(hash) },
        ]
        for hashes in wrong {
            let open = try service.begin(router, transactionData: [.object(try entry())])
            #expect(try answer(open, hashes: hashes(open)).status == 400)
            let result = TestService.json(service.result(router, open))
            #expect(result["state"] == "rejected")
            #expect(result["report"]?["refusal"]?["rule"] == "TXD-05")
            #expect(result["claims"] == nil)
            #expect(proof(open).status == 404)
        }
        let open = try service.begin(router, transactionData: [.object(try entry())])
        #expect(try service.answer(router, open).status == 400, "a presentation without any hash")
    }

    @Test func `TXD-09 a payment that was confirmed more than a minute ago is rejected`() throws {
        for (age, status) in [(60, 200), (61, 400)] as [(Int64, Int)] {
            let open = try service.begin(router, transactionData: [.object(try entry())])
            service.advance(90)
            #expect(try answer(open, hashes: sent(open).map(hash), at: service.now - age).status == status)
        }
    }

    @Test func `KB-11 hashes in an answer to a plain request are refused`() throws {
        let open = try service.begin(router)
        #expect(try answer(open, hashes: ["x"]).status == 400)
        #expect(TestService.json(service.result(router, open))["report"]?["refusal"]?["rule"] == "KB-11")
    }

    @Test func `TXD-02 TXD-03 what no wallet would take is refused when the transaction begins`() throws {
        func code(_ value: JSONValue, query: JSONValue = TestService.query) -> JSONValue? {
            let answer = TestService.backend(
                router, "POST", "/v1/transactions", ["dcql_query": query, "transaction_data": value])
            #expect(answer.status == 400)
            return TestService.json(answer)["code"]
        }
        var unknown = try entry()
        unknown["type"] = "urn:example:unknown"
        #expect(code([.object(unknown)]) == "transaction_data_unknown_type")
        var elsewhere = try entry()
        elsewhere["credential_ids"] = ["nobody"]
        #expect(code([.object(elsewhere)]) == "transaction_data_unknown_credential")
        #expect(code([.object(try entry()), .object(try entry())]) == "transaction_data_repeated")
        for value in [.object(try entry()), [], ["e30"], "x", [.object(try entry()), 7]] as [JSONValue] {
            #expect(code(value) == "bad_request_body")
        }
        var query = try #require(TestService.query["credentials"]?[0]?.object)
        query["require_cryptographic_holder_binding"] = false
        #expect(
            code([.object(try entry())], query: ["credentials": [.object(query)]])
                == "transaction_data_without_holder_binding")
    }

    @Test func `PAY-23 the proof package repeats the verification elsewhere, and is given out once`() throws {
        let open = try service.begin(router, transactionData: [.object(try entry())])
        #expect(proof(open).status == 404, "nothing is proven yet")
        #expect(try answer(open, hashes: sent(open).map(hash)).status == 200)
        #expect(proof(open, key: TestService.otherKey).status == 404, "another backend's transaction")
        let path = "/v1/transactions/\(open.id)/proof"
        #expect(TestService.backend(router, "HEAD", path).status == 200, "whose body is not sent, so nothing is lost")
        let answer = proof(open)
        #expect(answer.status == 200)
        let package = TestService.json(answer)
        #expect(package["transaction_data"] == .array(sent(open).map(JSONValue.string)), "TXD-07")
        #expect(package["nonce"] == open.request["nonce"])
        #expect(package["client_id"] == .string(service.client.text))
        #expect(package["response_mode"] == "direct_post")
        #expect(package["time"] == .string(service.now.description))
        #expect(proof(open).status == 404)
        let repeated = try report(package)
        #expect(repeated.isAccepted, "\(repeated.refusals)")
        #expect(repeated.checkedAt == service.now)
        #expect(repeated.steps.contains { $0.rule == "VFY-09" })
        #expect(try report(package, at: service.now + 61).isAccepted == false, "TXD-09, by another clock")
    }

    @Test func `PAY-23 a proof package in which anything was changed is rejected`() throws {
        let open = try service.begin(router, transactionData: [.object(try entry())])
        #expect(try answer(open, hashes: sent(open).map(hash)).status == 200)
        let package = try #require(TestService.json(proof(open)).object)
        func refused(_ change: (inout JSONObject) -> Void) throws -> Bool {
            var changed = package
            change(&changed)
            do throws(VerifierKitError) {
                return try ProofPackage(.object(changed)).report(
                    trust: service.post.trust(), status: NoStatusSource(why: "test"), policy: CredentialPolicy()
                ).isAccepted == false
            } catch { return true }
        }
        #expect(try !refused { _ in })
        var dearer = try entry()
        var payload = try #require(dearer["payload"]?.object)
        payload["amount"] = 24
        dearer["payload"] = .object(payload)
        let changed = TransactionData.encoded(dearer)
        #expect(try refused { $0["transaction_data"] = [.string(changed)] })
        #expect(try refused { $0["transaction_data"] = .array(sent(open).map { .string($0) } + [.string(changed)]) })
        #expect(try refused { $0["transaction_data"] = [] })
        #expect(try refused { $0["nonce"] = "another-nonce-0123456" })
        #expect(try refused { $0["client_id"] = "x509_hash:other" })
        #expect(try refused { $0["time"] = .string((service.now + 3600).description) })
        #expect(try refused { $0["requested_at"] = .string((service.now + 3600).description) })
        #expect(try refused { $0["response_mode"] = "fax" })
        #expect(try refused { $0["version"] = 2 })
        #expect(try refused { $0["note"] = "x" })
        for name in package.names { #expect(try refused { $0[name] = nil }, "\(name)") }
        for name in ["nonce", "client_id"] {
            var emptied = package
            emptied[name] = ""
            #expect(throws: VerifierKitError.badProof(problem: "has no \(name)")) { try ProofPackage(.object(emptied)) }
        }
        #expect(throws: VerifierKitError.self) { try ProofPackage([]) }
    }

    @Test func `PAY-23 SES-02 on one device the package needs the response code as the claims do`() throws {
        let open = try service.begin(
            router, redirect: "https://shop.example/done", transactionData: [.object(try entry())])
        let cookie = service.openPage(router, open)
        let answer = try answer(open, hashes: sent(open).map(hash))
        #expect(proof(open).status == 403)
        let code = try service.codeAfterReturn(router, cookie, answered: answer)
        #expect(proof(open).status == 403)
        #expect(proof(open, code: "wrong").status == 403)
        #expect(service.result(router, open, code: code).status == 200)
        service.advance(599)
        #expect(proof(open, code: code).status == 200, "once the claims are read the package has its own time")
    }

    @Test func `PAY-23 SEC-28 the package is erased with the claims when nobody fetches it, and is sealed until then`()
        throws
    {
        let late = try service.begin(router, transactionData: [.object(try entry())])
        #expect(try answer(late, hashes: sent(late).map(hash)).status == 200)
        let store = SQLiteTransactionStore(service.database)
        let sealed = try #require(try store.transaction(id: late.id)?.1?.sealedProof)
        #expect(!String(decoding: sealed, as: UTF8.self).contains("vp_token"))
        service.advance(600)
        #expect(proof(late).status == 404)
        try store.sweep(at: service.now, retentionSeconds: 86_400)
        #expect(try store.transaction(id: late.id)?.1?.sealedProof == nil)
    }

    @Test func `VFY-09 a check without a transaction takes the texts that were sent`() throws {
        let open = try service.begin(router, transactionData: [.object(try entry())])
        #expect(try answer(open, hashes: sent(open).map(hash)).status == 200)
        let package = TestService.json(proof(open))
        func check(_ entries: JSONValue?) -> JSONValue {
            var body: JSONObject = [
                "vp_token": package["vp_token"] ?? .null, "nonce": package["nonce"] ?? .null,
                "audience": package["client_id"] ?? .null, "dcql_query": TestService.query,
            ]
            body["transaction_data"] = entries
            return TestService.json(TestService.backend(router, "POST", "/v1/check", .object(body)))
        }
        #expect(check(package["transaction_data"])["verdict"] == "accepted")
        #expect(check(nil)["refusal"]?["rule"] == "KB-11")
        #expect(check([])["code"] == "transaction_data_not_a_list")
    }
}
