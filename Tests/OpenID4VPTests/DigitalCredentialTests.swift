import Bytes
import Cryptography
import DCQL
import HTTP
import JOSE
import JSON
import OpenID4VP
import Rules
import TestSupport
import Testing
import Trust

/// Requests through the Digital Credentials API, as the wallet checks them, and its answers.
@Suite struct DigitalCredentialTests {
    static let origin = "https://bank.example"

    private let verifier: TestVerifier
    private let key: JWK.Private

    init() throws {
        verifier = try TestVerifier()
        let own = try SoftwareKey(generating: .p256)
        key = JWK.Private(agreeing: own, keyID: "1")
    }

    /// The members of a good request, signed or not.
    private func parameters(_ client: String? = nil) -> JSONObject {
        var parameters = verifier.parameters(client: client)
        for name in ["response_uri", "state"] { parameters[name] = nil }
        parameters["response_mode"] = "dc_api"
        parameters["expected_origins"] = [.string(Self.origin), "https://www.bank.example"]
        return parameters
    }

    private func signed(_ parameters: JSONObject) throws -> JSONValue {
        ["protocol": "openid4vp-v1-signed", "data": ["request": .string(try verifier.requestObject(parameters))]]
    }

    /// A request with several signatures, each with the members of its header.
    private func multisigned(
        _ payload: JSONObject, _ headers: [JSONObject], by keys: [SoftwareKey]? = nil
    ) throws -> JSONValue {
        var signers: [(header: JSONObject, key: any SigningKey)] = []
        for (index, extra) in headers.enumerated() {
            var header: JSONObject = ["typ": "oauth-authz-req+jwt", "x5c": JOSEHeader.x5c([verifier.leaf])]
            for (name, value) in extra { header[name] = value }
            signers.append((header, keys?[index] ?? verifier.key))
        }
        let jws = try GeneralJWS.signed(payload: payload, by: signers)
        return ["protocol": "openid4vp-v1-multisigned", "data": ["request": .object(jws)]]
    }

    private func outcome(
        _ call: JSONValue, from origin: String = DigitalCredentialTests.origin, trust: TrustStore? = nil,
        profile: Profile = .openID4VP, at time: UnixTime = TestPost.time
    ) -> (code: String?, wire: String?, request: AuthorizationRequest?, sender: AuthenticatedRequest?) {
        var log = StepLog()
        do throws(OpenID4VPError) {
            let request = try DigitalCredentialRequest(parsing: call.serialized())
            let authenticated = try RequestAuthenticator(
                trust: trust ?? verifier.trust, network: .secure, profile: profile
            ).authenticated(request, from: try WebOrigin(origin), at: time, log: &log)
            return (nil, nil, try authenticated.authorizationRequest(), authenticated)
        } catch { return (error.refusal.code, error.responseCode.rawValue, nil, nil) }
    }

    private func changed(_ change: (inout JSONObject) -> Void) -> JSONObject {
        var parameters = parameters()
        change(&parameters)
        return parameters
    }

    @Test func `DP-01 the first entry of a known protocol counts, in whichever wrapping it comes`() throws {
        let (entry, other): (JSONValue, JSONValue) = (
            try signed(parameters()), ["protocol": "org-iso-mdoc", "data": ["x": 1]]
        )
        let unsigned: JSONValue = ["protocol": "openid4vp-v1-unsigned", "data": .object(parameters())]
        for call: JSONValue in [
            entry, ["requests": [other, entry]], ["digital": ["requests": [other, entry, unsigned]]],
        ] {
            #expect(try DigitalCredentialRequest(parsing: call.serialized()).json == entry)
        }
        for call: JSONValue in [
            [:], [], ["digital": [:]], ["requests": []], ["requests": "x"], ["requests": [7]], other,
            ["protocol": "OPENID4VP-V1-SIGNED", "data": ["request": "x"]], ["protocol": "openid4vp-v1-signed"],
            ["protocol": "openid4vp-v1-signed", "data": "eyJ"], ["protocol": "openid4vp-v1-signed", "data": [:]],
            ["protocol": "openid4vp-v1-multisigned", "data": ["request": "eyJ"]],
            ["protocol": "openid4vp-v1-multisigned", "data": ["request": [:]]],
        ] {
            #expect(throws: OpenID4VPError.self, "\(call.text)") {
                try DigitalCredentialRequest(parsing: call.serialized())
            }
        }
    }

    @Test func `DP-01 a call without an entry is malformed, one of other protocols alone is not supported`() throws {
        func code(_ call: JSONValue) -> String? {
            do throws(OpenID4VPError) {
                _ = try DigitalCredentialRequest(parsing: call.serialized())
                return nil
            } catch { return error.refusal.code }
        }
        #expect(code(["requests": []]) == "bad_parameter")
        #expect(code(["requests": [["protocol": "org-iso-mdoc", "data": [:]]]]) == "not_supported")
    }

    @Test func `DP-07 an answer of a protocol that was not asked is refused`() throws {
        let presented = AuthorizationResponse(.presentations(VPToken([("a", ["x~"])])), state: nil)
        let answer = try DigitalCredentialAnswer(presented, to: .unsigned, encryptedTo: nil)
        #expect(try answer.response(to: [.signed, .unsigned], decryptingWith: nil) == presented)
        let refused = OpenID4VPError.response(
            rule: "DP-07", problem: "the answer is of a protocol that was not asked")
        #expect(throws: refused) { try answer.response(to: [.signed, .multisigned], decryptingWith: nil) }
    }

    @Test func `DP-08 a page's own origin is scheme, host and port as a browser writes them, and of bounded length`()
        throws
    {
        for text in ["https://bank.example", "https://bank.example:8443"] {
            #expect(try WebOrigin(ofPage: text, network: .secure).text == text)
        }
        for text in [
            "https://bank.example/", "https://bank.example/a", "https://bank.example?a", "https://BANK.example",
            "https://bank.example:443", "platform:pkg-key-hash:abc",
        ] {
            #expect(throws: OpenID4VPError.self, "\(text)") { try WebOrigin(ofPage: text, network: .secure) }
        }
        let longest = "app:" + String(repeating: "a", count: 2044)
        #expect(try WebOrigin(longest).text == longest)
        #expect(throws: OpenID4VPError.self) { try WebOrigin(longest + "a") }
    }

    @Test func `REQ-16 HAIP-06 a request through the API needs no audience, and nobody is warned`() throws {
        let found = outcome(try signed(changed { $0["aud"] = nil }))
        #expect(found.code == nil)
        #expect(found.sender?.warnings == [])
    }

    @Test func `DP-02 NEG-186 DP-05 who asks unsigned is the origin, whatever the parameters say`() throws {
        for client in ["x509_hash:abc", "origin:https://evil.example", "", "redirect_uri:https://evil.example/"] {
            var parameters = parameters(client)
            parameters["expected_origins"] = ["https://evil.example"]
            let found = outcome(["protocol": "openid4vp-v1-unsigned", "data": .object(parameters)])
            #expect(found.code == nil)
            #expect(found.request?.audience == "origin:\(Self.origin)")
            #expect(found.request?.client.text == "origin:\(Self.origin)")
            #expect(found.sender?.verifier.name == Self.origin)
            #expect(found.sender?.verifier.assurance == .namedByPlatform)
            #expect(found.request?.state == nil, "DP-03")
        }
        let bare = changed { for name in ["client_id", "expected_origins", "aud", "iat", "exp"] { $0[name] = nil } }
        #expect(outcome(["protocol": "openid4vp-v1-unsigned", "data": .object(bare)]).code == nil)
    }

    @Test(arguments: ["x509_hash", "x509_san_dns:bank.example", "x509_san_dns:BANK.example"])
    func `DP-05 CID-04 signed, the audience is the origin all the same, and no host is compared`(client: String) throws
    {
        let id = client == "x509_hash" ? verifier.hashClient : client
        var parameters = parameters(id)
        parameters["expected_origins"] = ["https://www.elsewhere.example"]
        let found = outcome(try signed(parameters), from: "https://www.elsewhere.example")
        #expect(found.code == nil)
        #expect(found.request?.audience == "origin:https://www.elsewhere.example")
        #expect(found.request?.client.text == id, "the consent screen and the history name the verifier (CID-12)")
        #expect(found.request?.target.origin == "https://www.elsewhere.example")
        #expect(found.request?.target.url == nil)
    }

    @Test func `DP-04 NEG-185 a signed request answers its expected origins alone, compared octet by octet`() throws {
        let good = try signed(parameters())
        #expect(outcome(good).code == nil)
        #expect(outcome(good, from: "https://www.bank.example").code == nil)
        for origin in [
            "https://evil.example", "https://bank.example/", "https://BANK.example", "HTTPS://bank.example",
            "https://bank.example:443", "https://bank.example.", "platform:pkg-key-hash:abc",
        ] {
            let found = outcome(good, from: origin)
            #expect(found.code == "origin_not_expected", "\(origin)")
            #expect(found.wire == "invalid_request")
        }
        for (value, code) in [(nil, "bad_parameter"), ([], "bad_parameter"), (.string(Self.origin), "bad_parameter")]
            as [(JSONValue?, String)]
        {
            let found = outcome(try signed(changed { $0["expected_origins"] = value }))
            #expect(found.code == code)
            #expect(found.wire == "invalid_request")
        }
    }

    @Test func `DP-04 SES-11 no wallet is asked from some schemes, http is for this machine in trials`() throws {
        for text in [
            "ftp://bank.example", "javascript:alert(1)", "data:text/html,x", "ws://bank.example", "wss://bank.example",
            "http://bank.example", "http://127.0.0.1:8080", "bank.example", "",
        ] {
            #expect(throws: OpenID4VPError.self, "\(text)") { try WebOrigin(text) }
        }
        #expect(try WebOrigin("http://127.0.0.1:8080", network: .loopbackAllowed).text == "http://127.0.0.1:8080")
        #expect(throws: OpenID4VPError.self) { try WebOrigin("http://bank.example", network: .loopbackAllowed) }
    }

    @Test func `DP-08 an origin is an opaque text, of an app too`() throws {
        let app = "platform:pkg-key-hash:pNiP5iKyQ8JwgGOaKA1zGPUPJIS-0H1xKCQcfIoGLck"
        #expect(try WebOrigin(app).audience == "origin:" + app)
        #expect(outcome(try signed(changed { $0["expected_origins"] = [.string(app)] }), from: app).code == nil)
        #expect(try WebOrigin("https://bank.example") != (try WebOrigin("https://Bank.example")))
    }

    @Test(arguments: ["direct_post", "direct_post.jwt", "fragment", "query", "dc_api.jwt.x", "DC_API"])
    func `DP-03 an answer by another way than the API is refused`(mode: String) throws {
        #expect(outcome(try signed(changed { $0["response_mode"] = .string(mode) })).code == "not_supported")
        #expect(outcome(try signed(changed { $0["response_mode"] = nil })).code == "bad_parameter")
    }

    @Test(arguments: ["dc_api", "dc_api.jwt"])
    func `DP-03 the modes of the API mean nothing in a link`(mode: String) throws {
        var parameters = verifier.parameters()
        parameters["response_mode"] = .string(mode)
        let jwt = try verifier.requestObject(parameters)
        var log = StepLog()
        let feature = OpenID4VPError.notSupported(
            rule: "REQ-10", feature: "response_mode \(mode)", code: .invalidRequest)
        #expect(throws: feature) {
            try RequestAuthenticator(trust: verifier.trust, network: .secure).authenticated(
                requestObject: jwt, clientID: verifier.hashClient, at: TestPost.time, log: &log)
        }
    }

    @Test func `CID-11 DP-02 the identifier that the platform's word makes is none that a request may have`() throws {
        #expect(outcome(try signed(parameters("origin:\(Self.origin)"))).code == "unsupported_client_id_prefix")
        #expect(throws: OpenID4VPError.self) { try ClientIdentifier(parsing: "origin:\(Self.origin)") }
    }

    @Test func `CID-02 REQ-02 REQ-17 REQ-18 a signed request is held to what holds for every request object`() throws {
        let other = try SoftwareKey(generating: .p256)
        func entry(_ parameters: JSONObject, _ change: (inout JSONObject) -> Void = { _ in }, by: SoftwareKey? = nil)
            throws -> JSONValue
        {
            let jwt = try verifier.requestObject(parameters, header: change, by: by)
            return ["protocol": "openid4vp-v1-signed", "data": ["request": .string(jwt)]]
        }
        #expect(outcome(try entry(parameters()) { $0["typ"] = "JWT" }).code == "wrong_type")
        #expect(outcome(try entry(parameters(), by: other)).code == "signature_invalid")
        #expect(outcome(try entry(parameters()), at: TestPost.time + 400).code == "expired")
        #expect(
            outcome(try entry(changed { $0["request_uri"] = "https://bank.example/r" })).code
                == "parameters_exclude_each_other")
        #expect(outcome(try entry(changed { $0["aud"] = "https://wallet.example" })).code == "wrong_audience")
        #expect(outcome(try entry(changed { $0["aud"] = nil }), profile: .haip).code == "not_haip", "HAIP-06 alone")
        #expect(outcome(try entry(parameters("redirect_uri:https://bank.example/"))).code == "must_not_be_signed")
        #expect(outcome(try entry(changed { $0["client_id"] = nil })).code == "bad_parameter")
        #expect(outcome(try entry(parameters()), trust: TrustStore(entries: [])).code != nil)
    }

    @Test func `DP-02 NEG-187 of several signatures one that holds is enough, and none is refused`() throws {
        let other = try SoftwareKey(generating: .p256)
        var payload = parameters()
        payload["client_id"] = nil
        let good: JSONObject = ["client_id": .string(verifier.hashClient)]
        let unknown: JSONObject = ["client_id": "x509_hash:abc"]
        #expect(outcome(try multisigned(payload, [good])).code == nil)
        let found = outcome(try multisigned(payload, [unknown, ["client_id": "openid_federation:x"], good]))
        #expect(found.code == nil)
        #expect(found.request?.client.text == verifier.hashClient)
        #expect(found.request?.audience == "origin:\(Self.origin)")
        let keys = [other, verifier.key]
        #expect(outcome(try multisigned(payload, [good, good], by: keys)).code == nil, "the bad one is passed over")
        #expect(outcome(try multisigned(payload, [good], by: [other])).code == "signature_invalid")
        #expect(outcome(try multisigned(payload, [unknown])).code == "certificate_does_not_match")
        #expect(outcome(try multisigned(payload, [[:]])).code == "bad_parameter", "no client_id in the header")
        #expect(outcome(try multisigned(parameters(), [good])).code == "bad_parameter", "client_id in the payload")
        payload["verifier_info"] = [["format": "x", "data": "y"]]
        #expect(outcome(try multisigned(payload, [good])).code == "bad_parameter", "verifier_info in the payload")
        payload["verifier_info"] = nil
        #expect(outcome(try multisigned(payload, [good]), from: "https://evil.example").code == "origin_not_expected")
        var typed = good
        typed["typ"] = "JWT"
        #expect(outcome(try multisigned(payload, [typed])).code == "wrong_type")
    }

    @Test func `DP-02 RPC-03 what an identity attaches stands in its own header`() throws {
        var payload = parameters()
        payload["client_id"] = nil
        let info: JSONValue = [["format": "unknown", "data": "x"]]
        let header: JSONObject = ["client_id": .string(verifier.hashClient), "verifier_info": info]
        let request = outcome(try multisigned(payload, [header])).request
        #expect(request?.verifierInfo != nil)
    }

    @Test func `HAIP-06 unsigned, signed and with several signatures are taken, encrypted answers only`() throws {
        var parameters = changed {
            $0["response_mode"] = "dc_api.jwt"
            var metadata = RequestObject.plainMetadata
            metadata["jwks"] = .object(JWKSet([key.publicJWK]).json)
            $0["client_metadata"] = .object(metadata)
        }
        let unsigned: JSONValue = ["protocol": "openid4vp-v1-unsigned", "data": .object(parameters)]
        #expect(outcome(unsigned, profile: .haip).code == nil)
        #expect(outcome(try signed(parameters), profile: .haip).code == nil)
        parameters["client_id"] = nil
        let header: JSONObject = ["client_id": .string(verifier.hashClient)]
        #expect(outcome(try multisigned(parameters, [header]), profile: .haip).code == nil)
        let named: JSONObject = ["client_id": "x509_san_dns:bank.example"]
        #expect(outcome(try multisigned(parameters, [named]), profile: .haip).code == "not_haip", "HAIP-02")
        #expect(outcome(try signed(self.parameters()), profile: .haip).code == "not_haip")
        let clear: JSONValue = ["protocol": "openid4vp-v1-unsigned", "data": .object(self.parameters())]
        #expect(outcome(clear, profile: .haip).code == "not_haip")
    }

    @Test func `DP-03 REQ-08 a presentation without holder binding needs no state here`() throws {
        let query: JSONValue = [
            "credentials": [
                [
                    "id": "person", "format": "dc+sd-jwt", "meta": ["vct_values": [.string(TestPost.type)]],
                    "require_cryptographic_holder_binding": false,
                ]
            ]
        ]
        #expect(outcome(try signed(changed { $0["dcql_query"] = query })).code == nil)
        #expect(outcome(try signed(changed { $0["state"] = "with spaces and /" })).code == nil, "an unknown parameter")
    }

    @Test func `PAY-18 DP-02 nothing is confirmed for an origin that nobody vouches for`() throws {
        let data = Base64URL.encode(Array(try repositoryFile("examples/transaction-data/payment.json")))
        let asking = changed { $0["transaction_data"] = [.string(data)] }
        let found = outcome(["protocol": "openid4vp-v1-unsigned", "data": .object(asking)])
        #expect(found.wire == "invalid_transaction_data")
    }

    private func read(_ data: JSONObject, with key: JWK.Private?) -> (code: String?, response: AuthorizationResponse?) {
        do throws(OpenID4VPError) {
            let json: JSONValue = ["protocol": "openid4vp-v1-signed", "data": .object(data)]
            let answer = try DigitalCredentialAnswer(parsing: json.serialized())
            return (nil, try answer.response(to: [.signed], decryptingWith: key))
        } catch { return (error.refusal.code, nil) }
    }

    @Test func `DP-06 presentations, an encrypted response or an error come back as they went`() throws {
        let receiver = ResponseEncryption(key: key.publicJWK, encryption: .a128GCM)
        let presented = AuthorizationResponse(.presentations(VPToken([("a", ["x~"])])), state: nil)
        let clear = try DigitalCredentialAnswer(presented, to: .signed, encryptedTo: nil)
        #expect(clear.json == ["protocol": "openid4vp-v1-signed", "data": ["vp_token": ["a": ["x~"]]]])
        #expect(read(clear.data, with: nil).response == presented)
        let error = AuthorizationResponse(.error(.accessDenied, description: nil), state: nil)
        for response in [presented, error] {
            let answer = try DigitalCredentialAnswer(response, to: .signed, encryptedTo: receiver)
            #expect(answer.data.names == ["response"])
            #expect(read(answer.data, with: key).response == response)
            #expect(read(answer.data, with: nil).code == "bad_response", "none was asked for")
            for (name, value) in [("vp_token", ["a": ["x~"]]), ("error", "access_denied")] as [(String, JSONValue)] {
                var both = answer.data
                both[name] = value
                #expect(read(both, with: key).code == "bad_response", "RSP-08: \(name) in the clear beside it")
            }
        }
        #expect(read(["error": "access_denied"], with: key).response == error, "RSP-06: an error may be in the clear")
        #expect(read(clear.data, with: key).code == "bad_response", "RSP-06: presentations may not")
        let text: JSONValue = ["protocol": "openid4vp-v1-signed", "data": ["vp_token": "{}"]]
        let refused = OpenID4VPError.response(
            rule: "ENC-01", problem: "vp_token in the response is a text, not an object")
        #expect(throws: refused) {
            try DigitalCredentialAnswer(parsing: text.serialized()).response(to: [.signed], decryptingWith: nil)
        }
        for data: JSONObject in [
            [:], ["vp_token": "{}"], ["vp_token": [:], "error": "x"], ["vp_token": ["a": []]], ["error": 7],
            ["response": "x", "vp_token": ["a": ["x~"]]],
        ] {
            #expect(read(data, with: nil).response == nil, "\(JSONValue.object(data).text)")
            #expect(read(data, with: key).response == nil, "\(JSONValue.object(data).text)")
        }
    }
}
