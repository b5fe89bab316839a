import Certificates
import CredentialModel
import Cryptography
import DCQL
import HTTP
import JOSE
import JSON
import OpenID4VP
import Rules
import SDJWT
import SDJWTVC
import TestSupport
import Testing
import Trust

@Suite struct PresentationVerifierTests {
    private static let audience = "x509_hash:abc"
    private static let nonce = "n-0S6_WzA2MjAAAAAA"
    private let post: TestPost

    init() throws { post = try TestPost() }

    private func report(
        _ answers: [(queryID: String, presentations: [String])], query: JSONValue = TestVerifier.query
    ) throws -> Report {
        PresentationVerifier(trust: post.trust(), status: NoStatusSource(why: "test")).report(
            on: VPToken(answers),
            expectation: PresentationExpectation(
                audience: Self.audience, nonce: Self.nonce, query: try DCQLQuery(json: query, reader: .verifier)),
            at: TestPost.time)
    }

    private func shown(
        _ names: [String] = ["given_name"], audience: String = PresentationVerifierTests.audience,
        nonce: String = PresentationVerifierTests.nonce, at time: UnixTime = TestPost.time, seed: UInt64 = 1
    ) throws -> String {
        try post.presentation(
            of: try post.credential(seed: seed), showing: names, audience: audience, nonce: nonce, at: time)
    }

    @Test func `VFY-12 VFY-14 VFY-06 a response that answers the query is accepted, with the requested claims only`()
        throws
    {
        let report = try report([("person", [try shown(["given_name", "family_name"])])])
        #expect(report.isAccepted, "\(report.refusals)")
        #expect(!report.steps.contains { $0.rule == "VFY-09" }, "nothing was to be confirmed, so nothing is said of it")
        let credential = try #require(report.credentials.first)
        #expect(credential.queryID == "person")
        #expect(credential.claims?["given_name"] == "Ada")
        #expect(credential.claims?["family_name"] == nil, "VFY-14")
        for name in ["cnf", "status", "vct", "exp"] { #expect(credential.claims?[name] == nil, "VFY-14 \(name)") }
    }

    /// What a response says of accounts when that issuer gave the credential to its person with the number 7.
    private func account(of issuer: String) throws -> JSONValue? {
        var claims = TestPost.claims
        claims["iss"] = .string(issuer)
        claims["sub"] = "person-7"
        let text = try post.presentation(
            of: try post.credential(claims: claims, header: ["typ": "dc+sd-jwt"]), showing: ["given_name"],
            audience: Self.audience, nonce: Self.nonce)
        var query = try #require(TestVerifier.query["credentials"]?[0]?.object)
        query["claims"] = [["path": ["sub"]], ["path": ["given_name"]]]
        let keys = JWKSet([JWK(publicKey: post.key.publicKey)])
        let entry = TrustEntry(
            id: "post", name: "Post", purposes: [.postalIssuer], types: [TestPost.type],
            keys: [.keySet(issuer: issuer, keys: keys)], source: "test")
        let report = PresentationVerifier(
            trust: TrustStore(entries: [entry]), status: NoStatusSource(why: "test")
        ).report(
            on: VPToken([("person", [text])]),
            expectation: PresentationExpectation(
                audience: Self.audience, nonce: Self.nonce,
                query: try DCQLQuery(json: ["credentials": [.object(query)]], reader: .verifier)), at: TestPost.time)
        return report.json["credentials"]?[0]?["account"]
    }

    @Test func `NEG-240 VFY-20 SEC-20 the same subject of another issuer is another account, not this one`() throws {
        let own = try #require(try account(of: "https://post.example"))
        #expect(own == ["issuer": "post: https://post.example", "fit": ["sub"], "unfit": ["given_name"]])
        let other = try #require(try account(of: "https://other.example"))
        #expect(other == ["issuer": "post: https://other.example", "fit": ["sub"], "unfit": ["given_name"]])
    }

    @Test(arguments: [nil, "https://post.example"])
    func `NEG-240 VFY-20 a subject or an address that two authorities certify is two issuers, not one`(
        address: String?
    ) throws {
        var claims = TestPost.claims
        claims["iss"] = address.map(JSONValue.string)
        func name(_ entry: String) throws -> String? {
            let store = TrustStore(
                entries: [
                    TrustEntry(
                        id: entry, name: "Post", purposes: [.postalIssuer], types: [TestPost.type],
                        keys: [.anchor(post.root)], source: "test")
                ])
            var log = StepLog()
            var report = CredentialReport(format: .sdJWTVC)
            let credential = try SDJWTVCVerifier(trust: store, status: NoStatusSource(why: "test")).verified(
                Array(try post.credential(claims: claims).utf8), types: nil, keyBinding: .refused, at: TestPost.time,
                log: &log, report: &report)
            #expect(report.accountIssuer == credential.issuer.accountName)
            return report.accountIssuer
        }
        #expect(try name("kea") != name("namesake"))
        #expect(try name("kea") == "kea: \(address ?? post.leaf.subject.text)")
    }

    @Test func `VFY-14 DSEL-12 claims that are visible to everybody are kept only where the query names them`() throws {
        var claims = TestPost.claims
        claims["sub"] = "person-7"
        claims["service"] = ["office": "Aarau", "desk": 4]
        claims["languages"] = ["de", "fr", "it"]
        let text = try post.presentation(
            of: try post.credential(claims: claims), showing: ["given_name"], audience: Self.audience,
            nonce: Self.nonce)
        func kept(_ paths: JSONValue...) throws -> JSONValue? {
            var query = try #require(TestVerifier.query["credentials"]?[0]?.object)
            query["claims"] = paths.isEmpty ? nil : .array(paths.map { ["path": $0] })
            let report = try report([("person", [text])], query: ["credentials": [.object(query)]])
            #expect(report.isAccepted, "\(report.refusals)")
            return report.credentials.first?.claims.map { .object($0) }
        }
        #expect(try kept(["given_name"]) == ["given_name": "Ada"])
        #expect(try kept(["service", "desk"]) == ["service": ["desk": 4]])
        #expect(try kept(["service"], ["sub"]) == ["sub": "person-7", "service": ["office": "Aarau", "desk": 4]])
        #expect(try kept(["languages", 1]) == ["languages": ["fr"]])
        #expect(try kept(["languages", .null]) == ["languages": ["de", "fr", "it"]])
        #expect(try kept()?["sub"] == "person-7", "without claims in the query, what is visible is what is wanted")
    }

    @Test func `VFY-14 SES-07 of a response that is rejected no claims are kept, also not of what held`() throws {
        var query = try #require(TestVerifier.query.object)
        var again = try #require(query["credentials"]?[0]?.object)
        again["id"] = "again"
        query["credentials"] = [try #require(query["credentials"]?[0]), .object(again)]
        let late = try shown(at: TestPost.time - 4000, seed: 2)
        let report = try report([("person", [try shown()]), ("again", [late])], query: .object(query))
        #expect(!report.isAccepted)
        #expect(report.credentials.count == 2)
        #expect(report.credentials.allSatisfy { $0.claims == nil })
        #expect(!report.json.text.contains("Ada"))
    }

    @Test func `VFY-08 KB-07 a presentation for another verifier is refused`() throws {
        let report = try report([("person", [try shown(audience: "x509_hash:other")])])
        #expect(report.refusals.contains { $0.rule == "KB-07" })
        #expect(!report.isAccepted)
        #expect(report.credentials.allSatisfy { $0.claims == nil })
    }

    @Test func `VFY-08 SES-07 a presentation for another nonce rejects the whole response`() throws {
        let report = try report([("person", [try shown(nonce: "another-nonce-0123456")])])
        #expect(!report.isAccepted)
        #expect(report.credentials.allSatisfy { $0.claims == nil })
    }

    @Test func `KB-04 KB-05 a credential without key binding is refused where one is asked for`() throws {
        #expect(try report([("person", [try post.credential()])]).refusal?.rule == "KB-05")
    }

    @Test func `KB-08 a presentation older than five minutes is refused`() throws {
        #expect(try report([("person", [try shown(at: TestPost.time - 300)])]).isAccepted)
        #expect(try !report([("person", [try shown(at: TestPost.time - 301)])]).isAccepted)
        #expect(try report([("person", [try shown(at: TestPost.time + 60)])]).isAccepted)
        #expect(try !report([("person", [try shown(at: TestPost.time + 61)])]).isAccepted)
    }

    @Test func `VFY-12 DSEL-11 a claim that was asked for and not shown is refused`() throws {
        #expect(try !report([("person", [try shown([])])]).isAccepted)
        #expect(try !report([("person", [try shown(["family_name"])])]).isAccepted)
    }

    @Test func `DSEL-12 an answer to another query, none, and two where one is asked for are refused`() throws {
        #expect(try !report([("other", [try shown()])]).isAccepted)
        #expect(try !report([("person", [try shown()]), ("other", [try shown()])]).isAccepted)
        #expect(try !report([]).isAccepted)
        #expect(try !report([("person", [try shown(), try shown(seed: 2)])]).isAccepted)
    }

    @Test func `NEG-234 KB-03 one presentation may answer two queries, its key binding none for another credential`()
        throws
    {
        var query = try #require(TestVerifier.query.object)
        let person = try #require(query["credentials"]?[0])
        var again = try #require(person.object)
        again["id"] = "again"
        query["credentials"] = [person, .object(again)]
        let first = try shown()
        #expect(try report([("person", [first]), ("again", [first])], query: .object(query)).isAccepted)

        let proof = first.suffix(from: try #require(first.lastIndex(of: "~")))
        let other = try shown(seed: 2)
        let moved = other.prefix(upTo: try #require(other.lastIndex(of: "~"))) + proof
        let report = try report([("person", [first]), ("again", [String(moved)])], query: .object(query))
        #expect(!report.isAccepted)
        #expect(report.refusals.contains { $0.rule == "KB-03" })
    }

    @Test func `SES-07 of several presentations one with a fault is discarded`() throws {
        var query = TestVerifier.query
        if var object = query.object, var first = object["credentials"]?[0]?.object {
            first["multiple"] = true
            object["credentials"] = [.object(first)]
            query = .object(object)
        }
        let good = try shown()
        let bad = try shown(at: TestPost.time - 4000, seed: 2)
        let report = try report([("person", [good, bad])], query: query)
        #expect(report.isAccepted)
        #expect(report.credentials.count == 2)
        #expect(report.credentials.filter { $0.claims != nil }.count == 1)
    }

    @Test(arguments: [
        "[]", "\"x\"", "{\"a\": \"x\"}", "{\"a\": []}", "{\"a\": [1]}", "{\"a\": [\"x\", null]}", "7",
    ])
    func `RSP-01 a vp_token of another shape is refused`(text: String) throws {
        let json = try JSONValue(parsing: text)
        #expect(throws: OpenID4VPError.self) { try VPToken(json) }
    }

    @Test
    func `SES-07 NEG-086 NEG-211 of several presentations one for another nonce rejects all, also with other faults`()
        throws
    {
        var query = TestVerifier.query
        if var object = query.object, var first = object["credentials"]?[0]?.object {
            first["multiple"] = true
            object["credentials"] = [.object(first)]
            query = .object(object)
        }
        let time = TestPost.time
        func foreign(_ change: (inout JSONObject) -> Void, header: JSONObject? = nil) throws -> String {
            var claims = TestPost.claims
            change(&claims)
            return try post.presentation(
                of: try post.credential(claims: claims, header: header, seed: 3), showing: ["given_name"],
                audience: Self.audience, nonce: "another-nonce-0123456", at: time)
        }
        for (reason, other) in [
            ("expired", try foreign { $0["exp"] = .integer(time.seconds - 3600) }),
            ("other type", try foreign { $0["vct"] = "urn:carnet:postal:po-box:1" }),
            ("issuer of nobody", try foreign({ $0["iss"] = "https://nobody.example" }, header: ["typ": "dc+sd-jwt"])),
        ] {
            let report = try report([("person", [try shown(), other])], query: query)
            #expect(report.refusals.contains { $0.rule == "SES-07" }, "\(reason)")
            #expect(!report.isAccepted, "\(reason)")
        }
        for time in [TestPost.time, TestPost.time - 4000] {
            let foreign = try shown(nonce: "another-nonce-0123456", at: time, seed: 2)
            let report = try report([("person", [try shown(), foreign])], query: query)
            #expect(report.refusal?.rule == "SES-07" || report.refusal?.code == "nonce_mismatch")
            #expect(!report.isAccepted)
        }
    }
}
