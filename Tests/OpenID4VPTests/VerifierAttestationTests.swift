import Bytes
import Certificates
import Cryptography
import HTTP
import JOSE
import JSON
import Rules
import TestSupport
import Testing
import Trust

@testable import OpenID4VP

/// Verifiers that somebody attests, by the prefix `verifier_attestation`.
@Suite struct VerifierAttestationTests {
    private static let client = "verifier_attestation:bank.example"
    private let verifier: TestVerifier
    private let authority: SoftwareKey

    init() throws {
        verifier = try TestVerifier()
        authority = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x73, count: 32))
    }

    private var trust: TrustStore {
        TrustStore(
            entries: verifier.trust.entries + [
                TrustEntry(
                    id: "league", name: "League of Banks", purposes: [.relyingPartyAttestation], types: [],
                    keys: [
                        .keySet(
                            issuer: "https://league.example", keys: JWKSet([JWK(publicKey: authority.publicKey)]))
                    ], source: "test")
            ])
    }

    private var claims: JSONObject {
        [
            "iss": "https://league.example", "sub": "bank.example", "exp": .integer(TestPost.time.seconds + 600),
            "cnf": ["jwk": .object(JWK(publicKey: verifier.key.publicKey).json)],
        ]
    }

    /// The refusal of a request with this attestation; nil when it is accepted.
    private func refusal(
        _ claims: JSONObject? = nil, type: String? = "verifier-attestation+jwt", by key: SoftwareKey? = nil,
        requestKey: SoftwareKey? = nil, header change: (inout JSONObject) -> Void = { _ in },
        parameters: (inout JSONObject) -> Void = { _ in }, trust: TrustStore? = nil
    ) throws -> Refusal? {
        var header = JSONObject()
        header["typ"] = type.map(JSONValue.string)
        let attestation = try CompactJWS.signed(header: header, payload: claims ?? self.claims, by: key ?? authority)
        var members = verifier.parameters(client: Self.client)
        parameters(&members)
        let object = try verifier.requestObject(
            members,
            header: {
                $0["x5c"] = nil
                $0["jwt"] = .string(attestation)
                change(&$0)
            }, by: requestKey)
        var log = StepLog()
        do throws(OpenID4VPError) {
            let request = try RequestAuthenticator(trust: trust ?? self.trust, network: .secure).authenticated(
                requestObject: object, clientID: Self.client, at: TestPost.time, log: &log)
            guard case .authenticated(let decision) = request.verifier.assurance else { return nil }
            #expect(decision.entityName == "League of Banks")
            #expect(request.verifier.name == "bank.example")
            return nil
        } catch { return error.refusal }
    }

    private func changed(_ name: String, _ value: JSONValue?) -> JSONObject {
        var claims = claims
        claims[name] = value
        return claims
    }

    @Test func `CID-08 CID-09 a verifier whom a trusted authority attests is known by the name in the attestation`()
        throws
    {
        #expect(try refusal() == nil)
        #expect(try refusal(changed("redirect_uris", ["https://x.example/", "https://bank.example/response"])) == nil)
        #expect(try refusal(changed("unknown", [1])) == nil)
    }

    @Test func `NEG-165 CID-08 an attestation that does not hold refuses the request`() throws {
        let stranger = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x74, count: 32))
        #expect(try refusal(changed("exp", .integer(TestPost.time.seconds - 61)))?.code == "expired")
        #expect(try refusal(changed("exp", nil))?.code == "attestation_unusable")
        #expect(try refusal(changed("nbf", .integer(TestPost.time.seconds + 61)))?.code == "not_yet_valid")
        #expect(try refusal(changed("iss", "https://other.example"))?.code == "unknown_issuer")
        #expect(try refusal(changed("iss", nil))?.code == "attestation_unusable")
        #expect(try refusal(by: stranger)?.code == "signature_invalid")
        #expect(try refusal(changed("sub", "shop.example"))?.code == "attestation_unusable")
        #expect(try refusal(changed("sub", .string(Self.client)))?.code == "attestation_unusable", "CID-09")
        #expect(try refusal(changed("cnf", nil))?.code == "attestation_unusable")
        #expect(try refusal(requestKey: stranger)?.code == "signature_invalid")
        let key = JWK(publicKey: stranger.publicKey).json
        #expect(try refusal(changed("cnf", ["jwk": .object(key)]))?.code == "signature_invalid")
        #expect(try refusal(type: nil)?.code == "attestation_unusable")
        #expect(try refusal(type: "JWT")?.code == "attestation_unusable")
        #expect(try refusal(header: { $0["jwt"] = nil })?.code == "attestation_unusable")
        #expect(try refusal(header: { $0["jwt"] = "a.b" }) != nil)
        #expect(
            try refusal(changed("redirect_uris", ["https://bank.example/response/"]))?.code
                == "response_target_not_covered")
        for value in [[], "https://bank.example/response", [1]] as [JSONValue] {
            #expect(try refusal(changed("redirect_uris", value))?.code == "attestation_unusable")
        }
    }

    @Test func `CID-08 TRU-01 who may only ask cannot attest others`() throws {
        let asking = TrustStore(
            entries: [
                TrustEntry(
                    id: "league", name: "League of Banks", purposes: [.relyingPartyAccess], types: [],
                    keys: [
                        .keySet(
                            issuer: "https://league.example", keys: JWKSet([JWK(publicKey: authority.publicKey)]))
                    ], source: "test")
            ])
        #expect(try refusal(trust: asking)?.code == "unknown_issuer")
    }
}
