import DCQL
import HTTP
import JSON
import OpenID4VP
import Rules
import TestSupport
import Testing

/// Which parameters count, when some stand outside of what is signed.
@Suite struct RequestParametersTests {
    private let verifier: TestVerifier

    init() throws { verifier = try TestVerifier() }

    private func request(_ link: String) throws -> AuthorizationRequest {
        guard case .requestObject(let jwt, let client) = try AuthorizationRequestLink(parsing: link).content else {
            throw OpenID4VPError.notARequest(problem: "no request object")
        }
        var log = StepLog()
        return try RequestAuthenticator(trust: verifier.trust, network: .secure)
            .authenticated(requestObject: jwt, clientID: client, at: TestPost.time, log: &log)
            .authorizationRequest()
    }

    @Test func `REQ-20 what stands beside a signed request has no influence`() throws {
        let jwt = try verifier.requestObject(verifier.parameters())
        let fields = [FormField("client_id", verifier.hashClient), FormField("request", jwt)]
        let evil = [
            FormField("nonce", "nonce-of-an-attacker-0123"), FormField("state", "x"),
            FormField("response_uri", "https://evil.example/"), FormField("response_mode", "fragment"),
            FormField("redirect_uri", "https://evil.example/"), FormField("dcql_query", #"{"credentials":[]}"#),
        ]
        let clean = try request(try AppLink(scheme: "openid4vp", fields).text)
        let mixed = try request(try AppLink(scheme: "openid4vp", fields + evil).text)
        #expect(mixed.nonce == clean.nonce)
        #expect(mixed.state == clean.state)
        #expect(mixed.target == clean.target)
        #expect(mixed.query.json == clean.query.json)
    }

    @Test func `RURI-03 a wallet nonce that this wallet never sent is refused`() throws {
        var parameters = verifier.parameters()
        parameters["wallet_nonce"] = "nonce-of-another-wallet"
        let jwt = try verifier.requestObject(parameters)
        let link = try AppLink(
            scheme: "openid4vp", [FormField("client_id", verifier.hashClient), FormField("request", jwt)])
        do {
            _ = try request(link.text)
            Issue.record("it was read")
        } catch let error as OpenID4VPError {
            #expect(error.refusal.rule == "RURI-03")
        }
    }
}
