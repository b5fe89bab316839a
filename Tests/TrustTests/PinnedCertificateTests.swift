import Certificates
import Cryptography
import Rules
import TestSupport
import Testing
import Trust

/// What is asked of a certificate that is an anchor itself: no path says who stands above it.
@Suite struct PinnedCertificateTests {
    private let post: TestPost
    private let now = TestPost.time

    init() throws { post = try TestPost() }

    private func list(revoking serial: UInt8, by key: SoftwareKey? = nil) throws -> RevocationList {
        var template = RevocationListTemplate(thisUpdate: now - 3600, nextUpdate: now + 3600)
        template.entries = [.init(serialNumber: [serial], since: now - 7200)]
        return try RevocationList(der: try template.signed(by: post.root, with: key ?? post.rootKey))
    }

    private func rule(_ result: Result<TrustDecision, TrustError>) -> RuleID? {
        if case .failure(let error) = result { error.refusal.rule } else { nil }
    }

    /// Decides about a certificate that is pinned itself, with the anchors of other entries and what the chain brings along.
    private func pinned(
        _ leaf: Certificate? = nil, lists: [RevocationList], others: [Certificate] = [], behind: [Certificate] = [],
        unknown: RevocationPolicy.Unknown = .accepted
    ) throws -> Result<TrustDecision, TrustError> {
        let leaf = leaf ?? post.leaf
        var entries = [
            TrustEntry(
                id: "a", name: "A", purposes: [.postalIssuer], types: ["t"], keys: [.anchor(leaf)], source: "test")
        ]
        for (number, other) in others.enumerated() {
            entries.append(
                TrustEntry(
                    id: "b\(number)", name: "B", purposes: [.relyingPartyAccess], types: [], keys: [.anchor(other)],
                    source: "test"))
        }
        let source = KeptRevocationLists(lists.map { KeptRevocationList(list: $0) })
        let store = TrustStore(entries: entries).asking(RevocationPolicy(source: source, unknown: unknown))
        do throws(TrustError) {
            return .success(
                try store.decide([.postalIssuer], type: "t", evidence: .certificates([leaf] + behind), at: now))
        } catch { return .failure(error) }
    }

    @Test func `PKX-02 STA-03 a pinned certificate is taken, and refused when its issuer's list has it`() throws {
        let (on, off) = (try list(revoking: 2), try list(revoking: 7))
        for (others, behind) in [([post.root], []), ([], [post.root])] {
            #expect(rule(try pinned(lists: [on], others: others, behind: behind)) == "STA-03")
            let good = try pinned(lists: [off], others: others, behind: behind).get().revocation
            guard case .notRevoked? = good.first?.state, good.count == 1 else {
                Issue.record("\(good)")
                continue
            }
        }
        #expect(try pinned(lists: []).get().revocation.isEmpty, "nobody is known to speak of it")
    }

    @Test func `PKX-02 STA-02 a list of its issuer that cannot be checked is unknown, not silence`() throws {
        let off = try list(revoking: 7)
        #expect(try pinned(lists: [off]).get().revocation.map(\.isUnknown) == [true])
        #expect(rule(try pinned(lists: [off], unknown: .refused)) == "STA-02")
        let forged = try list(revoking: 2, by: post.key)
        #expect(try pinned(lists: [forged], others: [post.root]).get().revocation.map(\.isUnknown) == [true])
    }

    @Test func `PKX-02 STA-01 the holder of a revoked key does not choose by leaving its issuer out, or by making one`()
        throws
    {
        #expect(rule(try pinned(lists: [try list(revoking: 2)])) == "STA-03")
        #expect(rule(try pinned(lists: [try list(revoking: 7), try list(revoking: 2)])) == "STA-03")
        // Its key is public, so everybody can put it into a certificate that says what they like.
        var template = CertificateTemplate(
            commonName: "Post of Kea Root", organization: "Post of Kea", country: "GR", key: post.rootKey.publicKey,
            serialNumber: [1], notBefore: now - 60, notAfter: now + 60)
        template.authority = .init(pathLength: nil)
        var der = try template.selfSigned(with: post.rootKey).der
        // The key usage: certificates and lists; from here on certificates only, and the signature on it is wrong.
        let usage = try #require(der.indices.dropLast(3).first { der[$0..<($0 + 4)] == [0x03, 0x02, 0x01, 0x06] })
        der.replaceSubrange(usage..<(usage + 4), with: [0x03, 0x02, 0x02, 0x04])
        let made = try Certificate(der: der)
        #expect(post.leaf.isIssued(by: made))
        #expect(throws: CertificatesError.self) { try list(revoking: 2).checkSigned(by: made) }
        #expect(rule(try pinned(lists: [try list(revoking: 2)], behind: [made])) == "STA-03")
        var authorities = RevocationListTemplate(thisUpdate: now - 3600, nextUpdate: now + 3600)
        authorities.entries = [.init(serialNumber: [2], since: now - 7200)]
        authorities.limit(to: .authorities)
        let other = try RevocationList(der: try authorities.signed(by: post.root, with: post.rootKey))
        #expect(try pinned(lists: [other]).get().revocation.map(\.isUnknown) == [true], "it speaks of others")
    }

    @Test func `PKX-02 STA-04 for an issuer that is trusted a list is fetched, for one that came along none is`() throws
    {
        var template = CertificateTemplate(
            commonName: "Counter", organization: "Post of Kea", key: post.key.publicKey, serialNumber: [2],
            notBefore: now - 60, notAfter: now + 60)
        template.revocationListURIs = ["http://ca.example/1.crl"]
        let leaf = try template.issued(by: post.root, signedWith: post.rootKey)
        let fetched = try list(revoking: 7).der
        func answer(_ others: [Certificate], behind: [Certificate]) throws -> (TrustDecision, fetches: Int) {
            let count = Counter()
            let reader = RevocationListReader { _, _ throws(RevocationListUnavailable) in
                count.increment()
                return .list(fetched, entityTag: nil)
            }
            let anchors = [leaf] + others
            let store = TrustStore(
                entries: anchors.enumerated().map { number, anchor in
                    TrustEntry(
                        id: "e\(number)", name: "A", purposes: [.postalIssuer], types: ["t"], keys: [.anchor(anchor)],
                        source: "test")
                }
            ).asking(RevocationPolicy(source: reader))
            let chain = [leaf] + behind
            let decision = try store.decide([.postalIssuer], type: "t", evidence: .certificates(chain), at: now)
            return (decision, count.value)
        }
        let known = try answer([post.root], behind: [])
        #expect(known.fetches == 1)
        guard case .notRevoked? = known.0.revocation.first?.state else {
            Issue.record("\(known.0.revocation)")
            return
        }
        let brought = try answer([], behind: [post.root])
        #expect(brought.fetches == 0)
        #expect(brought.0.revocation.isEmpty)
    }

    @Test func `PKX-02 STA-03 who only has the name of its issuer cannot say that it is not revoked`() throws {
        let stranger = try TestPost.otherChain()[1]
        #expect(stranger.subject == post.root.subject)
        #expect(!post.leaf.isIssued(by: stranger) && post.leaf.isIssued(by: post.root))
        let (on, off) = (try list(revoking: 2), try list(revoking: 7))
        #expect(try pinned(lists: [off], behind: [stranger]).get().revocation.map(\.isUnknown) == [true])
        #expect(rule(try pinned(lists: [on], behind: [stranger])) == "STA-03")
        #expect(rule(try pinned(lists: [on], others: [stranger], behind: [post.root])) == "STA-03")
        let noAuthority = try CertificateTemplate(
            commonName: "Post of Kea Root", organization: "Post of Kea", country: "GR", key: post.rootKey.publicKey,
            serialNumber: [1], notBefore: now - 60, notAfter: now + 60
        ).selfSigned(with: post.rootKey)
        #expect(noAuthority.subject == post.root.subject)
        #expect(!post.leaf.isIssued(by: noAuthority), "its name and key are right, but it may not issue")
        let own = try CertificateTemplate(
            commonName: "Own", organization: "Post of Kea", key: post.key.publicKey, serialNumber: [2],
            notBefore: now - 60, notAfter: now + 60
        ).selfSigned(with: post.key)
        let byItself = try RevocationList(
            der: RevocationListTemplate(thisUpdate: now - 60, nextUpdate: now + 60).signed(by: own, with: post.key))
        #expect(try pinned(own, lists: [byItself]).get().revocation.isEmpty, "nobody stands above what signed itself")
    }
}
