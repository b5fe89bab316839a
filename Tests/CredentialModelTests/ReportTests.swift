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
