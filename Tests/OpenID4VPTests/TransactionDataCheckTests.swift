import Bytes
import Certificates
import CredentialModel
import Cryptography
import DCQL
import JSON
import OpenID4VP
import Rules
import SDJWT
import SDJWTVC
import TestSupport
import Testing
import Trust

/// What a verifier makes of the hashes in the key bindings of a response.
@Suite struct TransactionDataCheckTests {
    private static let audience = "x509_hash:abc"
    private static let nonce = "n-0S6_WzA2MjAAAAAA"
    private let post: TestPost
    private let query: DCQLQuery

    init() throws {
        post = try TestPost()
        let person = TestVerifier.query["credentials"]?[0]?.object ?? [:]
        var again = person
        again["id"] = "again"
        let json: JSONValue = ["credentials": [.object(person), .object(again)]]
        query = try DCQLQuery(json: json, reader: .verifier)
    }

    private func entry(
        _ number: Int, ids: [String] = ["person"], algorithms: [String]? = nil, ends: UnixTime? = nil
    ) throws -> String {
        var object = try TransactionDataTests.example("money-order")
        var payload = object["payload"]?.object ?? [:]
        payload["transaction_id"] = .string("MO-\(number)")
        payload["expires_at"] = ends.map { .string($0.description) }
        object["payload"] = .object(payload)
        object["credential_ids"] = .array(ids.map(JSONValue.string))
        object["transaction_data_hashes_alg"] = algorithms.map { .array($0.map(JSONValue.string)) }
        return TransactionData.encoded(object)
    }

    private func hash(_ text: String, _ algorithm: HashAlgorithm = .sha256) -> String {
        Base64URL.encode(algorithm.hash(Array(text.utf8)))
    }

    private func shown(_ hashes: [String]?, _ algorithm: String? = nil, at time: UnixTime = TestPost.time) throws
        -> String
    {
        let content = try CompactSDJWT(parsing: try post.credential()).processed()
        let chosen = content.disclosures.indices.filter { content.disclosures[$0].disclosure.name == "given_name" }
        return try content.presentation(disclosing: content.withAncestors(of: Set(chosen))).bound(
            by: post.holder, audience: Self.audience, nonce: Self.nonce, at: time,
            extraClaims: hashes.map { KeyBindingJWT.transactionDataClaims(hashes: $0, algorithm: algorithm) } ?? [:])
    }

    /// The code of the refusal when those entries were sent and those two presentations came; nil when they are accepted.
    private func code(
        _ sent: [String], _ person: String, _ again: String? = nil, trust: TrustStore? = nil
    ) throws -> String? {
        let entries =
            sent.isEmpty ? [] : try TransactionData.entries(.array(sent.map(JSONValue.string)), query: query, at: nil)
        let report = PresentationVerifier(trust: trust ?? post.trust(), status: NoStatusSource(why: "test")).report(
            on: VPToken([("person", [person]), ("again", [try again ?? shown(nil)])]),
            expectation: PresentationExpectation(
                audience: Self.audience, nonce: Self.nonce, query: query, transactionData: entries), at: TestPost.time)
        #expect(report.isAccepted == (report.refusal == nil))
        if !report.isAccepted {
            #expect(report.credentials.allSatisfy { $0.claims == nil }, "nothing of a rejected response is released")
        }
        return report.refusal?.code
    }

    @Test func `VFY-09 TXD-05 each hash once, in any order`() throws {
        let (one, two) = (try entry(1), try entry(2))
        #expect(try code([one, two], shown([hash(one), hash(two)])) == nil)
        #expect(try code([one, two], shown([hash(two), hash(one)])) == nil)
        #expect(try code([one, two], shown([hash(one)])) == "transaction_data_not_confirmed")
        #expect(try code([one, two], shown(nil)) == "transaction_data_not_confirmed")
        #expect(try code([one], shown([hash(one), hash(one)])) == "transaction_data_confirmed_twice")
        #expect(try code([one], shown([hash(one), hash(two)])) == "transaction_data_unexpected_hash")
        #expect(try code([one], shown([hash(one) + "A"])) == "transaction_data_unexpected_hash")
        #expect(try code([one], shown([hash(one), ""])) == "transaction_data_unexpected_hash")
    }

    @Test func `TXD-01 TXD-05 exactly one of the credentials that an entry names confirms it`() throws {
        let either = try entry(1, ids: ["again", "person"])
        let confirming = try shown([hash(either)])
        #expect(try code([either], confirming) == nil)
        #expect(try code([either], shown(nil), confirming) == nil)
        #expect(try code([either], confirming, confirming) == "transaction_data_confirmed_twice")
        let (own, other) = (try entry(1), try entry(2, ids: ["again"]))
        #expect(try code([own, other], shown([hash(own)]), shown([hash(other)])) == nil)
        #expect(try code([own, other], shown([hash(other)]), shown([hash(own)])) == "transaction_data_unexpected_hash")
        #expect(try code([own], shown([hash(own)]), shown([hash(own)])) == "transaction_data_unexpected", "KB-11")
    }

    @Test func `TXD-04 the algorithm is one that was offered, and named when the request has names`() throws {
        let (named, plain) = (try entry(1, algorithms: ["sha-512", "sha-256"]), try entry(2))
        #expect(try code([named], shown([hash(named)], "sha-256")) == nil)
        #expect(try code([named], shown([hash(named, .sha512)], "sha-512")) == nil)
        #expect(try code([named], shown([hash(named, .sha384)], "sha-384")) == "transaction_data_algorithm")
        #expect(try code([named], shown([hash(named)], "sha3-256")) == "transaction_data_algorithm")
        #expect(try code([named], shown([hash(named)])) == "transaction_data_algorithm_missing")
        #expect(try code([plain], shown([hash(plain)])) == nil)
        #expect(try code([plain], shown([hash(plain)], "sha-256")) == nil)
        #expect(try code([plain], shown([hash(plain, .sha512)], "sha-512")) == "transaction_data_algorithm")
    }

    /// The code of the refusal of a payment whose key binding has these claims besides the hashes.
    private func payment(_ change: (inout JSONObject) -> Void = { _ in }) throws -> String? {
        var object = try TransactionDataTests.example("payment")
        object["credential_ids"] = ["person"]
        object["transaction_data_hashes_alg"] = ["sha-256"]
        let text = TransactionData.encoded(object)
        var claims = KeyBindingJWT.transactionDataClaims(hashes: [hash(text)], algorithm: "sha-256")
        claims["jti"] = "0123456789abcdef"
        claims["response_mode"] = "direct_post"
        claims["amr"] = [["knowledge": "pattern"], ["possession": "other"]]
        change(&claims)
        let content = try CompactSDJWT(parsing: try post.credential()).processed()
        let chosen = content.disclosures.indices.filter { content.disclosures[$0].disclosure.name == "given_name" }
        let shown = try content.presentation(disclosing: content.withAncestors(of: Set(chosen))).bound(
            by: post.holder, audience: Self.audience, nonce: Self.nonce, at: TestPost.time, extraClaims: claims)
        let query = try DCQLQuery(json: TestVerifier.query, reader: .verifier)
        return PresentationVerifier(trust: post.trust(), status: NoStatusSource(why: "test")).report(
            on: VPToken([("person", [shown])]),
            expectation: PresentationExpectation(
                audience: Self.audience, nonce: Self.nonce, query: query,
                transactionData: try TransactionData.entries([.string(text)], query: query, at: nil),
                responseMode: .directPost),
            at: TestPost.time
        ).refusal?.code
    }

    @Test func `PAY-15 a payment is confirmed with a code of its own, the way of the answer and two methods`() throws {
        #expect(try payment() == nil)
        #expect(try payment { $0["jti"] = .string(String(repeating: "a", count: 256)) } == nil)
        let bad: [(String, JSONValue?)] = [
            ("jti", nil), ("jti", "0123456789abcde"), ("jti", .string(String(repeating: "a", count: 257))), ("jti", 7),
            ("response_mode", nil), ("response_mode", "direct_post.jwt"), ("response_mode", "Direct_post"),
            ("amr", nil), ("amr", [["knowledge": "pattern"]]), ("amr", ["pwd", "hwk"]),
        ]
        for (name, value) in bad {
            #expect(try payment { $0[name] = value } == "transaction_data_authentication", "\(name)")
        }
    }

    @Test func `TXD-09 KB-08 a confirmation may be sixty seconds old, any other presentation older`() throws {
        let one = try entry(1)
        let old = try shown(nil, at: TestPost.time - 300)
        #expect(try code([one], shown([hash(one)], at: TestPost.time - 60), old) == nil)
        #expect(try code([one], shown([hash(one)], at: TestPost.time - 61), old) == "key_binding_too_old")
    }

    @Test func `STA-02 RPC-05 nothing is confirmed with a credential of whose issuer's revocation nothing is known`()
        throws
    {
        let one = try entry(1)
        func outcome(_ sent: [String], _ shown: String, listUntil end: UnixTime) throws -> String? {
            let template = RevocationListTemplate(thisUpdate: TestPost.time - 900, nextUpdate: end)
            let list = try RevocationList(der: try template.signed(by: post.root, with: post.rootKey))
            let source = KeptRevocationLists([KeptRevocationList(list: list)])
            return try code(
                sent, shown, trust: post.trust().asking(RevocationPolicy(source: source, staleSeconds: 0)))
        }
        let (fresh, over) = (TestPost.time + 600, TestPost.time - 1)
        #expect(try outcome([one], shown([hash(one)]), listUntil: fresh) == nil)
        #expect(try outcome([one], shown([hash(one)]), listUntil: over) == "revocation_unknown")
        #expect(try outcome([], shown(nil), listUntil: over) == nil, "what confirms nothing is reported as unknown")
    }

    @Test func `PMO-03 an offer is confirmed before it is over`() throws {
        let ending = try entry(1, ends: TestPost.time)
        #expect(try code([ending], shown([hash(ending)], at: TestPost.time - 1)) == nil)
        #expect(try code([ending], shown([hash(ending)], at: TestPost.time)) == "transaction_data_offer_over")
    }
}
