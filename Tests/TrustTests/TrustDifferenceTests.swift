import Cryptography
import JOSE
import TestSupport
import Testing
import Trust

@Suite struct TrustDifferenceTests {
    private let post: TestPost

    init() throws { post = try TestPost() }

    private func entry(
        _ id: String, name: String = "Post", types: Set<String> = ["a"], keys: [TrustEntry.Key]? = nil,
        state: TrustState = .granted, source: String = "test"
    ) -> TrustEntry {
        TrustEntry(
            id: id, name: name, purposes: [.postalIssuer], types: types, keys: keys ?? [.anchor(post.root)],
            state: state, source: source)
    }

    @Test func `TRU-07 LOT-11 what was added, removed and changed is told`() throws {
        let keys = JWKSet([JWK(publicKey: post.key.publicKey)])
        let old = TrustStore(entries: [entry("gone"), entry("same"), entry("other"), entry("keys")])
        let new = TrustStore(entries: [
            entry("same", source: "elsewhere"), entry("other", types: ["b"], state: .suspended), entry("new"),
            entry("keys", keys: [.keySet(issuer: "https://a.example", keys: keys)]),
        ])
        let difference = TrustDifference(from: old, to: new)
        #expect(difference.entries.map(\.id) == ["gone", "keys", "new", "other"])
        #expect(
            difference.entries.map(\.change) == [
                .removed, .changed(members: ["anchors", "issuer", "jwks"]), .added,
                .changed(members: ["types", "state"]),
            ])
        #expect(TrustDifference(from: old, to: old).isEmpty)
    }

    @Test func `TRU-04 what is blocked and blocked no more is told`() {
        let (one, two) = (TrustBlock.entity(id: "one"), TrustBlock.entity(id: "two"))
        let difference = TrustDifference(
            from: TrustStore(entries: [], blocks: [one]), to: TrustStore(entries: [], blocks: [two]))
        #expect(difference.blocked == [two])
        #expect(difference.unblocked == [one])
        #expect(!difference.isEmpty)
    }
}
