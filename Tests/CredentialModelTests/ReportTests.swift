import CredentialModel
import JSON
import Rules
import Testing

@Suite struct ReportTests {
    private let refusal = Refusal("KB-07", "wrong_nonce", "the nonce is another", hint: "ask again")
    private let time = UnixTime(seconds: 1_795_514_400)

    private func credential() -> CredentialReport {
        var credential = CredentialReport(format: .sdJWTVC, queryID: "address")
        credential.type = "urn:carnet:postal:address-proof:1"
        credential.issuer = "https://post.example"
        credential.keyBinding = .proven(thumbprint: "abc")
        credential.validity = Validity(issuedAt: time - 60, expiresAt: time + 60)
        credential.status = .known(
            name: "valid", value: 0, ageSeconds: 12,
            reference: StatusReference(uri: "https://post.example/status/1", index: 5))
        credential.trust = TrustPath(anchor: "post", path: ["CN=Signer", "CN=Post"])
        credential.reveal(["address": ["postcode": "1000"]])
        return credential
    }

    @Test func `the JSON form has the verdict, the credentials and the steps`() throws {
        var log = StepLog(subject: "presentation 'address'")
        log.passed("JOSE-14", "signature of the issuer", on: "ES256")
        log.skipped("TSL-40", "status", why: "the credential refers to no status")
        log.failed("nonce", refusal)
        let report = Report(checkedAt: time, log: log, credentials: [credential()])
        let expected = try JSONValue(
            parsing: """
                {"verdict":"rejected",
                 "refusal":{"rule":"KB-07","code":"wrong_nonce","detail":"the nonce is another","hint":"ask again"},
                 "checked_at":"2026-11-24T10:00:00Z",
                 "credentials":[{"query":"address","format":"dc+sd-jwt","type":"urn:carnet:postal:address-proof:1",
                  "issuer":"https://post.example","key_binding":{"holder_bound":true,"thumbprint":"abc"},
                  "validity":{"issued_at":"2026-11-24T09:59:00Z","expires_at":"2026-11-24T10:01:00Z"},
                  "status":{"state":"known","name":"valid","value":0,"age_seconds":12,
                   "list":"https://post.example/status/1","index":5},
                  "trust":{"anchor":"post","path":["CN=Signer","CN=Post"]},
                  "revealed":["address.postcode"],"claims":{"address":{"postcode":"1000"}}}],
                 "steps":[
                  {"rule":"JOSE-14","subject":"presentation 'address'","check":"signature of the issuer",
                   "value":"ES256","outcome":"passed"},
                  {"rule":"TSL-40","subject":"presentation 'address'","check":"status","outcome":"skipped",
                   "why":"the credential refers to no status"},
                  {"rule":"KB-07","subject":"presentation 'address'","check":"nonce","outcome":"failed",
                   "refusal":{"rule":"KB-07","code":"wrong_nonce","detail":"the nonce is another","hint":"ask again"}}
                 ]}
                """)
        #expect(report.json.text == expected.text)
        #expect(report.refusals == [refusal])
    }

    @Test func `VFY-14 the report for storage has no claim value and nothing that links`() {
        let report = Report(verdict: .accepted, checkedAt: time, steps: [], credentials: [credential()])
        let text = report.withoutClaims.json.text
        for secret in ["1000", "abc", "status/1", #""index""#, #""claims""#] {
            #expect(!text.contains(secret), "\(secret)")
        }
        #expect(text.contains("address.postcode"))
        #expect(text.contains(#""age_seconds":12"#))
        #expect(text.contains(#""holder_bound":true"#))
    }

    @Test func `VFY-20 SEC-20 what is stable names an account beside its issuer, everything else is not fit`() {
        var credential = credential()
        #expect(credential.account == nil, "nobody vouches for the issuer's name yet")
        credential.accountIssuer = "https://post.example"
        credential.reveal([
            "sub": "7", "customer_id": "KEA-1", "email": "ada@example.com", "given_name": "Ada", "phone_number": "1",
            "address": ["sub": "7"],
        ])
        #expect(credential.account?.fit.map(\.description) == ["sub", "customer_id"])
        #expect(
            credential.account?.unfit.map(\.description) == ["email", "given_name", "phone_number", "address.sub"])
        #expect(credential.withoutClaims.account == credential.account, "it holds no value")
        #expect(!credential.withoutClaims.json.text.contains("KEA-1"))
    }

    @Test func `VFY-20 VFY-21 of whoever did not prove to be the holder no claim names an account`() {
        var credential = credential()
        credential.accountIssuer = "https://post.example"
        credential.keyBinding = .notProven
        credential.reveal(["sub": "7"])
        #expect(credential.account?.fit == [])
        #expect(credential.account?.unfit.map(\.description) == ["sub"])
        credential.withdrawClaims()
        #expect(credential.account == nil, "of a refused credential nothing is relied on")
    }

    @Test func `DSEL-11 a log without a passed step accepts nothing`() {
        var log = StepLog()
        #expect(!Report(checkedAt: time, log: log, credentials: []).isAccepted)
        log.skipped("TSL-40", "status", why: "offline")
        #expect(Report(checkedAt: time, log: log, credentials: []).refusal?.code == "nothing_checked")
        log.passed("JOSE-14", "signature")
        #expect(Report(checkedAt: time, log: log, credentials: []).isAccepted)
        log.failed("nonce", refusal)
        #expect(Report(checkedAt: time, log: log, credentials: []).verdict == .rejected(refusal))
    }

    @Test(arguments: [
        (StatusFinding.none, #"{"state":"none"}"#),
        (.notChecked(why: "offline"), #"{"state":"not_checked","why":"offline"}"#),
        (.unknown(why: "timeout"), #"{"state":"unknown","why":"timeout"}"#),
        (
            .known(name: "invalid", value: 1, ageSeconds: 0, reference: nil),
            #"{"state":"known","name":"invalid","value":1,"age_seconds":0}"#
        ),
    ])
    func `TSL-40 unknown and unchecked are states of their own`(finding: StatusFinding, text: String) {
        #expect(finding.json.text == text)
    }
}
