import Certificates
import CredentialModel
import JOSE
import JSON
import Rules
import SDJWT
import SDJWTVC
import TestSupport
import Testing
import TokenStatusList
import Trust

@Suite struct SDJWTVCVerifierTests {
    private static let audience = "x509_hash:abc"
    private static let nonce = "n-0S6_WzA2MjAAAAAA"
    private let post: TestPost

    init() throws { post = try TestPost() }

    /// A source that answers what a test wants, and counts how often it is asked.
    struct Source: CredentialStatusSource {
        let answer: Result<StatusFinding, SDJWTVCError>
        let asked = Counter()

        func status(
            of reference: StatusReference, issuer: IssuerIdentity, trust: TrustStore, at time: UnixTime
        ) throws(SDJWTVCError) -> StatusFinding {
            asked.increment()
            return try answer.get()
        }
    }

    func verified(
        _ text: String, types: [String]? = nil, binding: KeyBindingPolicy = .refused, trust: TrustStore? = nil,
        status: any CredentialStatusSource = NoStatusSource(why: "test"), at time: UnixTime = TestPost.time,
        policy: CredentialPolicy = CredentialPolicy()
    ) -> (code: String?, log: StepLog, report: CredentialReport) {
        var log = StepLog()
        var report = CredentialReport(format: .sdJWTVC)
        let verifier = SDJWTVCVerifier(trust: trust ?? post.trust(), status: status, policy: policy)
        do throws(SDJWTVCError) {
            _ = try verifier.verified(
                Array(text.utf8), types: types, keyBinding: binding, at: time, log: &log, report: &report)
            return (nil, log, report)
        } catch { return (error.refusal.code, log, report) }
    }

    func changed(bound: Bool = true, _ change: (inout JSONObject) -> Void) throws -> String {
        var claims = TestPost.claims
        change(&claims)
        return try post.credential(claims: claims, bound: bound)
    }

    private var bound: KeyBindingPolicy {
        .required(KeyBindingExpectation(audience: Self.audience, nonce: Self.nonce, at: TestPost.time))
    }

    @Test func `VC-40 a credential of a trusted issuer is accepted, every step written down`() throws {
        let result = verified(try post.credential(), types: [TestPost.type])
        #expect(result.code == nil)
        #expect(result.log.isSound)
        #expect(result.report.type == TestPost.type)
        #expect(result.report.trust?.path.count == 2)
        #expect(result.report.claims?["given_name"] == "Ada")
        let rules = result.log.steps.map(\.rule.description)
        for rule in ["VC-41", "SDJWT-31", "VC-01", "VC-20", "VC-25", "STA-08"] {
            #expect(rules.contains(rule), "\(rule)")
        }
        let long = verified(try living(40 * 86_400))
        let status = long.log.steps.filter { $0.rule == "VC-24" }.map(\.outcome)
        #expect(status == [.skipped(why: "the credential refers to none")], "what was not looked up has not passed")
    }

    /// A credential without status that lives that long.
    func living(_ seconds: Int64, from start: String = "iat") throws -> String {
        try changed { claims in
            claims["iat"] = nil
            claims[start] = .integer(TestPost.time.seconds - 3600)
            claims["exp"] = .integer(TestPost.time.seconds - 3600 + seconds)
        }
    }

    private static let haip: CredentialPolicy = {
        var policy = CredentialPolicy()
        policy.profile = .haip
        return policy
    }()

    @Test func `HAIP-08 the key comes with a certificate, the binding is a key, the status is on a list`() throws {
        #expect(verified(try post.credential(), policy: Self.haip).code == nil)
        let bare = verified(try post.credential(header: ["typ": "dc+sd-jwt"]), policy: Self.haip)
        #expect(bare.code == "not_haip")
        let named = verified(try changed(bound: false) { $0["cnf"] = ["kid": "1"] }, policy: Self.haip)
        #expect(named.code == "not_haip")
        let elsewhere = verified(try changed { $0["status"] = ["other": [:]] }, policy: Self.haip)
        #expect(elsewhere.code == "not_haip")
        let list: JSONValue = ["status_list": ["idx": 5, "uri": "https://post.example/list"]]
        let valid = Source(answer: .success(.known(name: "valid", value: 0, ageSeconds: 1, reference: nil)))
        #expect(verified(try changed { $0["status"] = list }, status: valid, policy: Self.haip).code == nil)
        #expect(verified(try post.credential(bound: false), policy: Self.haip).code == nil, "bound to nobody")
    }

    @Test func `HAIP-11 what is bound is presented with its binding, whatever the request said`() throws {
        let binding = KeyBindingPolicy.ifPresent(
            KeyBindingExpectation(audience: Self.audience, nonce: Self.nonce, at: TestPost.time))
        #expect(verified(try post.credential(), binding: binding).code == nil)
        #expect(verified(try post.credential(), binding: binding, policy: Self.haip).code != nil)
        let free = try post.credential(bound: false)
        #expect(verified(free, binding: binding, policy: Self.haip).code == nil, "there is nothing to prove")
    }

    @Test func `KB-07 a presentation proves possession of the key`() throws {
        let text = try post.presentation(
            of: try post.credential(), showing: ["given_name"], audience: Self.audience, nonce: Self.nonce)
        let result = verified(text, binding: bound)
        #expect(result.code == nil)
        #expect(result.report.claims?["family_name"] == nil)
        guard case .proven = result.report.keyBinding else { return #expect(Bool(false), "not proven") }
    }

    @Test(arguments: [nil, "JWT", "DC+SD-JWT", "application/dc+sd-jwt", "kb+jwt", "oauth-authz-req+jwt"])
    func `SDJWT-05 VC-01 another type of token is refused`(type: String?) throws {
        var header: JSONObject = ["x5c": JOSEHeader.x5c([post.leaf])]
        header["typ"] = type.map(JSONValue.string)
        #expect(verified(try post.credential(header: header)).code == "wrong_type")
    }

    @Test func `VC-01 the name of earlier drafts is read only when policy says so`() throws {
        let text = try post.credential(header: ["typ": "vc+sd-jwt", "x5c": JOSEHeader.x5c([post.leaf])])
        #expect(verified(text).code == "wrong_type")
        var policy = CredentialPolicy()
        policy.typeNames = .draftsToo
        #expect(verified(text, policy: policy).code == nil)
    }

    @Test(arguments: [
        (JSONValue?.none, "vct_missing"), (.some(7), "vct_missing"), (.some(""), "vct_malformed"),
        (.some("urn:a b"), "vct_malformed"), (.some("urn:a\u{202E}b"), "vct_malformed"),
        (.some("urn:a\u{200B}b"), "vct_malformed"), (.some("urn:a\u{A0}b"), "vct_malformed"),
        (.some(.string(String(repeating: "x", count: 1025))), "vct_malformed"),
    ])
    func `VC-04 a missing or malformed vct is refused`(vct: JSONValue?, code: String) throws {
        #expect(verified(try changed { $0["vct"] = vct }).code == code)
    }

    @Test func `DSEL-11 another type than expected is refused`() throws {
        #expect(verified(try post.credential(), types: ["urn:other"]).code == "vct_not_expected")
    }

    @Test(arguments: ["exp", "vct", "status"])
    func `VC-20 a claim that must be visible and came in a Disclosure is refused`(name: String) throws {
        var claims = TestPost.claims
        claims["status"] = ["status_list": ["idx": 1, "uri": "https://post.example/list"]]
        var issuer = TestPost.disclosable
        issuer.append([.name(name)])
        // The issuer of this house refuses to make such a credential, or its verifier to read it.
        guard let text = try? post.credential(claims: claims, disclosable: issuer) else { return }
        #expect(["protected_claim_disclosed", "vct_missing"].contains(verified(text).code), "\(name)")
    }

    @Test func `VC-20 a part of status or cnf that is disclosable is refused`() throws {
        var claims = TestPost.claims
        claims["status"] = ["status_list": ["idx": 1, "uri": "https://post.example/list"]]
        let text = try post.credential(claims: claims, disclosable: [["status", "status_list"]])
        #expect(verified(text).code == "protected_claim_disclosed")
    }

    @Test func `VC-21 sub and iat may be disclosable`() throws {
        var claims = TestPost.claims
        claims["sub"] = "person 7"
        #expect(verified(try post.credential(claims: claims, disclosable: [["sub"], ["iat"]])).code == nil)
    }

    @Test func `VC-25 expiry and start are checked with 60 seconds of skew`() throws {
        let expires = TestPost.time + 86_400
        let text = try post.credential()
        #expect(verified(text, at: expires + 59).code == nil)
        #expect(verified(text, at: expires + 60).code == "expired")
        let later = try changed { $0["nbf"] = .integer(TestPost.time.seconds + 61) }
        #expect(verified(later).code == "not_yet_valid")
        #expect(verified(try changed { $0["nbf"] = .integer(TestPost.time.seconds + 60) }).code == nil)
    }

    @Test func `VC-42 VFY-10 SEC-19 VC-41 a trusted issuer of another type is refused before its signature is checked`()
        throws
    {
        let result = verified(try post.credential(), trust: post.trust(types: ["urn:other"]))
        #expect(result.code == "type_not_permitted")
        #expect(result.log.steps.contains { $0.rule == "SDJWT-31" && $0.outcome != .passed })
    }

    @Test(arguments: [
        "https://other.example", "https://post.example.evil", "https://a@post.example", "http://other.example",
        "https://sub.post.example/", "https://post.example:secret@evil.example", "https://post.example\\@evil.example",
    ])
    func `VC-22 an issuer that the certificate does not stand for is refused`(issuer: String) throws {
        #expect(verified(try changed { $0["iss"] = .string(issuer) }).code == "iss_not_certified")
    }

    @Test(arguments: ["https://post.example", "https://POST.example:8443/kea", "urn:post:kea", nil])
    func `VC-22 a certified issuer, another kind of name and none are accepted`(issuer: String?) throws {
        #expect(verified(try changed { $0["iss"] = issuer.map(JSONValue.string) }).code == nil)
    }

    private func issuer(of text: String) throws(SDJWTVCError) -> IssuerIdentity {
        var log = StepLog()
        var report = CredentialReport(format: .sdJWTVC)
        return try SDJWTVCVerifier(trust: post.trust(), status: NoStatusSource(why: "test")).verified(
            Array(text.utf8), types: nil, keyBinding: .refused, at: TestPost.time, log: &log, report: &report
        ).issuer
    }

    @Test(arguments: [
        "Ministry of Finance", "urn:other:post", "https:/other.example", "https:other.example", "ftp://other.example",
    ])
    func `X5C-02 a name that the certificate does not have is not shown as the issuer's`(name: String) throws {
        let text = try changed { $0["iss"] = .string(name.replacing(" ", with: "-")) }
        #expect(try issuer(of: text).name == post.leaf.subject.text)
        #expect(try issuer(of: text).identifier == nil)
    }

    @Test func `X5C-02 a name that the certificate has is shown`() throws {
        #expect(try issuer(of: try post.credential()).name == "https://post.example")
        #expect(try issuer(of: try post.credential()).identifier == "https://post.example")
        #expect(try issuer(of: try changed { $0["iss"] = nil }).name == post.leaf.subject.text)
    }

    @Test(
        arguments: [
            "", "https://post.example/\u{202E}", "https://post.example/ x", "https://post.example/\n", 7, .null,
        ] as [JSONValue])
    func `VC-22 a name that people cannot see whole is refused`(name: JSONValue) throws {
        #expect(verified(try changed { $0["iss"] = name }).code == "iss_malformed")
    }

    @Test func `VC-20 VC-06 further types are visible or not there`() throws {
        var claims = TestPost.claims
        claims["aka_vcts"] = ["urn:other"]
        #expect(verified(try post.credential(claims: claims)).code == nil)
        #expect(
            verified(try post.credential(claims: claims, disclosable: [["aka_vcts"]])).code
                == "protected_claim_disclosed")
    }

    @Test func `SEC-16 nothing is revealed of a credential that is refused`() throws {
        let expired = verified(try post.credential(), at: TestPost.time + 200_000)
        #expect(expired.code == "expired")
        #expect(expired.report.claims == nil)
        #expect(expired.report.type == TestPost.type, "but what it is")
        let text = try changed { $0["status"] = ["status_list": ["idx": 5, "uri": "https://post.example/list"]] }
        let revoked = StatusFinding.known(name: "invalid", value: 1, ageSeconds: 1, reference: nil)
        #expect(verified(text, status: Source(answer: .success(revoked))).report.claims == nil)
    }

    @Test func `DCQL-05 only the certificates of the path speak for an authority`() throws {
        let stranger = try #require(try TestPost.otherChain().first)
        let text = try post.credential(
            header: ["typ": "dc+sd-jwt", "x5c": JOSEHeader.x5c([post.leaf, post.root, stranger])])
        let issuer = try issuer(of: text)
        #expect(issuer.certificates.count == 3)
        #expect(Array(issuer.path) == [post.leaf])
    }

    @Test func `VC-30 a credential that does not say who issued it is refused`() throws {
        let text = try post.credential(
            claims: {
                var claims = TestPost.claims; claims["iss"] = nil; return claims
            }(), header: ["typ": "dc+sd-jwt"])
        #expect(verified(text).code == "no_issuer_evidence")
    }

    @Test func `VFY-10 SEC-11 JOSE-18 a chain of strangers is refused`() throws {
        let text = try post.credential(
            header: ["typ": "dc+sd-jwt", "x5c": JOSEHeader.x5c(try TestPost.otherChain())])
        #expect(verified(text).code == "untrusted")
    }

    @Test func `SDJWT-52 a holder refuses a credential that comes with a key binding`() throws {
        let text = try post.presentation(
            of: try post.credential(), showing: [], audience: Self.audience, nonce: Self.nonce)
        #expect(verified(text).code != nil)
    }

    @Test(arguments: [
        (StatusFinding.known(name: "valid", value: 0, ageSeconds: 1, reference: nil), String?.none),
        (.known(name: "invalid", value: 1, ageSeconds: 1, reference: nil), "status_invalid"),
        (.known(name: "suspended", value: 2, ageSeconds: 1, reference: nil), "status_suspended"),
        (.unknown(why: "no network"), "status_unknown"), (.notChecked(why: "no time"), "status_unknown"),
        (StatusFinding.none, "status_unknown"), (.notNeeded(lifeSeconds: 1), "status_unknown"),
    ])
    func `VC-24 the status decides`(finding: StatusFinding, code: String?) throws {
        let text = try changed { $0["status"] = ["status_list": ["idx": 5, "uri": "https://post.example/list"]] }
        #expect(verified(text, status: Source(answer: .success(finding))).code == code)
    }

    @Test func `VC-24 an unknown status is reported when policy lets it pass`() throws {
        var policy = CredentialPolicy()
        policy.unknownStatus = .reported
        let text = try changed { $0["status"] = ["status_list": ["idx": 5, "uri": "https://post.example/list"]] }
        let result = verified(text, policy: policy)
        #expect(result.code == nil)
        #expect(result.report.status == .unknown(why: "test"))
    }

    @Test func `VFY-11 SEC-22 TSL-40 NEG-141 no status is asked for when the credential is refused already`() throws {
        let text = try changed { $0["status"] = ["status_list": ["idx": 5, "uri": "https://post.example/list"]] }
        let source = Source(answer: .success(.known(name: "valid", value: 0, ageSeconds: 0, reference: nil)))
        #expect(verified(text, status: source, at: TestPost.time + 200_000).code == "expired")
        #expect(source.asked.value == 0)
        #expect(verified(text, status: source).code == nil)
        #expect(source.asked.value == 1)
    }

    @Test(
        arguments: [
            ([:], "no_status_mechanism"), (["other": [:]], "no_status_mechanism"), (["status_list": 3], "not_object"),
            (["status_list": ["idx": 3]], "status_member"), (["status_list": ["uri": "https://x"]], "status_member"),
        ] as [(JSONValue, String)])
    func `TSL-20 a status without a reference to a list is refused`(status: JSONValue, code: String) throws {
        #expect(verified(try changed { $0["status"] = status }).code == code)
    }

    @Test(
        arguments: [
            (-1, "https://x/", "unusable_index"), ("3", "https://x/", "unusable_index"),
            (2_147_483_649, "https://x/", "unusable_index"), (3, "http://post.example/list", "unusable_uri"),
            (3, "http://127.0.0.1/list", "unusable_uri"), (3, "file:///etc/passwd", "unusable_uri"),
            (3, "https://me@post.example/list", "unusable_uri"), (3, "https://post.example/list#3", "unusable_uri"),
        ] as [(JSONValue, String, String)])
    func `TSL-21 a reference that is malformed or leads elsewhere is refused, and nothing is fetched`(
        index: JSONValue, address: String, code: String
    ) throws {
        let source = Source(answer: .success(.known(name: "valid", value: 0, ageSeconds: 0, reference: nil)))
        let text = try changed { $0["status"] = ["status_list": ["idx": index, "uri": .string(address)]] }
        #expect(verified(text, status: source).code == code)
        #expect(source.asked.value == 0)
    }

    @Test func `TSL-21 a list on this machine is for trials, by policy`() throws {
        let source = Source(answer: .success(.known(name: "valid", value: 0, ageSeconds: 0, reference: nil)))
        let text = try changed { $0["status"] = ["status_list": ["idx": 3, "uri": "http://127.0.0.1:8081/list"]] }
        var policy = CredentialPolicy()
        policy.statusPlaces = .httpsAndLoopback
        #expect(verified(text, status: source, policy: policy).code == nil)
        #expect(source.asked.value == 1)
    }

    @Test func `SEC-16 all that is wrong is shown, not only the first`() throws {
        let text = try changed { claims in
            claims["exp"] = 5
            claims["status"] = [:]
        }
        let result = verified(text, types: ["urn:other"], binding: bound)
        let failed = result.log.steps.filter { if case .failed = $0.outcome { true } else { false } }
        #expect(failed.count >= 3, "type, time and key binding: \(failed.map(\.check))")
    }
}
