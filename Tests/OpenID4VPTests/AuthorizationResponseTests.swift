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
}
