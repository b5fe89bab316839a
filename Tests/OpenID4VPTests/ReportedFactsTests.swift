import CredentialModel
import DCQL
import JSON
import OpenID4VP
import Rules
import SDJWTVC
import TestSupport
import Testing
import Trust

/// What a relying party learns, and what it does not.
@Suite struct ReportedFactsTests {
    /// Every status is valid.
    private struct Valid: CredentialStatusSource {
        func status(
            of reference: StatusReference, issuer: IssuerIdentity, trust: TrustStore, at time: UnixTime
        ) throws(SDJWTVCError) -> StatusFinding {
            .known(name: "valid", value: 0, ageSeconds: 0, reference: reference)
        }
    }

    private func report(_ presentation: String, binding: Bool) throws -> Report {
        var query = try #require(TestVerifier.query["credentials"]?[0]?.object)
        query["require_cryptographic_holder_binding"] = .bool(binding)
        query["claims"] = nil
        let json: JSONValue = ["credentials": [.object(query)]]
        return PresentationVerifier(trust: try TestPost().trust(), status: Valid()).report(
            on: VPToken([("person", [presentation])]),
            expectation: PresentationExpectation(
                audience: "x509_hash:abc", nonce: "n-0S6_WzA2MjAAAAAA",
                query: try DCQLQuery(json: json, reader: .verifier)), at: TestPost.time)
    }

    @Test func `TSL-49 the reference to the status, by which records could be joined, is not handed on`() throws {
        let post = try TestPost()
        var claims = TestPost.claims
        claims["status"] = ["status_list": ["idx": 7, "uri": "https://post.example/lists/1"]]
        let text = try post.credential(claims: claims)
        let report = try report(text, binding: false)
        #expect(report.isAccepted, "\(report.refusals)")
        #expect(report.credentials.first?.claims?["status"] == nil)
        #expect(!report.withoutClaims.json.text.contains("lists/1"))
        #expect(report.json.text.contains("valid"))
    }

    @Test func `VFY-21 without holder binding the report says that nobody was proven to be the holder`() throws {
        let post = try TestPost()
        let bearer = try report(try post.credential(), binding: false)
        #expect(bearer.isAccepted, "\(bearer.refusals)")
        #expect(bearer.credentials.first?.keyBinding == .notProven)
        let bound = try report(
            try post.presentation(
                of: try post.credential(), showing: [], audience: "x509_hash:abc", nonce: "n-0S6_WzA2MjAAAAAA"),
            binding: true)
        #expect(bound.isAccepted, "\(bound.refusals)")
        #expect(bound.credentials.first?.keyBinding != .notProven)
    }
}
