import HTTP
import JSON
import OpenID4VP
import Rules
import Testing

@Suite struct AuthorizationResponseTests {
    private func code(_ fields: KeyValuePairs<String, String>) -> String? {
        do throws(OpenID4VPError) {
            _ = try AuthorizationResponse(URLForm(fields))
            return nil
        } catch { return error.refusal.code }
    }

    @Test func `RSP-03 what a wallet writes a verifier reads`() throws {
        let response = AuthorizationResponse(.presentations(VPToken([("a", ["x~"])])), state: "s")
        #expect(try AuthorizationResponse(response.form) == response)
        let refusal = AuthorizationResponse(.error(.accessDenied, description: nil), state: "s")
        #expect(try AuthorizationResponse(refusal.form) == refusal)
    }

    @Test func `RSP-08 unknown fields are ignored, repeated and contradicting ones are not`() {
        #expect(code(["vp_token": "{}", "state": "s", "more": "x"]) == nil)
        #expect(code(["vp_token": "{}", "state": "s", "state": "s"]) != nil)
        #expect(code(["vp_token": "{}", "error": "access_denied"]) == "bad_response")
        #expect(code(["state": "s"]) == "bad_response")
        #expect(code(["vp_token": "not json"]) != nil)
    }

    @Test func `RSP-06 an encrypted response where none was asked for is refused`() {
        #expect(code(["response": "e30"]) == "bad_response")
        #expect(code(["response": "e30", "vp_token": "{}"]) == "bad_response")
    }

    @Test func `RSP-03 the description of an error is cut`() throws {
        let form = URLForm(["error": "access_denied", "error_description": String(repeating: "x", count: 1_000_000)])
        guard case .error(let code, let description) = try AuthorizationResponse(form).content else {
            Issue.record("no error")
            return
        }
        #expect(code == .accessDenied)
        #expect(description?.count == 512)
    }

    @Test func `RSP-03 NEG-238 the code of an error is cut to 64 characters, and has those of RFC 6749 only`() throws {
        let form = URLForm(["error": String(repeating: "<b> ", count: 1000)])
        guard case .error(let kept, _) = try AuthorizationResponse(form).content else {
            Issue.record("no error")
            return
        }
        #expect(kept.rawValue.utf8.count == 64)
        // One letter with a thousand marks is one character to people, and two thousand bytes in a log.
        let marked = "e" + String(repeating: "\u{301}", count: 1000)
        for other in [marked, "access denied\n", "a\"b", "a\\b", "refus\u{E9}", "\u{1B}[2J", "a\u{7F}"] {
            #expect(code(["error": other]) == "bad_response")
        }
    }

    @Test func `RSP-03 RSP-08 an error without a value counts as left out`() throws {
        #expect(code(["error": "", "state": "s"]) == "bad_response")
        let form = URLForm(["vp_token": "{\"a\": [\"x~\"]}", "error": "", "state": "s"])
        let response = try AuthorizationResponse(form)
        #expect(response == AuthorizationResponse(.presentations(VPToken([("a", ["x~"])])), state: "s"))
    }
}
