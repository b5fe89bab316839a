import JSON
import TestSupport
import Testing

/// An issuer that permits its credentials to be shown to some verifiers only.
@Suite struct DisclosurePolicyTests {
    /// A post whose identities are for one organisation, a bank, and Ada, who holds one.
    private func town(for organization: String) throws -> Town {
        try Town(policy: [
            "policy_uri": "https://kea.example/policies/1", "policy_type": "authorized_rp_only",
            "policy_info_url": "https://kea.example/why",
            "authorized_parties": [["subject_dn": .string("O=\(organization)")]],
        ])
    }

    @Test func `PAY-19 a verifier whom the issuer permits gets an answer, and the person sees whom it permits`() throws
    {
        let town = try town(for: "Harbour Bank")
        let transaction = try town.bank.ask()
        let shown = try town.ada.run("--yes", "present", transaction.link)
        #expect(shown.code == 0, "\(shown.messages)")
        #expect(try town.bank.result(of: transaction)["state"] == "accepted")
        let id = try #require(try town.ada.credentials().first?["id"]?.string)
        #expect(
            try town.ada.run("show", id).output.contains(
                "no verifiers but O=Harbour Bank (see https://kea.example/why)"))
        #expect(try town.ada.credentials().first?["disclosure_policy"]?["policy_type"] == "authorized_rp_only")
    }

    @Test func `PAY-19 any other gets none, unless the person decides so`() throws {
        let town = try town(for: "Other Bank")
        let transaction = try town.bank.ask()
        let refused = try town.ada.run("--yes", "present", transaction.link)
        #expect(refused.code == 1)
        #expect(refused.messages.contains("'Harbour Bank' is not among them"), "\(refused.messages)")
        #expect(refused.messages.contains("https://kea.example/why"))
        let result = try town.bank.result(of: transaction)
        #expect(result["state"] == "wallet_error")
        #expect(!result.text.contains("polic"), "the verifier learns nothing of it")
        let again = try town.bank.ask()
        let shown = try town.ada.run("--yes", "--json", "present", "--against-policy", again.link)
        #expect(shown.code == 0, "\(shown.messages)")
        #expect(shown.messages.contains("is not among them (PAY-19)"))
        #expect(try JSONValue(parsing: shown.output)["against_policy"]?.array?.count == 1)
        #expect(try town.bank.result(of: again)["state"] == "accepted")
    }
}
