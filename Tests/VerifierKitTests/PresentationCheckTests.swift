import CredentialModel
import Cryptography
import DCQL
import JOSE
import JSON
import Rules
import SDJWT
import SDJWTVC
import TestSupport
import Testing
import VerifierKit

@Suite struct PresentationCheckTests {
    private let post: TestPost
    private let check = PresentationCheck(time: TestPost.time, as: .credential)

    init() throws { post = try TestPost() }

    private func report(_ key: JWK) throws -> Report {
        check.report(onPlain: Array(try post.credential().utf8), issuerKey: key)
    }

    @Test func `SDJWT-31 a plain SD-JWT is checked with the key that was given`() throws {
        let good = try report(JWK(publicKey: post.key.publicKey, algorithm: "ES256", use: "sig"))
        #expect(good.isAccepted, "\(good.refusals)")
        #expect(good.credentials.first?.claims?["given_name"] == "Ada")
        let other = try report(JWK(publicKey: post.holder.publicKey))
        #expect(other.refusal?.code == "signature_invalid")
        #expect(other.credentials.first?.claims == nil)
    }

    @Test func `SDJSON-04 a plain SD-JWT is checked in its JSON form too`() throws {
        let key = JWK(publicKey: post.key.publicKey)
        var json = try JSONSDJWT(try CompactSDJWT(parsing: try post.credential())).json
        func report() -> Report { check.report(onPlain: JSONValue.object(json).serialized(), issuerKey: key) }
        #expect(report().isAccepted, "\(report().refusals)")
        #expect(report().credentials.first?.claims?["given_name"] == "Ada")
        json["disclosures"] = []
        #expect(report().refusal?.code == "json_form_outside_header")
        #expect(report().credentials.first?.claims == nil)
    }

    @Test func `JOSE-19 a key that says it is for something else checks no signature`() throws {
        #expect(try report(JWK(publicKey: post.key.publicKey, use: "enc")).refusal?.code == "algorithm_not_allowed")
        #expect(
            try report(JWK(publicKey: post.key.publicKey, algorithm: "ECDH-ES")).refusal?.code
                == "algorithm_not_allowed")
    }

    @Test func `SDJWT-52 as a credential, what comes with a key binding is refused`() throws {
        let shown = try post.presentation(
            of: try post.credential(), showing: [], audience: "verifier", nonce: "n-0S6_WzA2MjAAAAAA")
        let report = check.report(
            on: Array(shown.utf8), trust: post.trust(), status: NoStatusSource(why: "test"),
            policy: CredentialPolicy())
        #expect(report.refusal?.rule == "SDJWT-52")
        let presented = PresentationCheck(
            time: TestPost.time, as: .presentation(nonce: "n-0S6_WzA2MjAAAAAA", audience: "verifier"))
        #expect(
            presented.report(
                on: Array(shown.utf8), trust: post.trust(), status: NoStatusSource(why: "test"),
                policy: CredentialPolicy()
            ).isAccepted)
    }

    @Test func `VFY-06 an answer to a query is one presentation, or the JSON of them all`() throws {
        let nonce = "n-0S6_WzA2MjAAAAAA"
        let shown = try post.presentation(
            of: try post.credential(), showing: ["given_name"], audience: "verifier", nonce: nonce)
        let query: JSONValue = [
            "credentials": [
                [
                    "id": "person", "format": "dc+sd-jwt", "meta": ["vct_values": [.string(TestPost.type)]],
                    "claims": [["path": ["given_name"]]],
                ]
            ]
        ]
        let answer = PresentationCheck(
            time: TestPost.time,
            as: .response(nonce: nonce, audience: "verifier", query: try DCQLQuery(json: query, reader: .verifier)))
        func report(_ text: String) -> Report {
            answer.report(
                on: Array(text.utf8), trust: post.trust(), status: NoStatusSource(why: "test"),
                policy: CredentialPolicy())
        }
        #expect(report(shown).isAccepted, "\(report(shown).refusals)")
        let token: JSONValue = ["person": [.string(shown)]]
        #expect(report(token.text).isAccepted)
        #expect(!report(#"{"other":["\#(shown)"]}"#).isAccepted)
        #expect(!report("{").isAccepted)
    }

    @Test func `VC-58 NEG-126 a credential is checked against its type where documents are at hand`() throws {
        func report(_ claims: String, _ change: (inout CredentialPolicy) -> Void = { _ in }) throws -> Report {
            let document = "{\"vct\":\"\(TestPost.type)\",\"claims\":\(claims)}"
            var policy = CredentialPolicy()
            change(&policy)
            return check.report(
                on: Array(try post.credential().utf8), trust: post.trust(), status: NoStatusSource(why: "test"),
                typeMetadata: TypeMetadataFolder(
                    documents: claims.isEmpty ? [] : [(TestPost.type, Array(document.utf8))]),
                policy: policy)
        }
        #expect(try report("[]").isAccepted)
        #expect(try report("").isAccepted)
        #expect(try report(#"[{"path":["given_name"],"sd":"never"}]"#).refusal?.code == "claim_disclosable")
        #expect(try report("") { $0.unknownTypeMetadata = .refused }.refusal?.code == "type_metadata_unavailable")
    }
}
