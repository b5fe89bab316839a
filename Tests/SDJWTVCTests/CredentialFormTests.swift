import CredentialModel
import JOSE
import JSON
import Rules
import SDJWT
import SDJWTVC
import TestSupport
import Testing

/// The form in which credentials come.
@Suite struct CredentialFormTests {
    private let post: TestPost

    init() throws { post = try TestPost() }

    private func code(_ text: String, binding: KeyBindingPolicy) -> String? {
        var log = StepLog()
        var report = CredentialReport(format: .sdJWTVC)
        do throws(SDJWTVCError) {
            _ = try SDJWTVCVerifier(trust: post.trust(), status: NoStatusSource(why: "test")).verified(
                Array(text.utf8), types: nil, keyBinding: binding, at: TestPost.time, log: &log, report: &report)
            return nil
        } catch { return error.refusal.code }
    }

    private var bound: KeyBindingPolicy {
        .required(KeyBindingExpectation(audience: "verifier", nonce: "n-0S6_WzA2MjAAAAAA", at: TestPost.time))
    }

    @Test func `VC-02 the format is called as the media type without its prefix`() throws {
        #expect(CredentialFormat.sdJWTVC.rawValue == "dc+sd-jwt")
        let header = try CompactSDJWT(parsing: try post.credential()).issuerJWT.header
        #expect(header.type == CredentialFormat.sdJWTVC.rawValue)
    }

    @Test func `VC-03 a presentation is an SD-JWT with or without key binding in compact form, and nothing else`()
        throws
    {
        let text = try post.credential()
        #expect(code(text, binding: .refused) == nil)
        let shown = try post.presentation(of: text, showing: [], audience: "verifier", nonce: "n-0S6_WzA2MjAAAAAA")
        #expect(code(shown, binding: bound) == nil)
        let jwt = try CompactSDJWT(parsing: text).issuerJWT.text
        #expect(code(jwt, binding: .refused) != nil, "without its tilde")
        #expect(code(#"{"payload":"e30","signatures":[]}"#, binding: .refused) != nil, "the JSON form")
    }

    @Test func `VC-23 a credential without cnf proves no holder`() throws {
        let unbound = try post.credential(bound: false)
        #expect(code(unbound, binding: .refused) == nil)
        #expect(code(unbound, binding: bound) == "key_binding_missing")
        // Somebody else's key binding does not help.
        let shown = try post.presentation(
            of: try post.credential(), showing: [], audience: "verifier", nonce: "n-0S6_WzA2MjAAAAAA")
        let stolen = unbound + (shown.split(separator: "~").last ?? "")
        #expect(code(stolen, binding: bound) != nil)
    }

    @Test func `SDJWT-45 a credential that is meant for others is refused by a verifier, and kept by its holder`()
        throws
    {
        func presented(_ audience: JSONValue) throws -> String? {
            var claims = TestPost.claims
            claims["aud"] = audience
            let text = try post.credential(claims: claims)
            #expect(code(text, binding: .refused) == nil, "a holder is nobody's audience")
            return code(
                try post.presentation(of: text, showing: [], audience: "verifier", nonce: "n-0S6_WzA2MjAAAAAA"),
                binding: bound)
        }
        #expect(try presented("verifier") == nil)
        #expect(try presented(["bank", "verifier"]) == nil)
        #expect(try presented("bank") == "credential_audience_mismatch")
        #expect(try presented(["bank"]) == "credential_audience_mismatch")
        #expect(try presented([]) == "credential_audience_mismatch")
        #expect(try presented(7) == "credential_audience_mismatch")
    }

    @Test func `VC-26 claims that nobody knows decide nothing and are kept`() throws {
        var claims = TestPost.claims
        claims["x_colour"] = "teal"
        var log = StepLog()
        var report = CredentialReport(format: .sdJWTVC)
        let credential = try SDJWTVCVerifier(trust: post.trust(), status: NoStatusSource(why: "test")).verified(
            Array(try post.credential(claims: claims).utf8), types: nil, keyBinding: .refused, at: TestPost.time,
            log: &log, report: &report)
        #expect(report.claims?["x_colour"] == "teal")
        #expect(credential.sdJWT.payload["x_colour"] == "teal")
    }
}
