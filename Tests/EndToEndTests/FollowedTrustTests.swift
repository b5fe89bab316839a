import JSON
import TestSupport
import Testing

/// A service whose trust folder is changed by a command while it runs.
@Suite struct FollowedTrustTests {
    @Test func `TRU-04 a running verifier believes an issuer, and not once somebody blocked it`() throws {
        let folder = try TemporaryFolder()
        let post = try PostOffice(in: folder)
        let bank = try Bank(in: folder, trusting: post)
        let ada = try Person("ada", in: folder, trusting: post, bank)
        #expect(try ada.run("--yes", "receive", try post.offer().link).code == 0)
        func result() throws -> JSONValue {
            let transaction = try bank.ask()
            // What the wallet hears of a refusal is its own matter.
            _ = try ada.run("--yes", "present", transaction.link)
            return try bank.result(of: transaction)
        }
        #expect(try result()["state"] == "accepted")
        #expect(try bank.run(["--yes", "trust", "block", "kea-post"]).code == 0)
        try bank.service.event("trust_folder_read")
        let refused = try result()
        #expect(refused["state"] == "rejected")
        #expect(refused.text.contains("TRU-04"))
    }
}
