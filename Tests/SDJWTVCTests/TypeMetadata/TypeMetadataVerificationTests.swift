import CredentialModel
import Cryptography
import JSON
import Rules
import SDJWT
import SDJWTVC
import TestSupport
import Testing
import Trust

/// Type metadata as one step of the verification of a credential.
@Suite struct TypeMetadataVerificationTests {
    private let post: TestPost

    init() throws { post = try TestPost() }

    private static let base = TypeDocuments.document("urn:base")
    private static let document = TypeDocuments.document(
        TestPost.type,
        [["path": ["given_name"], "sd": "always", "mandatory": true], ["path": ["vct"], "sd": "never"]],
        more: ["extends": "urn:base"])

    private var documents: TypeDocuments { TypeDocuments([TestPost.type: Self.document, "urn:base": Self.base]) }

    private func verified(
        _ text: String, _ source: (any TypeMetadataSource)?, binding: KeyBindingPolicy = .refused,
        trust: TrustStore? = nil, _ change: (inout CredentialPolicy) -> Void = { _ in }
    ) -> (result: Result<VerifiedCredential, SDJWTVCError>, steps: [Step]) {
        var policy = CredentialPolicy()
        change(&policy)
        var log = StepLog()
        var report = CredentialReport(format: .sdJWTVC)
        let verifier = SDJWTVCVerifier(
            trust: trust ?? post.trust(), status: NoStatusSource(why: "test"), typeMetadata: source, policy: policy)
        do throws(SDJWTVCError) {
            return (
                .success(
                    try verifier.verified(
                        Array(text.utf8), types: nil, keyBinding: binding, at: TestPost.time, log: &log, report: &report
                    )),
                log.steps
            )
        } catch { return (.failure(error), log.steps) }
    }

    private func code(_ result: Result<VerifiedCredential, SDJWTVCError>) -> String? {
        guard case .failure(let error) = result else { return nil }
        return "\(error.refusal.rule) \(error.refusal.code)"
    }

    private func credential(
        _ change: (inout JSONObject) -> Void = { _ in }, disclosable: [SDJWTPath] = TestPost.disclosable
    ) throws -> String {
        var claims = TestPost.claims
        change(&claims)
        return try post.credential(claims: claims, disclosable: disclosable)
    }

    @Test func `VC-50 VC-58 a credential is checked against its type, and the report says so`() throws {
        let (result, steps) = verified(try credential(), documents)
        #expect(try result.get().typeMetadata?.extends == ["urn:base"])
        for rule in ["VC-50", "VC-58"] {
            #expect(steps.contains { $0.rule.description == rule && $0.outcome == .passed }, "\(rule)")
        }
    }

    @Test func `VC-50 without a source type metadata is left aside, and the report has no word of it`() throws {
        let (result, steps) = verified(try credential(), nil)
        #expect(try result.get().typeMetadata == nil)
        #expect(!steps.contains { $0.rule.description == "VC-50" })
    }

    @Test func `VC-50 policy decides on a type that nobody describes`() throws {
        let text = try credential()
        let (reported, steps) = verified(text, TypeDocuments([:]))
        #expect(code(reported) == nil)
        #expect(
            steps.contains {
                guard $0.rule.description == "VC-50", case .skipped = $0.outcome else { return false }
                return true
            })
        let (refused, _) = verified(text, TypeDocuments([:])) { $0.unknownTypeMetadata = .refused }
        #expect(code(refused) == "VC-50 type_metadata_unavailable")
        let (half, _) = verified(text, TypeDocuments([TestPost.type: Self.document])) {
            $0.unknownTypeMetadata = .refused
        }
        #expect(code(half) == "VC-50 type_metadata_unavailable")
    }

    @Test func `VC-58 NEG-126 a claim in the open that the type leaves to the holder refuses the credential`() throws {
        let text = try credential(disclosable: [["family_name"]])
        #expect(code(verified(text, documents).result) == "VC-58 claim_not_disclosable")
    }

    @Test func `VC-58 NEG-127 a mandatory claim that the holder keeps back is not missing`() throws {
        let text = try post.presentation(
            of: credential(), showing: ["family_name"], audience: "a", nonce: "n-0S6_WzA2MjAAAAAA")
        let binding = KeyBindingPolicy.required(
            KeyBindingExpectation(audience: "a", nonce: "n-0S6_WzA2MjAAAAAA", at: TestPost.time))
        #expect(code(verified(text, documents, binding: binding).result) == nil)
    }

    @Test func `VC-58 a mandatory claim is missing when nothing was kept back, or the issuer sent it so`() throws {
        let without = try credential({ $0["given_name"] = nil }, disclosable: [["family_name"]])
        #expect(code(verified(without, documents).result) == "VC-58 mandatory_claim_missing")
        let part = try CompactSDJWT(parsing: without).processed().presentation(disclosing: []).text
        #expect(code(verified(part, documents).result) == nil)
        #expect(code(verified(part, documents) { $0.origin = .issuer }.result) == "VC-58 mandatory_claim_missing")
    }

    @Test func `VC-54 VC-57 NEG-124 metadata that is there and wrong refuses under every policy`() throws {
        let circle = TypeDocuments([
            TestPost.type: TypeDocuments.document(TestPost.type, more: ["extends": .string(TestPost.type)])
        ])
        let broken = TypeDocuments([TestPost.type: TypeDocuments.document(TestPost.type, [["sd": "never"]])])
        let text = try credential()
        #expect(code(verified(text, circle).result) == "VC-54 type_metadata_cycle")
        #expect(code(verified(text, broken).result) == "VC-57 type_metadata_malformed")
    }

    @Test func `TMETA-02 VC-05 VC-60 vct#integrity binds the document, and another one is not used`() throws {
        let right = SubresourceIntegrity(of: Self.document.serialized(), .sha384).text
        let text = try credential { $0["vct#integrity"] = .string(right) }
        #expect(try verified(text, documents).result.get().typeMetadata != nil)
        let wrong = SubresourceIntegrity(of: [1]).text
        let other = try credential { $0["vct#integrity"] = .string(wrong) }
        // The document is refused; whether the credential is, policy says.
        #expect(try verified(other, documents).result.get().typeMetadata == nil)
        #expect(
            code(verified(other, documents) { $0.unknownTypeMetadata = .refused }.result) == "VC-60 integrity_mismatch")
        let unknown = try credential { $0["vct#integrity"] = "md5-1B2M2Y8AsgTpgAmY7PhCfg==" }
        #expect(try verified(unknown, documents).result.get().typeMetadata == nil)
        #expect(
            code(verified(unknown, documents) { $0.unknownTypeMetadata = .refused }.result)
                == "VC-60 integrity_unsupported")
    }

    @Test(arguments: [1, "", "sha256-x", .null, []] as [JSONValue])
    func `VC-05 a malformed vct#integrity is refused, also where metadata is left aside`(value: JSONValue) throws {
        let text = try credential { $0["vct#integrity"] = value }
        #expect(code(verified(text, nil).result) == "VC-05 integrity_malformed")
    }

    @Test func `VC-50 nothing is looked up for a credential that is refused anyway`() throws {
        let documents = documents
        let text = try credential { $0["exp"] = .integer(TestPost.time.seconds - 3600) }
        #expect(code(verified(text, documents).result) == "JOSE-16 expired")
        #expect(documents.asked.value == 0)
    }

    @Test func `VC-06 DSEL-02 further types count where policy says so`() throws {
        let text = try credential { $0["aka_vcts"] = ["urn:eu:pid", "urn:de:pid"] }
        let trust = post.trust(types: [TestPost.type, "urn:base", "urn:eu:pid"])
        #expect(try verified(text, documents, trust: trust).result.get().facts(id: "a").otherTypes == [])
        let counted = try verified(text, documents, trust: trust) { $0.otherTypes = .counted }.result.get()
        #expect(counted.facts(id: "a").otherTypes == ["urn:base", "urn:eu:pid"])
        #expect(counted.type == TestPost.type)
    }

    @Test
    func `VC-06 VC-41 further types count for an issuer of an imported list, whose entries have ids of their own`()
        throws
    {
        let text = try credential { $0["aka_vcts"] = ["urn:eu:pid", "urn:de:pid"] }
        let trust = TrustStore(entries: [
            TrustEntry(
                id: "eu.i0", name: "Post of Kea", purposes: [.pidIssuer],
                types: [TestPost.type, "urn:base", "urn:eu:pid"], keys: [.anchor(post.root)], source: "list eu",
                entity: "eu.kea")
        ])
        let counted = try verified(text, documents, trust: trust) { $0.otherTypes = .counted }.result.get()
        #expect(counted.facts(id: "a").otherTypes == ["urn:base", "urn:eu:pid"])
    }

    @Test func `VC-41 NEG-103 a further type counts only where its issuer is trusted for it too`() throws {
        let text = try credential { $0["aka_vcts"] = ["urn:eu:pid"] }
        let counted = try verified(text, documents) { $0.otherTypes = .counted }.result.get()
        #expect(counted.typeMetadata?.extends == ["urn:base"])
        #expect(counted.facts(id: "a").otherTypes.isEmpty)
    }

    @Test(arguments: [[], "urn:x", ["urn:x", 1], [.string(TestPost.type)], [""], ["a b"], .null] as [JSONValue])
    func `VC-06 a malformed list of further types is refused where they count, and passed over elsewhere`(
        value: JSONValue
    ) throws {
        let text = try credential { $0["aka_vcts"] = value }
        #expect(code(verified(text, nil) { $0.otherTypes = .counted }.result) == "VC-06 aka_vcts_malformed")
        #expect(code(verified(text, nil).result) == nil)
    }

    @Test func `VC-41 NEG-103 extending a trusted type, or naming it, makes nobody its issuer`() throws {
        let mine = TypeDocuments([
            "urn:mine": TypeDocuments.document("urn:mine", more: ["extends": .string(TestPost.type)]),
            TestPost.type: TypeDocuments.document(TestPost.type),
        ])
        let text = try credential {
            $0["vct"] = "urn:mine"
            $0["aka_vcts"] = [.string(TestPost.type)]
        }
        #expect(code(verified(text, mine) { $0.otherTypes = .counted }.result) == "VC-41 type_not_permitted")
        #expect(mine.asked.value == 0)
    }
}
