import CredentialModel
import Cryptography
import DCQL
import HTTP
import JOSE
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

    private func read(_ change: (inout JSONObject) -> Void) throws -> AuthorizationRequest {
        var parameters = verifier.parameters()
        change(&parameters)
        let jwt = try verifier.requestObject(parameters)
        let fields = [FormField("client_id", verifier.hashClient), FormField("request", jwt)]
        return try request(try AppLink(scheme: "openid4vp", fields).text)
    }

    private static func query(_ formats: [String]) -> JSONValue {
        let credentials = formats.enumerated().map { index, format in
            var query: JSONObject = ["id": .string("c\(index)"), "format": .string(format), "meta": [:]]
            if format == "dc+sd-jwt" { query["meta"] = ["vct_values": [.string(TestPost.type)]] }
            if format == "mso_mdoc" { query["meta"] = ["doctype_value": "org.iso.18013.5.1.mDL"] }
            if format == "ldp_vc" { query["meta"] = ["type_values": [["A"]]] }
            return JSONValue.object(query)
        }
        return ["credentials": .array(credentials)]
    }

    @Test(
        arguments: [
            (["mso_mdoc"], nil), (["mso_mdoc", "ldp_vc"], nil), (["mso_mdoc"], ["mso_mdoc": [:], "dc+sd-jwt": [:]]),
            (["dc+sd-jwt"], ["mso_mdoc": [:]]), (["dc+sd-jwt", "mso_mdoc"], ["mso_mdoc": [:]]), (["dc+sd-jwt"], [:]),
        ] as [([String], JSONValue?)])
    func `WM-06 REQ-12 a request without a format that both sides know is refused as vp_formats_not_supported`(
        asked: [String], supported: JSONValue?
    ) throws {
        do {
            _ = try read {
                $0["dcql_query"] = Self.query(asked)
                $0["client_metadata"] = supported.map { ["vp_formats_supported": $0] }
            }
            Issue.record("it was read")
        } catch let error as OpenID4VPError {
            #expect(error.refusal.rule == "WM-06")
            #expect(error.responseCode == .formatsNotSupported)
        }
    }

    @Test(
        arguments: [
            (["dc+sd-jwt"], nil), (["dc+sd-jwt"], ["client_name": "Bank"]), (["mso_mdoc", "dc+sd-jwt"], nil),
            (["dc+sd-jwt"], ["vp_formats_supported": ["dc+sd-jwt": [:]]]),
            (["mso_mdoc", "dc+sd-jwt"], ["vp_formats_supported": ["dc+sd-jwt": [:], "unheard-of": ["x": 1]]]),
            (["dc+sd-jwt"], ["vp_formats_supported": ["dc+sd-jwt": [:], "x": ["sd-jwt_alg_values": -7]]]),
        ] as [([String], JSONValue?)])
    func `WM-06 REQ-12 one format that both sides know is enough, and who says nothing lists all`(
        asked: [String], metadata: JSONValue?
    ) throws {
        let request = try read {
            $0["dcql_query"] = Self.query(asked)
            $0["client_metadata"] = metadata
        }
        #expect(request.takes(.sdJWTVC, issuer: .es256, holder: .es256))
    }

    @Test func `WM-03 a holder signs as EdDSA unless the verifier lists Ed25519 alone`() throws {
        func written(_ holders: JSONValue?) throws -> String? {
            var details = JSONObject()
            details["kb-jwt_alg_values"] = holders
            var parameters = verifier.parameters()
            parameters["client_metadata"] = ["vp_formats_supported": ["dc+sd-jwt": .object(details)]]
            var log = StepLog()
            let request = try RequestAuthenticator(trust: verifier.trust, network: .secure).authenticated(
                requestObject: try verifier.requestObject(parameters), clientID: verifier.hashClient, at: TestPost.time,
                log: &log
            ).authorizationRequest()
            #expect(request.holderAlgorithm(for: .p256) == .es256)
            return request.holderAlgorithm(for: .ed25519)?.rawValue
        }
        #expect(try written(nil) == "EdDSA")
        #expect(try written(["Ed25519"]) == "Ed25519")
        #expect(try written(["ES256", "Ed25519"]) == "Ed25519")
        #expect(try written(["Ed25519", "EdDSA"]) == "EdDSA")
        #expect(try written(["EdDSA"]) == "EdDSA")
        #expect(try written(["ES256"]) == "EdDSA", "such a credential is not offered at all (WM-02)")
    }

    @Test func `WM-05 NEG-237 what the verifier announces is what it checks, and nothing else`() {
        let lists = RequestObject.plainMetadata["vp_formats_supported"]?["dc+sd-jwt"]
        for name in ["sd-jwt_alg_values", "kb-jwt_alg_values"] {
            let announced =
                lists?[name]?.array?.compactMap { SignatureAlgorithm(rawValue: $0.string ?? "").scheme } ?? []
            #expect(Set(announced) == Set(SignatureAlgorithm.supported.compactMap(\.scheme)))
            #expect(announced.count == lists?[name]?.array?.count)
        }
    }

    @Test func `WM-02 WM-03 what a verifier lists says which signatures it takes`() throws {
        func takes(_ lists: JSONValue, _ issuer: SignatureAlgorithm, _ holder: SignatureAlgorithm?) throws -> Bool {
            try read { $0["client_metadata"] = ["vp_formats_supported": ["dc+sd-jwt": lists]] }
                .takes(.sdJWTVC, issuer: issuer, holder: holder)
        }
        let both: JSONValue = ["sd-jwt_alg_values": ["ES256"], "kb-jwt_alg_values": ["Ed25519"]]
        #expect(try takes(both, .es256, .ed25519))
        #expect(try takes(both, .es256, .edDSA), "WM-03")
        #expect(try takes(both, .es256, nil))
        #expect(try !takes(both, .es256, .es256))
        #expect(try !takes(both, .edDSA, .edDSA))
        #expect(try takes(["sd-jwt_alg_values": ["EdDSA"]], .ed25519, .es256))
        #expect(try !takes(["sd-jwt_alg_values": ["ES384"]], .es256, .es256))
    }

    @Test(
        arguments: [
            [], ["dc+sd-jwt": []], ["dc+sd-jwt": ["sd-jwt_alg_values": "ES256"]],
            ["dc+sd-jwt": ["kb-jwt_alg_values": [-7]]],
        ] as [JSONValue])
    func `REQ-12 WM-02 supported formats of another shape are refused`(supported: JSONValue) {
        #expect(throws: OpenID4VPError.self) {
            try read { $0["client_metadata"] = ["vp_formats_supported": supported] }
        }
    }
}
