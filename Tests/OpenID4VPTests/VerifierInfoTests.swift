import Bytes
import Certificates
import CredentialModel
import Cryptography
import DCQL
import HTTP
import JOSE
import JSON
import Rules
import TestSupport
import Testing
import Trust

@testable import OpenID4VP

/// What a verifier attaches about itself, and what a registrar says of it.
@Suite struct VerifierInfoTests {
    private let registrarKey: SoftwareKey
    private let registrar: Certificate
    private let accessKey: SoftwareKey
    private let access: [Certificate]

    init() throws {
        registrarKey = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x75, count: 32))
        accessKey = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x76, count: 32))
        func template(_ name: String, _ key: SoftwareKey) -> CertificateTemplate {
            var template = CertificateTemplate(
                commonName: name, organization: "Harbour Bank", key: key.publicKey, serialNumber: [1],
                notBefore: TestPost.time - 3600, notAfter: TestPost.time + 3600)
            template.organizationIdentifier = "VATGR-123456789"
            return template
        }
        var authority = template("CA", registrarKey)
        authority.authority = .init(pathLength: 0)
        let root = try authority.selfSigned(with: registrarKey)
        registrar = root
        access = [try template("Verifier", accessKey).issued(by: root, signedWith: registrarKey)]
    }

    private var trust: TrustStore {
        TrustStore(
            entries: [
                TrustEntry(
                    id: "ca", name: "Register", purposes: [.relyingPartyAccess, .relyingPartyRegistration], types: [],
                    keys: [.anchor(registrar)], source: "test")
            ])
    }

    private var claims: JSONObject {
        [
            "sub": "VATGR-123456789", "name": "Harbour Bank S.A.", "iat": .integer(TestPost.time.seconds - 60),
            "purpose": [["lang": "en", "value": "Opening an account"], ["lang": "fr", "value": "Ouvrir un compte"]],
            "credentials": [
                [
                    "format": "dc+sd-jwt", "meta": ["vct_values": [.string(TestPost.type)]],
                    "claim": [["path": ["given_name"]]],
                ]
            ],
        ]
    }

    private func certificate(
        _ claims: JSONObject? = nil, type: String = "rc-wrp+jwt", by key: SoftwareKey? = nil
    ) throws -> String {
        try CompactJWS.signed(
            header: ["typ": .string(type), "x5c": JOSEHeader.x5c(access)], payload: claims ?? self.claims,
            by: key ?? accessKey)
    }

    private func request(_ info: JSONValue?, query: JSONValue = TestVerifier.query) throws -> AuthenticatedRequest {
        let client = "x509_hash:\(Base64URL.encode(access[0].fingerprint))"
        var members = try TestVerifier().parameters(client: client)
        members["verifier_info"] = info
        members["dcql_query"] = query
        let object = try CompactJWS.signed(
            header: ["typ": "oauth-authz-req+jwt", "x5c": JOSEHeader.x5c(access)], payload: members, by: accessKey)
        var log = StepLog()
        return try RequestAuthenticator(trust: trust, network: .secure)
            .authenticated(requestObject: object, clientID: client, at: TestPost.time, log: &log)
    }

    private func entry(_ text: String) -> JSONValue {
        [["format": "other", "data": [:]], ["format": "registration_cert", "data": .string(text)]]
    }

    @Test func `REQ-15 RPC-03 DSEL-14 a registration says who asks, why, and for what`() throws {
        let request = try request(entry(try certificate()))
        let registration = try #require(request.registration)
        #expect(registration.name == "Harbour Bank S.A.")
        #expect(registration.registrar == "Register")
        #expect(registration.purposes.map(\.text) == ["Opening an account", "Ouvrir un compte"])
        #expect(request.warnings.isEmpty)
        let query = try request.authorizationRequest().query
        #expect(query.overAsking(beyond: registration.intent).isEmpty)
        let more = try DCQLQuery(json: [
            "credentials": [
                [
                    "id": "person", "format": "dc+sd-jwt", "meta": ["vct_values": [.string(TestPost.type)]],
                    "claims": [["path": ["given_name"]], ["path": ["family_name"]]],
                ]
            ]
        ])
        #expect(more.overAsking(beyond: registration.intent).map(\.path) == [["family_name"]])
        #expect(
            try request.authorizationRequest().verifierInfo?.entries.map(\.format) == ["other", "registration_cert"])
    }

    @Test func `RPC-04 a verifier with a registration is registered, and not when that does not hold`() throws {
        #expect(try request(entry(try certificate())).standing == .registered)
        #expect(try request(entry("x")).standing == .authenticated)
        #expect(try request(nil).standing == .authenticated)
    }

    @Test func `RPC-03 REQ-15 a registration that does not hold counts as none, with a warning`() throws {
        func changed(_ name: String, _ value: JSONValue?) throws -> String {
            var claims = claims
            claims[name] = value
            return try certificate(claims)
        }
        let stranger = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x77, count: 32))
        let bad = [
            try changed("sub", "VATGR-987654321"), try changed("sub", nil), try changed("name", nil),
            try changed("name", ""),
            try changed("exp", .integer(TestPost.time.seconds - 61)), try certificate(type: "JWT"),
            try certificate(by: stranger), "x",
        ]
        for text in bad {
            let request = try request(entry(text))
            #expect(request.registration == nil)
            #expect(request.warnings.count == 1)
        }
        #expect(try request([["format": "registration_cert", "data": [:]]]).warnings.count == 1)
        #expect(try request(nil).warnings.isEmpty)
    }

    @Test func `REQ-15 verifier_info of another shape refuses the request`() throws {
        let bad: [JSONValue] = [
            [], [:], "x", ["x"], [["format": "a"]], [["data": "a"]], [["format": 1, "data": "a"]],
            [["format": "a", "data": 1]], [["format": "a", "data": "b", "credential_ids": []]],
            [["format": "a", "data": "b", "credential_ids": ["other"]]],
            [["format": "a", "data": "b", "credential_ids": [1]]],
            [["format": "a", "data": "b", "credential_ids": ["person", 1]]],
            .array(Array(repeating: ["format": "a", "data": "b"], count: 17)),
        ]
        for value in bad {
            let request = try request(value)
            let error = #expect(throws: OpenID4VPError.self, "\(value.text)") { try request.authorizationRequest() }
            #expect(error?.refusal.rule == "REQ-15")
        }
        let good: JSONValue = [["format": "a", "data": "b", "credential_ids": ["person"]]]
        #expect(try request(good).authorizationRequest().verifierInfo?.entries.first?.credentialIDs == ["person"])
    }
}
