import CredentialModel
import Cryptography
import DCQL
import HTTP
import JSON
import OpenID4VCI
import OpenID4VP
import Rules
import SDJWT
import SDJWTVC
import Synchronization
import TestSupport
import Testing
import Vault

@testable import WalletKit

/// Several copies of one credential, as issuers of all kinds make them.
@Suite struct CopiesTests {
    private let test: TestWallet

    init() throws { test = try TestWallet() }

    private func hold(_ texts: String...) throws {
        let giver = try IssuerIdentifier("https://post.example", hosts: .publicHosts)
        let batch = try test.wallet.batch(of: texts.map { ($0, test.post.holder) }, from: giver, labels: .none)
        _ = try test.wallet.store(
            [batch], HistoryEntry(time: TestPost.time, event: .received, party: giver.text, details: []))
    }

    private func copy(_ seed: UInt64, change: (inout JSONObject) -> Void = { _ in }) throws -> String {
        var claims = TestPost.claims
        change(&claims)
        return try test.post.credential(claims: claims, seed: seed)
    }

    /// The same credential with its Disclosures in the opposite order, which says the same (SDJWT-02).
    private func turned(_ text: String) -> String {
        let parts = text.split(separator: "~", omittingEmptySubsequences: false).map(String.init)
        return ([parts[0]] + parts.dropFirst().dropLast().reversed()).joined(separator: "~") + "~"
    }

    private func claimsSent() throws -> [Set<String>] {
        try test.network.forms.map { form in
            let token = try VPToken(try JSONValue(parsing: try form.single("vp_token") ?? ""))
            let text = try #require(token.answers.first?.presentations.first)
            let content = try CompactSDJWT(parsing: text).processed()
            return Set(content.disclosures.compactMap(\.disclosure.name))
        }
    }

    @Test func `DSEL-06 SDPRV-01 what the person agreed to is shown, whatever the order of a copy's Disclosures`()
        throws
    {
        try hold(try copy(1), turned(try copy(2)), try copy(3), turned(try copy(4)))
        for host in ["a.example", "b.example", "c.example", "d.example"] {
            let proposal = try test.wallet.proposal(for: try TestWallet.request(from: host))
            let choice = try proposal.match.choice()
            _ = try test.wallet.send(
                try test.wallet.response(to: proposal, choice: choice), for: proposal, choice: choice)
        }
        #expect(try claimsSent() == Array(repeating: ["given_name"], count: 4))
    }

    @Test func `CRED-22 copies that say different things are not stored`() throws {
        let same = try copy(1)
        let others = try [
            copy(2) { $0["given_name"] = "Eve" }, copy(2) { $0["nickname"] = "Addie" },
            copy(2) { $0["age_equal_or_over"] = ["18": false, "21": true] },
            test.post.credential(disclosable: TestPost.disclosable.filter { $0 != ["family_name"] }, seed: 2),
        ]
        for other in others {
            #expect(throws: WalletKitError.copiesDiffer(credential: TestPost.type)) { try hold(same, other) }
        }
        #expect(try test.wallet.credentials().isEmpty)
        try hold(same, try copy(2) { $0["iat"] = .integer(TestPost.time.seconds - 7200) })
        #expect(try test.wallet.credentials().first?.copies == 2)
    }

    @Test func `SDPRV-01 DSEL-07 a credential without an unused copy is named, and why it is not offered`() throws {
        try hold(try copy(1))
        let first = try test.wallet.proposal(for: try TestWallet.request())
        _ = try test.wallet.response(to: first, choice: try first.match.choice())
        let again = try test.wallet.proposal(for: try TestWallet.request(from: "shop.example"))
        #expect(again.recommendation == nil)
        #expect(again.hindered.map(\.refusal.code) == ["no_unused_copy"])
        #expect(again.hindered.map(\.queryID) == ["person"])
        let other = try test.wallet.proposal(for: try TestWallet.request(from: "shop.example", claims: ["nickname"]))
        #expect(other.hindered.isEmpty, "it would not have answered")
    }

    @Test func `JOSE-16 DSEL-07 a credential that is over is not offered, another one is`() throws {
        let wallet = test.wallet(clock: .fixed(TestPost.time - 5))
        let end = TestPost.time.seconds - 1
        _ = try wallet.add(try copy(1) { $0["exp"] = .integer(end) }, key: test.post.holder)
        let over = try test.wallet.proposal(for: try TestWallet.request())
        #expect(over.recommendation == nil)
        #expect(over.hindered.map(\.refusal.code) == ["not_in_force"])
        try hold(try copy(2))
        let proposal = try test.wallet.proposal(for: try TestWallet.request())
        #expect(proposal.match.queries.first?.candidates.count == 1)
        #expect(proposal.recommendation?.answers.first?.credentialID != over.hindered.first?.credentialID)
    }

    @Test func `TSL-44 CRED-26 a credential whose list cannot be had is kept, with its status unknown`() throws {
        try hold(
            try copy(1) {
                $0["status"] = ["status_list": ["idx": 1, "uri": "https://post.example/statuslists/1"]]
            })
        let held = try #require(try test.wallet.credentials().first)
        let report = try test.wallet.report(on: held)
        #expect(report.isAccepted)
        #expect(report.credentials.first?.status == .unknown(why: "test"))
    }

    @Test func `ERR-01 a trial tells the verifier nothing`() throws {
        let link = try TestWallet.request { $0[4] = FormField("nonce", "short") }
        #expect(throws: WalletKitError.self) { try test.wallet.proposal(for: link, tellsVerifier: false) }
        #expect(test.network.forms.isEmpty)
        #expect(try test.wallet.history().last?.event == .refused)
    }

    @Test func `SDPRV-02 nothing is sent that the history could not take`() throws {
        try hold(try copy(1))
        let proposal = try test.wallet.proposal(for: try TestWallet.request())
        let choice = try proposal.match.choice()
        let response = try test.wallet.response(to: proposal, choice: choice)
        test.wallet.vault.lock()
        #expect(throws: WalletKitError.vault(.locked)) {
            try test.wallet.send(response, for: proposal, choice: choice)
        }
        #expect(test.network.forms.isEmpty)
    }

    @Test func `SDPRV-02 what leaves the wallet in a file is in the history`() throws {
        try hold(try copy(1))
        let proposal = try test.wallet.proposal(for: try TestWallet.request())
        try test.wallet.noteHandedOver(try proposal.match.choice(), for: proposal)
        #expect(try test.wallet.history().map(\.event) == [.received, .handedOver])
        #expect(try test.wallet.history().last?.details == ["\(TestPost.type): given_name"])
    }
}
