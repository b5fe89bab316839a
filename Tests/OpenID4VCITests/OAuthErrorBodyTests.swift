import JSON
import Rules
import Testing

@testable import OpenID4VCI

@Suite struct OAuthErrorBodyTests {
    @Test func `HTTP-07 the description keeps to its characters`() {
        let refusal = Refusal("X-1", "x", "quote \" backslash \\ line\n é ~ !", hint: "")
        #expect(OAuthErrorBody(.invalidProof, refusal).text == "X-1: quote ' backslash ? line? ? ~ !")
    }

    @Test func `CRED-34 errors are read by their code alone`() throws {
        let body = try OAuthErrorBody(["error": "x_new", "error_description": 7, "c_nonce": "n"])
        #expect(body.code.rawValue == "x_new")
        #expect(body.text == nil)
        for other: JSONValue in [[:], [], ["error": 1], ["error": ""]] {
            #expect(throws: OpenID4VCIError.self) { try OAuthErrorBody(other) }
        }
    }

    @Test func `HTTP-07 every sentence of the two endpoints can be sent as it is`() {
        let token: [TokenEndpointError] = [
            .notAForm, .parametersInQuery, .parameterTwice, .parameterMissing(name: "tx_code"), .unsupportedGrant,
            .clientMissing, .transactionCodeMissing, .transactionCodeUnexpected, .transactionCodeWrong, .codeNotGood,
            .details(.beyondOffer),
        ]
        let credential: [CredentialEndpointError] = [
            .tokenMissing, .tokenNotGood, .insufficientScope, .malformedBody, .selectors(.none), .selectors(.both),
            .selectors(.identifierExpected), .unknownConfiguration, .unknownIdentifier, .encryptionNotSupported,
            .proofsNotAnObject, .proofs(.missing), .proofs(.tooMany(count: 3, limit: 2)), .proofs(.repeatedKey),
            .proof(.signature, position: 1), .proof(.unsupportedKeyForm, position: 0), .noncesDiffer, .nonceNotGood,
            .limitReached(limit: 20),
        ]
        for refusal in token.map(\.refusal) + credential.map(\.refusal) {
            #expect(OAuthErrorBody.permitted(refusal.problem) == refusal.problem)
            #expect(!refusal.hint.isEmpty)
        }
    }
}
