import Certificates
import CredentialModel
import HTTP
import JSON
import OpenID4VCI
import OpenID4VP
import Rules
import TestSupport
import Testing

@testable import WalletKit

/// Whom an issuer permits its credentials to be shown to, and what the wallet makes of that.
@Suite struct DisclosurePolicyTests {
    private let test: TestWallet
    private let bank: TestBank
    private let wallet: Wallet

    init() throws {
        test = try TestWallet()
        bank = try TestBank()
        wallet = test.wallet(trust: bank.trust(test.post, types: [TestPost.type]))
    }

    private static func policy(_ type: JSONValue, _ more: JSONObject = [:]) -> DisclosurePolicy {
        var object = more
        object["policy_uri"] = "https://post.example/policies/1"
        object["policy_type"] = type
        object["policy_info_url"] = "https://post.example/why"
        return DisclosurePolicy(.object(object))
    }

    private static func parties(_ parties: JSONValue...) -> DisclosurePolicy {
        policy("authorized_rp_only", ["authorized_parties": .array(parties)])
    }

    private static func roots(_ name: String, _ number: String) -> DisclosurePolicy {
        policy(
            "specific_root_of_trust",
            ["trusted_roots": [["issuer_dn": .string(name), "serial_number": .string(number)]]])
    }

    /// Keeps one credential with that policy, as it is received from the issuer.
    private func hold(_ policy: DisclosurePolicy?, isAttestation: Bool = false) throws {
        let giver = try IssuerIdentifier("https://post.example", hosts: .publicHosts)
        let text = try test.post.credential(claims: TestPost.claims, seed: 1)
        let batch = try wallet.batch(of: [(text, test.post.holder)], from: giver, labels: .none, policy: policy)
        let read = batch.credential
        let credential = HeldCredential(
            id: read.id, type: read.type, transactions: isAttestation ? .attestation : read.transactions,
            issuer: read.issuer, labels: read.labels, disclosurePolicy: read.disclosurePolicy, validity: read.validity,
            addedAt: read.addedAt)
        _ = try wallet.store(
            [Wallet.Batch(credential: credential, copies: batch.copies, report: batch.report)],
            HistoryEntry(time: TestPost.time, event: .received, party: giver.text, details: []))
    }

    private func proposal(
        _ policies: PolicyHeed = .heeded, entitlements: [String] = []
    ) throws -> PresentationProposal {
        let link = try bank.link([], queries: [TestBank.query("person")], entitlements: entitlements).link
        return try wallet.proposal(for: link, policies: policies)
    }

    @Test func `PAY-19 a credential without a policy, or with one that permits everyone, is shown to everyone`() throws
    {
        for policy in [nil, Self.policy("no_policy")] {
            try hold(policy)
            #expect(try proposal().recommendation != nil)
            let unsigned = try wallet.proposal(for: try TestWallet.request())
            let choice = try #require(unsigned.recommendation)
            #expect(unsigned.contradictions(to: choice).isEmpty)
            try wallet.delete(try #require(try wallet.credentials().first))
        }
    }

    @Test(
        arguments: [
            (parties(["subject_dn": "O=Harbour Bank,ORGID=VATGR-123456789"]), [], true),
            (parties(["subject_dn": "O=Other Bank"], ["subject_dn": "CN=Verifier"]), [], true),
            (parties(["subject_dn": "O=Other Bank"]), [], false),
            (parties(["entitlement_uri": "urn:psp"]), ["urn:x", "urn:psp"], true),
            (parties(["entitlement_uri": "urn:psp"]), ["urn:x"], false),
            (parties(["entitlement_uri": "urn:psp"]), [], false),
            (parties(["subject_dn": "O=Other Bank", "entitlement_uri": "urn:psp"]), ["urn:psp"], true),
            (roots("O=Harbour Bank", "1"), [], true), (roots("O=Harbour Bank", "2"), [], false),
            (roots("O=Other Root", "1"), [], false), (policy("whitelist"), [], false),
        ] as [(DisclosurePolicy, [String], Bool)])
    func `PAY-19 what trusted authorities say of the verifier decides`(
        policy: DisclosurePolicy, entitlements: [String], isPermitted: Bool
    ) throws {
        try hold(policy)
        let proposal = try proposal(entitlements: entitlements)
        #expect(proposal.authenticated.registration?.entitlements ?? [] == entitlements)
        #expect((proposal.recommendation != nil) == isPermitted)
        #expect(proposal.hindered.map(\.refusal.rule) == (isPermitted ? [] : ["PAY-19"]))
    }

    @Test func `PAY-19 the certificate of the verifier itself is no authority over it`() throws {
        try hold(Self.roots("CN=Verifier", "1"))
        #expect(try proposal().recommendation != nil, "its root has the same name and number in this test")
        let pinned = test.wallet(trust: bank.trust(test.post, types: [TestPost.type], anchor: bank.leaf))
        let link = try bank.link([], queries: [TestBank.query("person")]).link
        #expect(try pinned.proposal(for: link).recommendation == nil)
    }

    @Test func `PAY-19 the certificates of who attests a verifier are not the verifier's`() throws {
        let link = try bank.attestedLink(queries: [TestBank.query("person")])
        try hold(nil)
        let attested = try wallet.proposal(for: link)
        #expect(attested.authenticated.standing == .authenticated)
        #expect(attested.recommendation != nil)
        for policy in [Self.parties(["subject_dn": "O=Harbour Bank"]), Self.roots("O=Harbour Bank", "1")] {
            try wallet.delete(try #require(try wallet.credentials().first))
            try hold(policy)
            #expect(try proposal().recommendation != nil, "the bank itself")
            #expect(try wallet.proposal(for: link).recommendation == nil)
        }
    }

    @Test func `PAY-19 a verifier of whom nobody says anything is not among those that are permitted`() throws {
        try hold(Self.parties(["subject_dn": "O=Harbour Bank"], ["entitlement_uri": "urn:psp"]))
        #expect(try wallet.proposal(for: try TestWallet.request()).recommendation == nil)
    }

    @Test func `PAY-19 the person is told why, and may show it all the same`() throws {
        try hold(Self.parties(["subject_dn": "O=Other Bank"]))
        let refusal = try #require(try proposal().hindered.first?.refusal)
        #expect(refusal.problem.contains("'Harbour Bank' is not among them"))
        #expect(refusal.hint.contains("https://post.example/why"))
        #expect(refusal.hint.contains("--against-policy"))
        let proposal = try proposal(.leftToThePerson)
        let choice = try #require(proposal.recommendation)
        #expect(proposal.contradictions(to: choice).map(\.rule) == ["PAY-19"])
        _ = try wallet.send(try wallet.response(to: proposal, choice: choice), for: proposal, choice: choice)
        #expect(test.network.forms.count == 1)
    }

    @Test func `PAY-19 a policy that cannot be read permits nobody, and says so`() throws {
        try hold(Self.policy("whitelist"))
        let refusal = try #require(try proposal().hindered.first?.refusal)
        #expect(refusal.problem.contains("cannot be read here: its policy_type is 'whitelist'"))
        #expect(try proposal(.leftToThePerson).recommendation != nil)
    }

    @Test func `PAY-19 what confirms payments and logins is never shown against its policy`() throws {
        try hold(Self.parties(["subject_dn": "O=Other Bank"]), isAttestation: true)
        for policies in [PolicyHeed.heeded, .leftToThePerson] {
            let proposal = try proposal(policies)
            #expect(proposal.recommendation == nil)
            #expect(proposal.hindered.first?.refusal.hint.contains("--against-policy") == false)
        }
        try hold(Self.parties(["subject_dn": "O=Harbour Bank"]), isAttestation: true)
        #expect(try proposal().recommendation != nil)
    }

    @Test func `PAY-19 the verifier learns nothing of a policy`() throws {
        try hold(Self.parties(["subject_dn": "O=Other Bank"]))
        let proposal = try proposal()
        try wallet.decline(proposal)
        let form = try #require(test.network.forms.first)
        #expect(try form.single("error") == "access_denied")
        #expect(try form.single("error_description") == nil)
    }
}
