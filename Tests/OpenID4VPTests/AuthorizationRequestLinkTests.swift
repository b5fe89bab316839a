import HTTP
import JSON
import OpenID4VP
import Rules
import Testing

@Suite struct AuthorizationRequestLinkTests {
    private func code(_ link: String) -> String? {
        do throws(OpenID4VPError) {
            _ = try AuthorizationRequestLink(parsing: link)
            return nil
        } catch { return error.refusal.code }
    }

    @Test(arguments: [
        "openid4vp://?", "openid4vp:?", "haip-vp://?", "openid4vp://authorize?", "https://wallet.example/go?",
    ])
    func `REQ-01 a link by reference is read`(start: String) throws {
        let link = try AuthorizationRequestLink(
            parsing:
                "\(start)client_id=x509_hash%3Aabc&request_uri=https%3A%2F%2Fbank.example%2Fr%2F1&request_uri_method=post"
        )
        let url = try WebURL(parsing: "https://bank.example/r/1")
        #expect(link.content == .byReference(url, method: .post, clientID: "x509_hash:abc"))
    }

    @Test func `REQ-01 an unsigned request and one by value are read`() throws {
        let query = "%7B%22credentials%22%3A%5B%5D%7D"
        let link = try AuthorizationRequestLink(
            parsing: "openid4vp://?client_id=redirect_uri%3Ax&dcql_query=\(query)&nonce=n")
        #expect(
            link.content
                == .parameters(["client_id": "redirect_uri:x", "dcql_query": ["credentials": []], "nonce": "n"]))
        let value = try AuthorizationRequestLink(parsing: "openid4vp://?client_id=a&request=e30.e30.c2ln")
        #expect(value.content == .requestObject("e30.e30.c2ln", clientID: "a"))
    }

    @Test func `REQ-01 request and request_uri exclude each other`() {
        #expect(
            code("openid4vp://?client_id=a&request=x&request_uri=https%3A%2F%2Fa") == "parameters_exclude_each_other")
    }

    @Test func `REQ-19 a repeated parameter is refused`() {
        #expect(code("openid4vp://?client_id=a&client_id=a&request=x") == "repeated_parameter")
    }

    @Test(arguments: ["POST", "put", "Get", ""])
    func `REQ-14 another request_uri_method is refused`(method: String) {
        #expect(
            code("openid4vp://?client_id=a&request_uri=https%3A%2F%2Fa.example&request_uri_method=\(method)")
                == "unknown_request_uri_method")
    }

    @Test func `REQ-14 request_uri_method without request_uri is refused`() {
        #expect(code("openid4vp://?client_id=a&request=x&request_uri_method=get") == "bad_parameter")
    }

    @Test(arguments: ["", "hello", "mailto:a@b", "openid-credential-offer://?x=y", "openid4vp://?request=x"])
    func `REQ-06 what is no request is refused`(link: String) { #expect(code(link) != nil) }

    @Test(arguments: ["mailto", "openid-credential-offer", "javascript", "openid4vps"])
    func `REQ-01 a link of another scheme is no request, whatever it holds`(scheme: String) {
        #expect(code("\(scheme)://?client_id=a&request=x") == "not_a_request")
    }
}
