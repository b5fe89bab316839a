import CredentialModel
import JSON
import Rules
import SDJWT
import SDJWTVC
import TestSupport
import Testing

/// What a verifier and a wallet check of the postal types beyond their metadata, and that it is only what can be seen.
@Suite struct PostalTypeTests {
    private static let audience = "x509_hash:abc"
    private static let nonce = "n-0S6_WzA2MjAAAAAA"
    private let post: TestPost

    init() throws { post = try TestPost() }

    private func type(_ name: String) -> String { "urn:carnet:postal:\(name):1" }

    private func claims(_ name: String, _ members: JSONObject) -> JSONObject {
        var claims: JSONObject = [
            "vct": .string(type(name)), "iat": .integer(TestPost.time.seconds - 3600),
            "exp": .integer(TestPost.time.seconds + 86_400),
        ]
        for (name, value) in members { claims[name] = value }
        return claims
    }

    private func refusal(
        _ text: String, _ name: String, binding: KeyBindingPolicy = .refused,
        status: any CredentialStatusSource = NoStatusSource(why: "test")
    ) -> Refusal? {
        let verifier = SDJWTVCVerifier(trust: post.trust(types: [type(name)]), status: status)
        var log = StepLog()
        var report = CredentialReport(format: .sdJWTVC)
        do throws(SDJWTVCError) {
            _ = try verifier.verified(
                Array(text.utf8), types: nil, keyBinding: binding, at: TestPost.time, log: &log, report: &report)
            return nil
        } catch { return error.refusal }
    }

    private func rule(
        _ name: String, _ members: JSONObject, disclosable: [SDJWTPath] = [], bound: Bool = true
    ) throws -> RuleID? {
        let text = try post.credential(claims: claims(name, members), disclosable: disclosable, bound: bound)
        return refusal(text, name)?.rule
    }

    @Test func `PST-01 NT-18 an item number is taken, one with a wrong check digit or of no such form is refused`()
        throws
    {
        let (good, bad) = ("RR473124829CH", "RR473124828CH")
        for (name, claim, isArray) in [
            ("delivery-proof", "item_id", false), ("posting-receipt", "item_id", false),
            ("agent-authorisation", "item_ids", true), ("address-proof", "evidence", true),
        ] {
            func value(_ text: JSONValue) -> JSONValue { isArray ? [.string(good), text] : text }
            #expect(try rule(name, [claim: value(.string(good))]) == nil, "\(name)")
            for other in [.string(bad), .string("rr473124829ch"), 473_124_829, .null] as [JSONValue] {
                #expect(try rule(name, [claim: value(other)]) == "PST-01", "\(name) \(other.text)")
            }
        }
        #expect(try rule("identity", ["item_id": .string(bad)]) == nil, "a type without postal items")
    }

    @Test func `PST-01 an item number that was kept back is not judged`() throws {
        let text = try post.credential(
            claims: claims("delivery-proof", ["item_id": "RR473124828CH", "event": "delivered"]),
            disclosable: [["item_id"]])
        let binding = KeyBindingPolicy.required(
            KeyBindingExpectation(audience: Self.audience, nonce: Self.nonce, at: TestPost.time))
        func shown(_ names: [String]) throws -> RuleID? {
            let presentation = try post.presentation(
                of: text, showing: names, audience: Self.audience, nonce: Self.nonce)
            return refusal(presentation, "delivery-proof", binding: binding)?.rule
        }
        #expect(try shown([]) == nil)
        #expect(try shown(["item_id"]) == "PST-01")
    }

    @Test func `PST-02 NT-18 an address with a country is taken, without one or with another word it is refused`()
        throws
    {
        func rule(_ address: JSONValue, _ disclosable: [SDJWTPath] = []) throws -> RuleID? {
            try self.rule("address-proof", ["address": address], disclosable: disclosable)
        }
        #expect(try rule(["postcode": "84002", "country": "GR"]) == nil)
        for country in ["gr", "GRC", "Greece", ""] {
            #expect(try rule(["country": .string(country)]) == "PST-02", "\(country)")
        }
        #expect(try rule(["country": 30]) == "PST-02")
        #expect(try rule(["postcode": "84002"]) == "PST-02")
        let parts: [SDJWTPath] = [["address"], ["address", "postcode"]]
        #expect(try rule(["postcode": "84002"], parts) == "PST-02", "nothing is hidden")
        #expect(try rule("GR") == "PST-02", "no address at all")
    }

    @Test func `PST-02 a country that was kept back is not missing, one that cannot have been is`() throws {
        func presented(_ disclosable: [SDJWTPath], _ address: JSONObject, showing names: [String]) throws -> RuleID? {
            let text = try post.credential(
                claims: claims("address-proof", ["address": .object(address), "verified_at": "2026-11-20"]),
                disclosable: disclosable + [["verified_at"]])
            let presentation = try post.presentation(
                of: text, showing: names, audience: Self.audience, nonce: Self.nonce)
            let binding = KeyBindingPolicy.required(
                KeyBindingExpectation(audience: Self.audience, nonce: Self.nonce, at: TestPost.time))
            return refusal(presentation, "address-proof", binding: binding)?.rule
        }
        let full: JSONObject = ["postcode": "84002", "country": "GR"]
        let parts: [SDJWTPath] = [["address", "postcode"], ["address", "country"]]
        #expect(try presented([["address"]] + parts, full, showing: ["postcode"]) == nil)
        #expect(try presented([["address"]] + parts, full, showing: ["postcode", "country"]) == nil)
        #expect(try presented(parts, full, showing: ["postcode"]) == nil, "the address itself is always visible")
        #expect(try presented([["address"]] + parts, full, showing: []) == nil, "no address was shown")
        // What is hidden is elsewhere: the date.
        let without: JSONObject = ["postcode": "84002"]
        #expect(try presented([["address"]], without, showing: ["address"]) == "PST-02")
        #expect(try presented([["address"], ["address", "postcode"]], without, showing: ["postcode"]) == "PST-02")
        #expect(try presented([["address"], ["address", "postcode"]], without, showing: ["address"]) == nil)
    }

    @Test func `PST-05 NT-18 a right to be paid is bound to a key, one that any copy could claim is refused`() throws {
        #expect(try rule("money-order", ["role": "payee"]) == nil)
        #expect(try rule("money-order", ["role": "payee"], bound: false) == "PST-05")
        #expect(try rule("money-order", [:], bound: false) == "PST-05", "nobody says that it is a receipt")
        #expect(try rule("money-order", ["role": "sender"], bound: false) == nil, "a receipt pays nobody")
    }

    @Test func `PST-05 a money order is presented with its key, never without, whatever was asked`() throws {
        let lenient = KeyBindingPolicy.ifPresent(
            KeyBindingExpectation(audience: Self.audience, nonce: Self.nonce, at: TestPost.time))
        func text(_ role: String) throws -> String {
            try post.credential(claims: claims("money-order", ["role": .string(role)]), disclosable: [])
        }
        let shown = try post.presentation(of: text("payee"), showing: [], audience: Self.audience, nonce: Self.nonce)
        #expect(refusal(shown, "money-order", binding: lenient) == nil)
        #expect(refusal(try text("payee"), "money-order", binding: lenient)?.rule == "PST-05")
        #expect(refusal(try text("sender"), "money-order", binding: lenient) == nil)
        #expect(refusal(try text("payee"), "money-order") == nil, "its holder looks at it")
    }

    @Test(arguments: [(0, nil), (3, "status_application_specific")] as [(Int, String?)])
    func `PST-05 NT-18 a money order is paid while its status is valid, not once it is used`(
        value: Int, code: String?
    ) throws {
        let list: JSONValue = ["status_list": ["idx": 5, "uri": "https://post.example/list"]]
        let text = try post.credential(
            claims: claims("money-order", ["role": "payee", "status": list]), disclosable: [])
        let name = value == 0 ? "valid" : "application_specific"
        let source = SDJWTVCVerifierTests.Source(
            answer: .success(.known(name: name, value: value, ageSeconds: 1, reference: nil)))
        #expect(refusal(text, "money-order", status: source)?.code == code)
    }
}
