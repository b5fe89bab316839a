import CredentialModel
import DCQL
import JSON
import OpenID4VP
import Rules
import SDJWTVC
import TestSupport
import Testing

/// Credentials whose type extends the one that is asked for, at the verifier.
@Suite struct OtherTypesTests {
    private static let asked = "urn:example:person"
    private let post: TestPost

    init() throws { post = try TestPost() }

    private func report(
        trusted types: Set<String>, extends: String = asked, documents: Bool = true,
        _ change: (inout CredentialPolicy) -> Void
    ) throws -> Report {
        let (audience, nonce) = ("x509_hash:abc", "n-0S6_WzA2MjAAAAAA")
        let document: JSONValue = ["vct": .string(TestPost.type), "extends": .string(extends)]
        let source = TypeMetadataFolder(
            documents: documents
                ? [(TestPost.type, document.serialized()), (extends, Array("{\"vct\":\"\(extends)\"}".utf8))] : [])
        var policy = CredentialPolicy()
        change(&policy)
        let query: JSONValue = [
            "credentials": [
                [
                    "id": "person", "format": "dc+sd-jwt", "meta": ["vct_values": [.string(Self.asked)]],
                    "claims": [["path": ["given_name"]]],
                ]
            ]
        ]
        let shown = try post.presentation(
            of: try post.credential(), showing: ["given_name"], audience: audience, nonce: nonce)
        return PresentationVerifier(
            trust: post.trust(types: types), status: NoStatusSource(why: "test"), typeMetadata: source, policy: policy
        ).report(
            on: VPToken([("person", [shown])]),
            expectation: PresentationExpectation(
                audience: audience, nonce: nonce, query: try DCQLQuery(json: query, reader: .verifier)),
            at: TestPost.time)
    }

    @Test func `DSEL-02 a type that extends the one that is asked for is taken where policy says so`() throws {
        let report = try report(trusted: [TestPost.type, Self.asked]) { $0.otherTypes = .counted }
        #expect(report.isAccepted, "\(report.refusals)")
        #expect(report.credentials.first?.type == TestPost.type)
        #expect(try !self.report(trusted: [TestPost.type, Self.asked]) { _ in }.isAccepted)
    }

    @Test func `VC-41 NEG-103 an issuer that is not trusted for the type that is asked for cannot extend it`() throws {
        #expect(try !report(trusted: [TestPost.type]) { $0.otherTypes = .counted }.isAccepted)
        #expect(
            try !report(trusted: [TestPost.type, Self.asked], extends: "urn:example:other") { $0.otherTypes = .counted }
                .isAccepted)
    }

    @Test func `VC-50 a response is refused when its type must be described and is not`() throws {
        let report = try report(trusted: [TestPost.type, Self.asked], documents: false) {
            $0.unknownTypeMetadata = .refused
        }
        #expect(report.refusal?.code == "type_metadata_unavailable")
        #expect(report.credentials.allSatisfy { $0.claims == nil })
    }
}
