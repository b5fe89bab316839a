import Certificates
import Cryptography
import JOSE
import JSON
import Rules
import TestSupport
import Testing
import Trust

/// Which entry lets a signer sign an issuer's status lists, and what else an issuer is trusted for, where an anchor stands in several.
@Suite struct StatusSignerTests {
    private let post: TestPost
    private let now = TestPost.time
    private let other = "urn:other"
    /// A signer of status lists below the post's root.
    private let signer: Certificate

    init() throws {
        post = try TestPost()
        signer = try CertificateTemplate(
            commonName: "Lists", organization: "Post of Kea", key: post.holder.publicKey, serialNumber: [7],
            notBefore: now - 3600, notAfter: now + 3600
        ).issued(by: post.root, signedWith: post.rootKey)
    }

    private func entry(
        _ id: String, _ purposes: Set<TrustPurpose>, _ types: Set<String> = [TestPost.type], anchor: Certificate? = nil,
        state: TrustState = .granted, entity: String? = nil
    ) -> TrustEntry {
        TrustEntry(
            id: id, name: id, purposes: purposes, types: types, keys: [.anchor(anchor ?? post.root)], state: state,
            source: "test", entity: entity)
    }

    private func issuer(_ entries: [TrustEntry], type: String = TestPost.type) throws -> TrustDecision {
        try TrustStore(entries: entries).decide(
            TrustPurpose.issuing, type: type, evidence: .certificates([post.leaf]), at: now)
    }

    private func answer(_ entries: [TrustEntry], blocks: Set<TrustBlock> = []) throws -> Result<String, TrustError> {
        let issuer = try issuer(entries)
        do throws(TrustError) {
            let decision = try TrustStore(entries: entries, blocks: blocks).decideStatusSigner(
                of: issuer, evidence: .certificates([signer]), at: now)
            #expect(decision.key == post.holder.publicKey)
            return .success(decision.entryID)
        } catch { return .failure(error) }
    }

    private func refusal(_ entries: [TrustEntry], blocks: Set<TrustBlock> = []) throws -> Refusal? {
        guard case .failure(let error) = try answer(entries, blocks: blocks) else { return nil }
        return error.refusal
    }

    @Test func `TSL-13 the entry of the issuer counts, also where another with the same anchor comes first`() throws {
        let (own, first) = (
            entry("kea", [.postalIssuer, .statusSigner]), entry("a", [.pidIssuer, .statusSigner], [other])
        )
        #expect(try issuer([first, own]).entryID == "kea")
        #expect(try answer([first, own]).get() == "kea")
    }

    @Test func `TSL-13 of two entries that vouch for the issuer either names who signs its lists`() throws {
        let entries = [entry("a", [.postalIssuer]), entry("kea", [.postalIssuer, .statusSigner])]
        #expect(try issuer(entries).entryID == "a")
        #expect(try answer(entries).get() == "kea")
        #expect(try answer([entry("0", [.statusSigner], [other])] + entries).get() == "kea")
    }

    @Test func `TSL-13 an entry for status lists alone counts for the types that it names`() throws {
        let own = entry("kea", [.postalIssuer])
        #expect(try answer([own, entry("lists", [.statusSigner])]).get() == "lists")
        #expect(try refusal([own, entry("lists", [.statusSigner], [])])?.code == "other_status_signer")
    }

    @Test func `TSL-13 TRU-05 an entry for status lists that was withdrawn or blocked names nobody`() throws {
        let own = entry("kea", [.postalIssuer])
        let signers = entry("post.s", [.statusSigner], [], anchor: signer, entity: "post")
        func naming(_ state: TrustState = .granted) -> TrustEntry {
            entry("post.ca", [.statusSigner], state: state, entity: "post")
        }
        #expect(try answer([own, signers, naming()]).get() == "post")
        #expect(try refusal([own, signers])?.code == "other_status_signer")
        #expect(try refusal([own, signers, naming(.withdrawn)])?.code == "other_status_signer")
        let blocked = TrustStore(entries: [own, signers, naming()], blocks: [.entity(id: "post.ca")])
        let issuer = try blocked.decide(
            TrustPurpose.issuing, type: TestPost.type, evidence: .certificates([post.leaf]), at: now)
        #expect(issuer.entities == ["kea"])
    }

    @Test func `LOT-05 TSL-13 two lists that share an anchor for revocation each let it sign for their own`() throws {
        let entries = [
            entry("a.i", [.attestationIssuer], [other], entity: "a"), entry("a.s", [.statusSigner], [], entity: "a"),
            entry("b.i", [.pidIssuer], entity: "b"), entry("b.s", [.statusSigner], [], entity: "b"),
        ]
        #expect(try answer(entries).get() == "b")
    }

    @Test func `TSL-13 NEG-138 the refusal names every entry that was looked at and what it lacks`() throws {
        let stranger = try TestPost.otherChain()[1]
        let entries = [
            entry("kea", [.postalIssuer]), entry("b", [.pidIssuer, .statusSigner], [other]),
            entry("else", [.statusSigner], anchor: stranger),
        ]
        let refusal = try #require(try refusal(entries))
        #expect((refusal.rule, refusal.code) == ("TSL-13", "other_status_signer"))
        #expect(refusal.problem.contains("'kea' lacks the purpose status-signer"))
        #expect(refusal.problem.contains("'b' does not vouch for the type \(TestPost.type)"))
        #expect(!refusal.problem.contains("'else'"))
        let none = try self.refusal([
            entry("kea", [.postalIssuer]), entry("b", [.postalIssuer]),
            entry("else", [.statusSigner], anchor: stranger),
        ])
        #expect(none?.code == "other_purpose")
        #expect(none?.problem.contains("'b', 'kea'") == true)
    }

    @Test func `TSL-13 TRU-05 TRU-04 what was withdrawn or blocked for the anchor stays so for every entry`() throws {
        let own = entry("kea", [.postalIssuer, .statusSigner])
        let fallen = entry("a", [.statusSigner], [other], state: .withdrawn)
        #expect(try refusal([fallen, own])?.code == "not_in_force")
        let blocked = entry("a", [.statusSigner], [other])
        #expect(try refusal([blocked, own], blocks: [.entity(id: "a")])?.code == "blocked")
    }

    @Test func `VC-41 VC-06 a further type counts for an entry of an imported list, by the entity and not the id`()
        throws
    {
        let entries = [entry("list.i1", [.pidIssuer], [TestPost.type, other], entity: "list.kea")]
        let decision = try issuer(entries)
        #expect(decision.entryID == "list.kea")
        let store = TrustStore(entries: entries)
        #expect(store.vouches(for: other, of: decision, at: now))
        #expect(!store.vouches(for: "urn:third", of: decision, at: now))
        let stranger = try TestPost.otherChain()[1]
        let fallen = entry("z", [.pidIssuer], [other], anchor: stranger, state: .withdrawn)
        #expect(TrustStore(entries: entries + [fallen]).vouches(for: other, of: decision, at: now), "another fell")
    }

    @Test func `VC-41 NEG-103 a further type counts only by the same anchor, in force, of an issuer, not blocked`()
        throws
    {
        let stranger = try TestPost.otherChain()[1]
        let own = entry("i", [.pidIssuer], entity: "kea")
        func counts(_ further: TrustEntry, blocks: Set<TrustBlock> = []) throws -> Bool {
            TrustStore(entries: [own, further], blocks: blocks).vouches(for: other, of: try issuer([own]), at: now)
        }
        #expect(try counts(entry("j", [.pidIssuer], [other], entity: "kea")))
        #expect(try !counts(entry("j", [.pidIssuer], [other], anchor: stranger, entity: "kea")), "another anchor")
        #expect(try !counts(entry("j", [.statusSigner], [other], entity: "kea")), "no issuer")
        #expect(try !counts(entry("j", [.pidIssuer], [other], state: .withdrawn, entity: "kea")))
        #expect(try !counts(entry("j", [.pidIssuer], [other], entity: "kea"), blocks: [.entity(id: "kea")]))
    }

    @Test func `VC-41 VC-33 of an issuer with a key set a further type counts where the same key stands`() throws {
        let name = "https://post.example"
        func entry(_ id: String, _ types: Set<String>, _ key: SoftwareKey, published: Bool = false) -> TrustEntry {
            TrustEntry(
                id: id, name: id, purposes: [.postalIssuer], types: types,
                keys: [
                    published
                        ? .published(issuer: name)
                        : .keySet(issuer: name, keys: JWKSet([JWK(publicKey: key.publicKey, keyID: id)]))
                ], source: "test")
        }
        let own = entry("k", [TestPost.type], post.key)
        let header = try JOSEHeader(["alg": "ES256", "kid": "k"] as JSONObject)
        let decision = try TrustStore(entries: [own]).decide(
            [.postalIssuer], type: TestPost.type, evidence: .issuer(name, header: header), at: now)
        func counts(_ further: TrustEntry) -> Bool {
            TrustStore(entries: [own, further]).vouches(for: other, of: decision, at: now)
        }
        #expect(counts(entry("l", [other], post.key)))
        #expect(counts(entry("l", [other], post.key, published: true)))
        #expect(!counts(entry("l", [other], post.holder)))
    }
}
