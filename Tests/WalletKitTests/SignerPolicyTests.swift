import DCQL
import JSON
import OpenID4VCI
import OpenID4VP
import Rules
import SDJWTVC
import Synchronization
import TestSupport
import Testing

@testable import WalletKit

/// Whom a credential is shown to that its issuer permits few to see, once its type turns out to be an attestation.
extension SignerChoiceTests {
    /// Keeps a credential of a type of which nothing is known, which the bank may not see.
    private func holdForOthers() throws -> DisclosurePolicy {
        let policy = DisclosurePolicy([
            "policy_uri": "https://post.example/p", "policy_type": "authorized_rp_only",
            "authorized_parties": [["subject_dn": "O=Other Bank"]],
        ])
        var claims = TestPost.claims
        claims["vct"] = .string(Self.place)
        let batch = try wallet.batch(
            of: [(try test.post.credential(claims: claims), test.post.holder)],
            from: try IssuerIdentifier("https://post.example", hosts: .publicHosts), labels: .none, policy: policy)
        _ = try wallet.store([batch], HistoryEntry(time: TestPost.time, event: .received, party: "post", details: []))
        return policy
    }

    @Test func `PAY-19 what turns out to be an attestation keeps its policy, and is not shown against it`() throws {
        let policy = try holdForOthers()
        let link = try bank.link([try TestBank.entry()], queries: [TestBank.query("person", type: Self.place)]).link
        let unknown = try wallet.proposal(for: link, policies: .leftToThePerson)
        #expect(unknown.match.recommendation != nil && !unknown.lookUps.isEmpty)
        fetched.set([Self.place: Self.document()])
        let before = fetched.asked.withLock(\.count)
        #expect(try wallet.lookingUp(unknown, of: ["another"]).lookUps == unknown.lookUps)
        #expect(fetched.asked.withLock(\.count) == before, "only what the person agreed to is looked up")
        let known = try wallet.lookingUp(unknown)
        #expect(try wallet.credentials().first?.disclosurePolicy == policy)
        #expect(known.match.recommendation == nil)
        #expect(known.hindered.map(\.refusal.rule) == ["PAY-19"])
    }

    @Test func `PAY-19 what is kept of a type since makes an attestation of a credential that came before`() throws {
        _ = try holdForOthers()
        let link = try bank.link([], queries: [TestBank.query("person", type: Self.place)]).link
        #expect(try wallet.proposal(for: link, policies: .leftToThePerson).recommendation != nil)
        kept.set([Self.place: Self.silent])
        #expect(try wallet.proposal(for: link, policies: .leftToThePerson).recommendation != nil)
        kept.set([Self.place: Self.document()])
        #expect(try wallet.credentials().first?.transactions == nil)
        func isKeptBack() throws -> Bool {
            let known = try wallet.proposal(for: link, policies: .leftToThePerson)
            return known.recommendation == nil
                && known.hindered.first?.refusal.hint.contains("--against-policy") == false
        }
        #expect(try isKeptBack())
        // One whose type had not the category when it came.
        try wallet.delete(try #require(try wallet.credentials().first))
        fetched.set([Self.place: Self.document(category: nil)])
        _ = try holdForOthers()
        #expect(try wallet.credentials().first?.transactions == .mapAlone)
        #expect(try isKeptBack())
        // What was looked up holds when no document is there any more.
        kept.set([:])
        #expect(try !isKeptBack())
        fetched.set([Self.place: Self.document()])
        let payment = try bank.link(
            [try TestBank.entry("payment")], queries: [TestBank.query("person", type: Self.place)]
        ).link
        _ = try wallet.lookingUp(try wallet.proposal(for: payment, policies: .leftToThePerson))
        #expect(try wallet.credentials().first?.transactions == .attestation)
        #expect(try isKeptBack())
    }
}
