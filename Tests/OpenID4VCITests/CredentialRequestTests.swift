import JSON
import Rules
import TestSupport
import Testing

@testable import OpenID4VCI

@Suite struct CredentialRequestTests {
    @Test func `CRED-01 what is written is read back`() throws {
        for selector in [CredentialRequest.Selector.configuration("a"), .identifier("x")] {
            let request = CredentialRequest(selector, proofs: ["p1", "p2"])
            let read = try CredentialRequest(request.json)
            #expect(read == request)
            #expect(try read.jwtProofs(limit: 2) == ["p1", "p2"])
        }
    }

    @Test func `CRED-05 unknown members are ignored`() throws {
        let request = try CredentialRequest([
            "credential_configuration_id": "a", "format": "x", "vct": "y", "proof": [:],
        ])
        #expect(request.selector == .configuration("a"))
        #expect(!request.asksForEncryption)
        #expect(throws: CredentialEndpointError.proofs(.missing)) { try request.jwtProofs(limit: 1) }
    }

    @Test(
        arguments: [
            (.object([:]), CredentialEndpointError.selectors(.none)),
            (["format": "dc+sd-jwt", "vct": "x"], .selectors(.none)),
            (["credential_identifier": "x", "credential_configuration_id": "a"], .selectors(.both)),
            (["credential_identifier": 1], .selectors(.notAString)),
            (["credential_configuration_id": .null], .selectors(.notAString)),
            (.array([]), .malformedBody), ("x", .malformedBody),
        ] as [(JSONValue, CredentialEndpointError)])
    func `CRED-02 a request names one credential in one way`(body: JSONValue, error: CredentialEndpointError) {
        #expect(throws: error) { try CredentialRequest(body) }
        #expect(error.code == .invalidCredentialRequest)
        #expect(error.status == 400)
    }

    @Test(
        arguments: [
            (.object([:]), CredentialEndpointError.proofs(.notOneType(count: 0)), "invalid_proof"),
            (["jwt": ["p"], "attestation": ["q"]], .proofs(.notOneType(count: 2)), "invalid_proof"),
            (["di_vp": [[:]]], .proofs(.unsupportedType), "invalid_proof"),
            (["cwt": ["p"]], .proofs(.unsupportedType), "invalid_proof"),
            (["attestation": ["p"]], .proofs(.unsupportedType), "invalid_proof"),
            (["jwt": []], .proofs(.notANonEmptyArray), "invalid_proof"),
            (["jwt": "p"], .proofs(.notANonEmptyArray), "invalid_proof"),
            (["jwt": ["p", 1]], .proofs(.notStrings), "invalid_proof"),
            (["jwt": ["p", "q", "r"]], .proofs(.tooMany(count: 3, limit: 2)), "invalid_proof"),
            (.array([]), .proofsNotAnObject, "invalid_credential_request"),
            ("p", .proofsNotAnObject, "invalid_credential_request"),
        ] as [(JSONValue, CredentialEndpointError, String)])
    func `PROOF-03 CRED-08 proofs of another form`(proofs: JSONValue, error: CredentialEndpointError, code: String)
        throws
    {
        let request = try CredentialRequest(["credential_configuration_id": "a", "proofs": proofs])
        #expect(throws: error) { try request.jwtProofs(limit: 2) }
        #expect(error.code?.rawValue == code)
    }

    @Test func `IENC-06 a wish for encryption is seen`() throws {
        let body: JSONValue = ["credential_configuration_id": "a", "credential_response_encryption": [:]]
        #expect(try CredentialRequest(body).asksForEncryption)
    }

    @Test(arguments: try vectors("openid4vci/response.json"))
    func `CRED-20 to CRED-23 the vectors of openid4vci.response`(vector: Vector) throws {
        do {
            let limit = Int(vector["limit"]?.integer ?? 0)
            let response = try CredentialResponse(vector["document"] ?? .null, limit: limit)
            try #require(vector.result == "valid")
            #expect(.array(response.credentials.map(JSONValue.string)) == vector.test["output"])
        } catch let error as OpenID4VCIError {
            #expect(vector.result == "invalid", "\(error)")
            #expect(error.refusal.code == vector.error)
            #expect(vector.rules.contains(error.refusal.rule.description), "\(error)")
        }
    }

    @Test func `NONCE-02 a nonce response`() throws {
        #expect(try NonceResponse(NonceResponse(nonce: "n").json).nonce == "n")
        for body: JSONValue in [[:], ["c_nonce": ""], ["c_nonce": 1], [], ["nonce": "n"]] {
            #expect(throws: OpenID4VCIError.self) { try NonceResponse(body) }
        }
    }
}
