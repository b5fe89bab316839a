import Certificates
import Cryptography
import HTTP
import JOSE
import JSON
import OpenID4VP
import Rules
import SDJWTVC
import Synchronization
import TestSupport
import Testing
import Trust

@testable import WalletKit

/// A request makes the wallet ask nobody about what the person holds.
@Suite struct AskingNobodyTests {
    /// Notes about which certificates it was asked; holds a list that says that one was revoked, when it has one.
    private final class Lists: RevocationListSource {
        let asked = Counter()
        let held: [KeptRevocationList]

        init(_ held: [KeptRevocationList] = []) { self.held = held }

        func lists(
            about certificate: Certificate, issuedBy issuer: Certificate, at time: UnixTime
        ) -> (lists: [KeptRevocationList], failure: String?) {
            asked.increment()
            return (held, nil)
        }
    }

    private let test: TestWallet

    init() throws { test = try TestWallet() }

    private func wallet(_ trust: TrustStore) -> Wallet {
        Wallet(
            vault: test.wallet.vault, trust: trust, client: test.network, status: NoStatusSource(why: "test"),
            network: .secure, clock: .fixed(TestPost.time), random: test.wallet.random)
    }

    @Test func `DSEL-10 no revocation list of an issuer is asked for before consent, on receipt it is`() throws {
        let lists = Lists()
        let wallet = wallet(test.post.trust().asking(RevocationPolicy(source: lists)))
        _ = try wallet.add(try test.post.credential(), key: test.post.holder)
        #expect(lists.asked.value > 0)
        let before = lists.asked.value
        #expect(try wallet.proposal(for: try TestWallet.request()).recommendation != nil)
        #expect(lists.asked.value == before)
    }

    @Test func `DSEL-10 no keys of an issuer that publishes them are fetched before consent`() throws {
        let name = "https://post.example"
        let published = TrustStore(entries: [
            TrustEntry(
                id: "kea-post", name: "Post of Kea", purposes: [.postalIssuer], types: [TestPost.type],
                keys: [.published(issuer: name)], source: "test")
        ])
        let jwks: JSONValue = [
            "issuer": .string(name),
            "jwks": .object(JWKSet([JWK(publicKey: test.post.key.publicKey, keyID: "1")]).json),
        ]
        test.network.answer.withLock { $0 = .json(jwks) }
        let wallet = wallet(published)
        let text = try test.post.credential(header: ["typ": "dc+sd-jwt", "kid": "1"])
        _ = try wallet.add(text, key: test.post.holder)
        #expect(test.network.sent.withLock { $0.count } == 1, "on receipt they are")
        #expect(try wallet.proposal(for: try TestWallet.request()).recommendation != nil)
        #expect(test.network.sent.withLock { $0.count } == 1)
    }

    @Test func `DSEL-10 STA-03 trust that asks nobody still knows the lists that it holds`() throws {
        var template = RevocationListTemplate(thisUpdate: TestPost.time - 60, nextUpdate: TestPost.time + 60)
        template.entries = [.init(serialNumber: [2], since: TestPost.time - 60)]
        let list = try RevocationList(der: try template.signed(by: test.post.root, with: test.post.rootKey))
        let lists = Lists([KeptRevocationList(list: list)])
        let store = test.post.trust().asking(RevocationPolicy(source: lists, unknown: .refused)).askingNobody()
        do throws(TrustError) {
            _ = try store.decide(
                [.postalIssuer], type: TestPost.type, evidence: .certificates([test.post.leaf]), at: TestPost.time)
            Issue.record("a revoked certificate passed")
        } catch { #expect(error.refusal.code == "certificate_revoked") }
        #expect(lists.asked.value == 0)
        #expect(store.revocation?.unknown == .refused)
        #expect(test.post.trust().askingNobody().revocation == nil)
    }
}
