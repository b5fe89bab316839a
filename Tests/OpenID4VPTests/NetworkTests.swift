import Cryptography
import DCQL
import HTTP
import JSON
import Rules
import Testing

@testable import OpenID4VP

/// What a wallet fetches from a verifier, and what it makes of the answers.
@Suite struct NetworkTests {
    private let network = ScriptedNetwork()

    private func fetched(_ method: RequestURIMethod = .get) throws -> String? {
        let url = try WebURL(parsing: "https://bank.example/request/1")
        do throws(OpenID4VPError) {
            return try RequestObjectFetcher(client: network, random: SystemRandom())
                .requestObject(at: url, method: method, sender: try ClientIdentifier(parsing: "x509_hash:abc")).text
        } catch { return error.refusal.code }
    }

    @Test func `RURI-01 RURI-04 a request object is fetched as what it is`() throws {
        let type = "application/oauth-authz-req+jwt"
        network.answers(.text("a.b.c", type: MediaType(type)))
        #expect(try fetched() == "a.b.c")
        #expect(network.sent.map(\.method) == ["GET"])
        #expect(network.sent.map { $0.headers["Accept"] } == [type])
        #expect(network.sent.allSatisfy { $0.body.isEmpty }, "nothing about the person")
    }

    @Test(arguments: [
        (404, "application/oauth-authz-req+jwt"), (201, "application/oauth-authz-req+jwt"), (200, "text/html"),
        (200, "application/jwt"), (200, "application/json"),
    ])
    func `NEG-157 RURI-04 another status or type is no request object`(status: Int, type: String) throws {
        network.answers(.text("a.b.c", type: MediaType(type), status: status))
        #expect(try fetched() == "bad_request_uri_answer")
    }

    private func submitted(_ policy: NetworkPolicy = .secure) throws -> Result<ResponseSubmitter.Answer, OpenID4VPError>
    {
        let target = ResponseTarget(mode: .directPost, url: try WebURL(parsing: "https://bank.example/response"))
        let response = AuthorizationResponse(.error(.accessDenied, description: nil), state: "s")
        do throws(OpenID4VPError) {
            return .success(
                try ResponseSubmitter(client: network, network: policy).submit(response, to: target, encryptedTo: nil))
        } catch { return .failure(error) }
    }

    private func code(_ result: Result<ResponseSubmitter.Answer, OpenID4VPError>) -> String? {
        if case .failure(let error) = result { error.refusal.code } else { nil }
    }

    @Test(arguments: [(ResponseMode.fragment, "#"), (.query, "?")])
    func `RSP-02 an answer that a browser carries is a link, and nothing is sent`(mode: ResponseMode, mark: String)
        throws
    {
        let target = ResponseTarget(mode: mode, url: try WebURL(parsing: "https://bank.example/done"))
        let answer = try ResponseSubmitter(client: network, network: .secure).submit(
            AuthorizationResponse(.error(.accessDenied, description: nil), state: "s"), to: target, encryptedTo: nil)
        #expect(answer.redirectURI?.text.hasPrefix("https://bank.example/done\(mark)error=access_denied") == true)
        #expect(network.sent.isEmpty)
    }

    @Test func `RSP-04 the verifier's answer is an object, with or without an address`() throws {
        network.answers(.json([:]))
        #expect(try submitted().get().redirectURI == nil)
        network.answers(.json(["redirect_uri": "https://bank.example/done?response_code=1"]))
        #expect(try submitted().get().redirectURI?.text == "https://bank.example/done?response_code=1")
        for body in ["[]", "", "x", "\"{}\""] {
            network.answers(.text(body))
            #expect(code(try submitted()) == "bad_response", "\(body)")
        }
    }

    @Test(arguments: [201, 204, 302, 307, 400, 500]) func `NEG-183 RSP-04 any other status is a refusal`(status: Int)
        throws
    {
        network.answers(.json(["redirect_uri": "https://bank.example/done"], status: status))
        #expect(code(try submitted()) == "endpoint_refused")
    }

    @Test(arguments: [
        "javascript:alert(1)", "file:///etc/passwd", "/done", "http://bank.example/done", "http://127.0.0.1/done",
        "data:text/html,x", "", "https://", "openid4vp://x",
    ])
    func `NEG-184 RSP-05 no browser is sent to an address that is not https`(address: String) throws {
        network.answers(.json(["redirect_uri": .string(address)]))
        #expect(code(try submitted()) == "bad_response")
    }

    @Test func `NEG-184 RSP-05 on this machine only in trials, and never another scheme`() throws {
        network.answers(.json(["redirect_uri": "http://127.0.0.1:8080/done"]))
        #expect(try submitted(.loopbackAllowed).get().redirectURI?.host == "127.0.0.1")
        for address in ["http://bank.example/done", 7, .null, ["https://bank.example"]] as [JSONValue] {
            network.answers(.json(["redirect_uri": address]))
            #expect(code(try submitted(.loopbackAllowed)) == "bad_response")
        }
    }
}
