import Bytes
import Certificates
import Cryptography
import DCQL
import HTTP
import JOSE
import JSON
import OpenID4VP
import Rules
import TestSupport
import Testing

@Suite struct RequestAuthenticatorTests {
    private let verifier: TestVerifier

    init() throws { verifier = try TestVerifier() }

    private func outcome(
        _ parameters: JSONObject, client outer: String? = nil, header: (inout JSONObject) -> Void = { _ in },
        by other: SoftwareKey? = nil, at time: UnixTime = TestPost.time
    ) throws -> (code: String?, wire: String?, request: AuthorizationRequest?) {
        let jwt = try verifier.requestObject(parameters, header: header, by: other)
        var log = StepLog()
        do throws(OpenID4VPError) {
            let authenticated = try RequestAuthenticator(trust: verifier.trust, network: .secure).authenticated(
                requestObject: jwt, clientID: outer ?? parameters["client_id"]?.string ?? "", at: time, log: &log)
            return (nil, nil, try authenticated.authorizationRequest())
        } catch { return (error.refusal.code, error.responseCode.rawValue, nil) }
    }

    private func changed(_ change: (inout JSONObject) -> Void) -> JSONObject {
        var parameters = verifier.parameters()
        change(&parameters)
        return parameters
    }

    @Test func `CID-06 a request signed by the certificate of x509_hash is read`() throws {
        let request = try #require(try outcome(verifier.parameters()).request)
        #expect(request.nonce == "n-0S6_WzA2MjAAAAAA")
        #expect(request.state == "af0ifjsldkj")
        #expect(request.target.url?.text == "https://bank.example/response")
    }

    @Test func `CID-04 a request signed by the certificate of x509_san_dns is read`() throws {
        #expect(try outcome(verifier.parameters(client: "x509_san_dns:bank.example")).code == nil)
        #expect(try outcome(verifier.parameters(client: "x509_san_dns:BANK.example")).code == nil)
    }

    @Test(arguments: ["a.example", "example", "bank.example.", "*.example", "bаnk.example", "127.0.0.1"])
    func `CID-05 another name than the certificate's is refused`(name: String) throws {
        #expect(try outcome(verifier.parameters(client: "x509_san_dns:\(name)")).code == "certificate_does_not_match")
    }

    @Test(arguments: [
        "https://evil.example/response", "https://sub.bank.example/response", "https://bank.example.evil/response",
    ])
    func `CID-04 an answer to another host is refused`(address: String) throws {
        var parameters = verifier.parameters(client: "x509_san_dns:bank.example")
        parameters["response_uri"] = .string(address)
        #expect(try outcome(parameters).code == "response_target_not_covered")
    }

    @Test(arguments: ["https://bank.example@evil.example/", "https:\\\\bank.example/", "http://bank.example/response"])
    func `CID-05 tricks with the address are refused`(address: String) throws {
        var parameters = verifier.parameters(client: "x509_san_dns:bank.example")
        parameters["response_uri"] = .string(address)
        #expect(try outcome(parameters).code != nil)
    }

    @Test func `CID-06 the hash of another certificate or in another encoding is refused`() throws {
        let hashes = [
            Base64URL.encode(verifier.root.fingerprint), Hex.encode(verifier.leaf.fingerprint),
            Base64URL.encode(verifier.leaf.fingerprint) + "=",
        ]
        for hash in hashes {
            #expect(try outcome(verifier.parameters(client: "x509_hash:\(hash)")).code == "certificate_does_not_match")
        }
    }

    @Test(arguments: [nil, "JWT", "OAUTH-AUTHZ-REQ+JWT"])
    func `REQ-02 another type is refused as invalid_request_object`(type: String?) throws {
        let result = try outcome(verifier.parameters(), header: { $0["typ"] = type.map(JSONValue.string) })
        #expect(result.code == "wrong_type")
        #expect(result.wire == "invalid_request_object")
    }

    @Test func `REQ-18 client identifiers inside and outside must be the same`() throws {
        let inside = verifier.hashClient
        for outside in [inside + "x", "x509_hash:\(inside)"] {
            let code = try outcome(verifier.parameters(), client: outside).code
            #expect(code == "certificate_does_not_match" || code == "client_id_differs")
        }
        #expect(
            try outcome(verifier.parameters(client: "x509_san_dns:bank.example"), client: inside).code
                == "client_id_differs")
    }

    @Test func `V11-03 a query at the limits is read, one beyond them or of another form is refused`() throws {
        let one = TestVerifier.query["credentials"]?[0]?.object ?? [:]
        func code(_ count: Int, _ members: JSONObject = [:]) throws -> String? {
            let queries = (0..<count).map { number -> JSONValue in
                var query = one
                query["id"] = .string("q\(number)")
                for (name, value) in members { query[name] = value }
                return .object(query)
            }
            return try outcome(changed { $0["dcql_query"] = ["credentials": .array(queries)] }).code
        }
        #expect(try code(1) == nil && code(64) == nil)
        #expect(try code(65) != nil)
        #expect(try code(2, ["id": "same"]) != nil)
        #expect(try code(1, ["claims": [["path": []]]]) != nil)
        #expect(try code(1, ["claims": .array(Array(repeating: ["path": ["a"]], count: 10_000))]) != nil)
    }

    @Test func `REQ-18 a request object that holds another one is refused`() throws {
        for name in ["request", "request_uri"] {
            #expect(try outcome(changed { $0[name] = "x" }).code == "parameters_exclude_each_other")
        }
    }

    @Test func `JOSE-14 another key than the certificate's is refused`() throws {
        let other = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x73, count: 32))
        #expect(try outcome(verifier.parameters(), by: other).code == "signature_invalid")
    }

    @Test(arguments: [
        "origin:https://a", "https://a", "x509_san_uri:a", "X509_HASH:a", "openid_federation:https://a",
        "Verifier_attestation:a", "did:web:a", "pre-registered:a",
    ])
    func `CID-10 CID-01 a prefix that is unknown or not supported is refused`(client: String) throws {
        let result = try outcome(verifier.parameters(client: client))
        #expect(result.code == "unsupported_client_id_prefix")
        #expect(result.wire == "invalid_request")
    }

    /// The rule of the refusal under the high assurance profile; nil when the request is accepted.
    private func haip(
        _ change: (inout JSONObject) -> Void = { _ in }, by transport: RequestTransport = .reference
    ) throws -> RuleID? {
        let parameters = changed {
            $0["response_mode"] = "direct_post.jwt"
            change(&$0)
        }
        let jwt = try verifier.requestObject(parameters)
        var log = StepLog()
        do throws(OpenID4VPError) {
            _ = try RequestAuthenticator(trust: verifier.trust, network: .secure, profile: .haip).authenticated(
                requestObject: jwt, clientID: parameters["client_id"]?.string ?? "", transport: transport,
                at: TestPost.time, log: &log)
            return nil
        } catch { return error.refusal.rule }
    }

    @Test func `HAIP-02 HAIP-05 REQ-16 signed, by reference, of an x509_hash, with an audience, encrypted answers`()
        throws
    {
        #expect(try haip() == nil)
        #expect(try haip(by: .value) == "HAIP-05")
        #expect(try haip { $0["response_mode"] = "direct_post" } == "HAIP-05")
        #expect(try haip { $0["aud"] = nil } == "REQ-16")
        #expect(try haip { $0["client_id"] = "x509_san_dns:bank.example" } == "HAIP-02")
        var log = StepLog()
        #expect(throws: OpenID4VPError.notHAIP(rule: "HAIP-02", problem: "the request is not signed")) {
            try RequestAuthenticator(trust: verifier.trust, network: .secure, profile: .haip)
                .authenticated(parameters: verifier.parameters(), log: &log)
        }
    }

    @Test func `HAIP-03 ENC-02 answers are encrypted to a key on P-256, in other profiles to any that agrees`() throws {
        let point = "hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo"
        let parameters = changed {
            $0["response_mode"] = "direct_post.jwt"
            var metadata = RequestObject.plainMetadata
            metadata["jwks"] = [
                "keys": [["kty": "OKP", "crv": "X25519", "x": .string(point), "alg": "ECDH-ES", "kid": "1"]]
            ]
            $0["client_metadata"] = .object(metadata)
        }
        func rule(_ profile: Profile) throws -> RuleID? {
            let jwt = try verifier.requestObject(parameters)
            var log = StepLog()
            do throws(OpenID4VPError) {
                _ = try RequestAuthenticator(trust: verifier.trust, network: .secure, profile: profile).authenticated(
                    requestObject: jwt, clientID: verifier.hashClient, at: TestPost.time, log: &log
                ).authorizationRequest()
                return nil
            } catch { return error.refusal.rule }
        }
        #expect(try rule(.openID4VP) == nil)
        #expect(try rule(.haip) == "HAIP-03")
    }

    @Test func `CID-03 a signed request with the prefix redirect_uri is refused`() throws {
        #expect(
            try outcome(verifier.parameters(client: "redirect_uri:https://bank.example/response")).code
                == "must_not_be_signed")
    }

    @Test func `CID-02 an unsigned request with a prefix that asks for a signature is refused`() throws {
        var log = StepLog()
        #expect(throws: OpenID4VPError.signatureNotAsPrefixAsks(prefix: "x509_hash", signed: false)) {
            try RequestAuthenticator(trust: verifier.trust, network: .secure)
                .authenticated(parameters: verifier.parameters(), log: &log)
        }
    }

    @Test func `CID-13 SEC-25 CID-03 an unsigned request names its own place of the answer and nothing else`() throws {
        var log = StepLog()
        let authenticator = RequestAuthenticator(trust: verifier.trust, network: .secure)
        var parameters = verifier.parameters(client: "redirect_uri:https://bank.example/response")
        let request = try authenticator.authenticated(parameters: parameters, log: &log)
        #expect(request.verifier.assurance == .selfAsserted)
        parameters["response_uri"] = nil
        #expect(try authenticator.authenticated(parameters: parameters, log: &log).target == request.target)
        parameters["response_uri"] = "https://evil.example/"
        #expect(throws: OpenID4VPError.self) { try authenticator.authenticated(parameters: parameters, log: &log) }
    }

    @Test func `CID-01 a registered client is known by its keys, and answers go only to its registered address`() throws
    {
        var parameters = verifier.parameters(client: "shop")
        #expect(try outcome(parameters, header: { $0["x5c"] = nil }).code == nil)
        parameters["response_uri"] = "https://bank.example/other"
        #expect(try outcome(parameters, header: { $0["x5c"] = nil }).code == "response_target_not_covered")
        #expect(try outcome(verifier.parameters(client: "stranger")).code == "unknown_client")
    }

    @Test func `REQ-13 metadata of a registered client is refused as invalid_client`() throws {
        var parameters = verifier.parameters(client: "shop")
        parameters["client_metadata"] = [:]
        let result = try outcome(parameters, header: { $0["x5c"] = nil })
        #expect(result.code == "metadata_of_registered_client")
        #expect(result.wire == "invalid_client")
    }

    @Test func `REQ-16 a missing audience is tolerated, another one is refused`() throws {
        #expect(try outcome(changed { $0["aud"] = "https://other.example" }).code == "wrong_audience")
        #expect(try outcome(changed { $0["aud"] = nil }).code == nil)
    }

    @Test func `REQ-17 an expired request is refused`() throws {
        #expect(try outcome(verifier.parameters(), at: TestPost.time + 359).code == nil)
        #expect(try outcome(verifier.parameters(), at: TestPost.time + 360).code == "expired")
    }

    @Test(arguments: [
        (JSONValue?.none, "bad_parameter"), (.some(""), "bad_parameter"), (.some("short"), "bad_parameter"),
        (.some("with a space in the text"), "bad_parameter"), (.some("plus+plus+plus+plus+plus"), "bad_parameter"),
        (.some("slash/slash/slash/slash"), "bad_parameter"), (.some("equals=equals=equals"), "bad_parameter"),
        (.some("ünïcode-ünïcode-ünïcode"), "bad_parameter"),
        (.some(.string(String(repeating: "a", count: 513))), "bad_parameter"),
    ])
    func `REQ-07 a nonce that is missing or malformed is refused`(nonce: JSONValue?, code: String) throws {
        let result = try outcome(changed { $0["nonce"] = nonce })
        #expect(result.code == code)
        #expect(result.wire == "invalid_request")
    }

    @Test(arguments: [16, 512])
    func `REQ-07 a nonce at the limits is read`(count: Int) throws {
        #expect(try outcome(changed { $0["nonce"] = .string(String(repeating: "a", count: count)) }).code == nil)
    }

    @Test func `REQ-09 exactly one of query and scope`() throws {
        #expect(try outcome(changed { $0["scope"] = "x" }).code == "parameters_exclude_each_other")
        #expect(try outcome(changed { $0["dcql_query"] = nil }).code == "bad_parameter")
        let scope = try outcome(
            changed {
                $0["dcql_query"] = nil; $0["scope"] = "x"
            })
        #expect(scope.wire == "invalid_scope")
    }

    @Test func `REQ-11 direct_post wants a response_uri and no redirect_uri`() throws {
        #expect(
            try outcome(changed { $0["redirect_uri"] = "https://bank.example/" }).code
                == "parameters_exclude_each_other")
        #expect(try outcome(changed { $0["response_uri"] = nil }).code == "bad_parameter")
    }

    @Test(arguments: ["dc_api", "form_post"])
    func `REQ-10 a response mode that is not built is refused`(mode: String) throws {
        #expect(try outcome(changed { $0["response_mode"] = .string(mode) }).code == "not_supported")
    }

    @Test(arguments: [("fragment", true), ("query", true), ("direct_post", false)])
    func `SDPRV-03 before an answer goes into a URL the wallet says so`(mode: String, isWarned: Bool) throws {
        var parameters = verifier.parameters()
        parameters["response_mode"] = .string(mode)
        if isWarned {
            parameters["redirect_uri"] = parameters["response_uri"]
            parameters["response_uri"] = nil
        }
        var log = StepLog()
        let request = try RequestAuthenticator(trust: verifier.trust, network: .secure).authenticated(
            requestObject: try verifier.requestObject(parameters),
            clientID: parameters["client_id"]?.string ?? "", at: TestPost.time, log: &log)
        #expect(request.warnings.contains { $0.contains("SDPRV-03") } == isWarned)
    }

    @Test(arguments: ["fragment", "query", nil])
    func `REQ-10 RSP-02 an answer that a browser carries goes to redirect_uri`(mode: String?) throws {
        func request(_ address: String?, _ more: (inout JSONObject) -> Void = { _ in }) throws -> String? {
            try outcome(
                changed {
                    $0["response_mode"] = mode.map(JSONValue.string)
                    $0["response_uri"] = nil
                    $0["redirect_uri"] = address.map(JSONValue.string)
                    more(&$0)
                }
            ).code
        }
        #expect(try request("https://bank.example/done?a=b") == nil)
        #expect(try request(nil) == "bad_parameter")
        #expect(try request("https://bank.example/done#x") == "bad_parameter")
        #expect(try request("http://bank.example/done") == "bad_parameter")
        #expect(
            try request("https://bank.example/") { $0["response_uri"] = "https://bank.example/response" }
                == "parameters_exclude_each_other")
    }

    @Test func `REQ-05 another response type is refused by its own code`() throws {
        #expect(try outcome(changed { $0["response_type"] = "code" }).wire == "unsupported_response_type")
    }

    @Test func `REQ-04 TXD-02 transaction data of a type that the wallet does not know refuses the request`() throws {
        func outcome(_ entries: JSONObject...) throws -> (code: String?, wire: String?, request: AuthorizationRequest?)
        {
            try self.outcome(
                changed { $0["transaction_data"] = .array(entries.map { .string(TransactionData.encoded($0)) }) })
        }
        var known = try TransactionDataTests.example("payment")
        known["credential_ids"] = ["person"]
        var unknown = known
        unknown["type"] = "urn:example:unknown"
        let good = try outcome(known)
        #expect(good.request?.transactionData.map(\.type) == ["urn:eudi:sca:payment:1"])
        let bad = try outcome(known, unknown)
        #expect(bad.code == "transaction_data_unknown_type")
        #expect(bad.wire == "invalid_transaction_data")
        #expect(try self.outcome(changed { $0["transaction_data"] = ["e30"] }).wire == "invalid_transaction_data")
        #expect(try self.outcome(changed { $0["transaction_data"] = [] }).wire == "invalid_transaction_data")
    }

    @Test func `REQ-08 a query without holder binding needs a state`() throws {
        let query: JSONValue = [
            "credentials": [
                [
                    "id": "a", "format": "dc+sd-jwt", "meta": ["vct_values": ["urn:x"]],
                    "require_cryptographic_holder_binding": false,
                ]
            ]
        ]
        #expect(
            try outcome(
                changed {
                    $0["dcql_query"] = query; $0["state"] = nil
                }
            ).code == "bad_parameter")
        #expect(try outcome(changed { $0["dcql_query"] = query }).code == nil)
    }

    @Test func `REQ-03 iss in the request object is ignored`() throws {
        #expect(try outcome(changed { $0["iss"] = "https://anybody.example" }).code == nil)
    }

    @Test func `CID-03 the prefix outside of a signed request is looked at first`() throws {
        let (prefix, parameters) = ("redirect_uri:https://bank.example/response", verifier.parameters())
        #expect(try outcome(parameters, client: prefix).code == "must_not_be_signed")
    }

    @Test(arguments: ["", "a b", "a+b", "\u{E9}", "a\u{0}b", "a/b"])
    func `REQ-08 a state that is empty or not made of unreserved characters is refused`(state: String) throws {
        #expect(try outcome(changed { $0["state"] = .string(state) }).code == "bad_parameter")
    }

    @Test func `CID-02 CID-03 a verifier signs its requests as their prefix asks, or not at all`() throws {
        func object(_ client: String) throws -> RequestObject {
            RequestObject(
                client: try ClientIdentifier(parsing: client), nonce: "n-0S6_WzA2MjAAAAAA",
                query: try DCQLQuery(json: TestVerifier.query, reader: .verifier),
                answer: .posted(to: try WebURL(parsing: "https://bank.example/response"), state: "s"),
                issuedAt: TestPost.time,
                expiresAt: TestPost.time + 300)
        }
        let unsigned = try object("redirect_uri:https://bank.example/response")
        #expect(throws: OpenID4VPError.signatureNotAsPrefixAsks(prefix: "redirect_uri", signed: true)) {
            try unsigned.signed(by: verifier.key, chain: [verifier.leaf])
        }
        #expect(try unsigned.unsignedLink().text.hasPrefix("openid4vp://?"))
        let signed = try object(verifier.hashClient)
        #expect(throws: OpenID4VPError.signatureNotAsPrefixAsks(prefix: "x509_hash", signed: false)) {
            try signed.unsignedLink()
        }
        #expect(try signed.signed(by: verifier.key, chain: [verifier.leaf]).split(separator: ".").count == 3)
    }
}
