import CredentialModel
import JSON
import Rules
import SDJWTVC
import TestSupport
import Testing

/// Which credentials need no status, and that nothing else is excused.
extension SDJWTVCVerifierTests {
    @Test(arguments: [
        (1_209_600, "iat", StatusFinding.notNeeded(lifeSeconds: 1_209_600)),
        (1_209_600, "nbf", .notNeeded(lifeSeconds: 1_209_600)), (1_209_601, "iat", .none), (1_209_601, "nbf", .none),
        (7200, "auth_time", .none),
    ])
    func `STA-08 a credential without status needs none when it lives 14 days at most, and a longer one is not excused`(
        life: Int64, start: String, finding: StatusFinding
    ) throws {
        let result = verified(try living(life, from: start))
        #expect(result.code == nil)
        #expect(result.report.status == finding)
        let whys = result.log.steps.filter { $0.check == "status of the credential" }.compactMap { step -> String? in
            if case .skipped(let why) = step.outcome { "\(step.rule) \(why)" } else { nil }
        }
        let expected =
            finding == .none
            ? "VC-24 the credential refers to none"
            : "STA-08 not needed: it lives \(life) s, and up to 1209600 s need none"
        #expect(whys == [expected])
    }

    @Test func `STA-08 a life begins when the credential was issued, and not only when it may be used`() throws {
        let text = try changed { claims in
            claims["iat"] = .integer(TestPost.time.seconds - 15 * 86_400)
            claims["nbf"] = .integer(TestPost.time.seconds - 3600)
        }
        #expect(verified(text).report.status == .none)
    }

    @Test func `STA-08 where a status is required a short life passes, a longer one without status is refused`() throws
    {
        for profile in [Profile.openID4VP, .haip] {
            var policy = CredentialPolicy()
            policy.absentStatus = .refused
            policy.profile = profile
            let short = verified(try living(1_209_600), policy: policy)
            #expect(short.code == nil)
            #expect(short.report.status == .notNeeded(lifeSeconds: 1_209_600))
            let long = verified(try living(1_209_601), policy: policy)
            #expect(long.code == "status_missing")
            #expect(long.report.claims == nil)
        }
        let endless = try changed { $0["exp"] = nil }
        var policy = CredentialPolicy()
        policy.absentStatus = .refused
        #expect(verified(endless, policy: policy).code == "status_missing")
        #expect(verified(endless).code == nil)
    }

    @Test func `STA-08 a status that is named is asked for, however short the life, and never excused`() throws {
        let text = try changed { $0["status"] = ["status_list": ["idx": 5, "uri": "https://post.example/list"]] }
        #expect(verified(text, status: Source(answer: .success(.unknown(why: "down")))).code == "status_unknown")
        let revoked = StatusFinding.known(name: "invalid", value: 1, ageSeconds: 1, reference: nil)
        #expect(verified(text, status: Source(answer: .success(revoked))).code == "status_invalid")
    }
}
