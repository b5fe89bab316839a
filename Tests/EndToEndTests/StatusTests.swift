import JSON
import TestSupport
import Testing

/// What a person reads of her credentials: their names, and whether they are still good.
@Suite struct StatusTests {
    private let post: PostOffice
    private let ada: Person

    init() throws {
        let folder = try TemporaryFolder()
        post = try PostOffice(in: folder)
        ada = try Person("ada", in: folder, trusting: post)
    }

    @Test func `TSL-46 a list is asked for once in its time, and anew when the person says so`() throws {
        let offer = try post.offer()
        #expect(try ada.run("--yes", "receive", offer.link).code == 0)
        #expect(try post.run("--yes", "revoke", offer.issuance).code == 0)
        let before = try ada.run("status")
        #expect(before.code == 0, "the list that came with the credential is fresh: \(before.output)")
        #expect(before.output.contains("valid (0)"))
        let after = try ada.run("status", "--refresh")
        #expect(after.code == 1)
        #expect(after.output.contains("status_invalid"))
        #expect(try ada.run("status").code == 1, "the new list was kept")
    }

    @Test func `TMETA-03 credentials and claims are called as the issuer calls them, in the person's language`() throws
    {
        let offer = try post.offer()
        let received = try ada.run("--yes", "receive", offer.link, "--lang", "fr-CH")
        #expect(received.messages.contains("Identité postale"), "\(received.messages)")
        #expect(received.output.contains("Identité postale"))
        #expect(try ada.run("list", "--lang", "fr").output.contains("Identité postale"))
        let id = try #require(try ada.credentials().first?["id"]?.string)
        let shown = try ada.run("show", id, "--lang", "fr").output
        #expect(shown.contains("Prénom"))
        #expect(shown.contains("urn:carnet:postal:identity:1"))
        #expect(!shown.contains("given_name"))
        #expect(try ada.run("show", id).output.contains("Given name"))
    }

    @Test func `STA-08 a service that wants a status refuses a long-lived credential without one`()
        throws
    {
        let bank = try Bank(in: post.folder, trusting: post)
        let ben = try Person("ben", in: post.folder, trusting: post, bank)
        try ada.trust(post, bank)
        #expect(try ben.run("--yes", "receive", try post.offer().link).code == 0)
        try change("issuer/types/identity.json") { type in
            var issuance = type["issuance"]?.object ?? [:]
            issuance["status"] = false
            type["issuance"] = .object(issuance)
        }
        try post.service.killAndRestart()
        #expect(try ada.run("--yes", "receive", try post.offer().link).code == 0)
        func result(of person: Person) throws -> JSONValue {
            let transaction = try bank.ask()
            _ = try person.run("--yes", "present", transaction.link)
            return try bank.result(of: transaction)
        }
        let reported = try result(of: ada)
        #expect(reported["state"] == "accepted", "unless it is asked for: \(reported.text)")
        #expect(reported["report"]?["credentials"]?[0]?["status"]?["state"] == "none", "\(reported.text)")
        try change("verifier/verifier.json") { $0["credential_status"] = "required" }
        try bank.service.killAndRestart()
        let refused = try result(of: ada)
        #expect(refused["state"] == "rejected")
        #expect(refused["report"]?["refusal"]?["code"] == "status_missing", "\(refused.text)")
        #expect(refused["report"]?["refusal"]?["rule"] == "STA-08")
        #expect(refused["claims"] == nil)
        #expect(try result(of: ben)["state"] == "accepted")
    }

    private func change(_ file: String, _ body: (inout JSONObject) -> Void) throws {
        var object = try #require(try JSONValue(parsing: post.folder.bytes(of: file) ?? []).object)
        body(&object)
        try post.folder.write(JSONValue.object(object).serialized(), to: file)
    }
}
