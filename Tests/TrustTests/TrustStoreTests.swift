import Certificates
import Cryptography
import JOSE
import JSON
import Rules
import TestSupport
import Testing
import Trust

@Suite struct TrustStoreTests {
    private let post: TestPost

    init() throws { post = try TestPost() }

    private func decide(
        _ store: TrustStore, _ purposes: Set<TrustPurpose> = TrustPurpose.issuing, type: String? = TestPost.type,
        chain: [Certificate]? = nil, at time: UnixTime = TestPost.time
    ) -> Result<TrustDecision, TrustError> {
        do throws(TrustError) {
            return .success(
                try store.decide(purposes, type: type, evidence: .certificates(chain ?? [post.leaf]), at: time))
        } catch { return .failure(error) }
    }

    private func code(_ result: Result<TrustDecision, TrustError>) -> String? {
        if case .failure(let error) = result { error.refusal.code } else { nil }
    }

    @Test func `TRU-01 a decision names entry, anchor, source and key`() throws {
        let decision = try decide(post.trust()).get()
        #expect(decision.entryID == "kea-post")
        #expect(decision.anchor == post.root.subject.text)
        #expect(decision.path == [post.leaf.subject.text, post.root.subject.text])
        #expect(decision.key == post.key.publicKey)
    }

    @Test func `TRU-01 an anchor of another purpose is named in the refusal`() {
        #expect(code(decide(post.trust(purposes: [.relyingPartyAccess]))) == "no_anchor_configured")
        let issuer = TrustEntry(
            id: "somebody", name: "Somebody", purposes: [.postalIssuer], types: ["*"],
            keys: (try? TestPost.otherChain())?.last.map { [.anchor($0)] } ?? [], source: "test")
        let store = TrustStore(entries: post.trust(purposes: [.relyingPartyAccess]).entries + [issuer])
        #expect(code(decide(store)) == "other_purpose")
    }

    @Test func `TRU-02 a chain without a configured anchor is untrusted`() throws {
        let stranger = try TestPost.otherChain()
        #expect(code(decide(post.trust(), chain: stranger)) == "untrusted")
        #expect(code(decide(TrustStore(entries: []))) == "no_anchor_configured")
    }

    @Test func `VC-42 SEC-19 VC-41 a trusted issuer may not issue another type`() {
        #expect(code(decide(post.trust(types: ["urn:other"]))) == "type_not_permitted")
        #expect(code(decide(post.trust(types: ["*"]))) == nil)
        #expect(code(decide(post.trust(types: []))) == "type_not_permitted")
    }

    @Test(arguments: [TrustState.suspended, .withdrawn])
    func `TRU-06 an entry that is not in force does not vouch`(state: TrustState) {
        #expect(code(decide(post.trust(state: state))) == "not_in_force")
    }

    @Test func `TRU-05 an entry that withdraws beats one that grants`() {
        let store = TrustStore(
            entries: post.trust().entries + [
                TrustEntry(
                    id: "zz-list", name: "List", purposes: [.postalIssuer], types: [TestPost.type],
                    keys: [.anchor(post.root)], state: .withdrawn, source: "test")
            ])
        #expect(code(decide(store)) == "not_in_force")
    }

    @Test func `TRU-04 a block of entity, certificate or key wins over every list`() {
        let blocks: [TrustBlock] = [
            .entity(id: "kea-post"), .certificate(sha256: post.leaf.fingerprint),
            .certificate(sha256: post.root.fingerprint),
            .key(sha256: HashAlgorithm.sha256.hash(post.key.publicKey.subjectPublicKeyInfo)),
        ]
        for block in blocks { #expect(code(decide(post.trust(blocks: [block]))) == "blocked") }
        #expect(code(decide(post.trust(blocks: [.entity(id: "somebody")]))) == nil)
    }

    @Test func `JOSE-18 an expired certificate is refused, its last second is not`() {
        #expect(code(decide(post.trust(), at: post.leaf.notAfter)) == nil)
        #expect(code(decide(post.trust(), at: post.leaf.notAfter + 1)) == "untrusted")
    }

    @Test func `VC-39 VC-30 the entry says how keys are found, whoever signs does not choose`() throws {
        let issuer = "https://post.example"
        func refusal(_ keys: [TrustEntry.Key]) -> TrustError? {
            let entry = TrustEntry(
                id: "post", name: "Post", purposes: [.postalIssuer], types: [TestPost.type], keys: keys, source: "test")
            let store = TrustStore(entries: post.trust().entries + [entry])
            do throws(TrustError) {
                try store.refuseOtherMechanism(thanCertificatesOf: issuer, for: TrustPurpose.issuing)
                return nil
            } catch { return error }
        }
        let set = TrustEntry.Key.keySet(issuer: issuer, keys: JWKSet([JWK(publicKey: post.key.publicKey)]))
        #expect(refusal([.published(issuer: issuer)]) == .otherMechanism(issuer: issuer))
        #expect(refusal([set]) == .otherMechanism(issuer: issuer))
        #expect(refusal([.published(issuer: issuer), .anchor(post.root)]) == nil, "both were configured")
        #expect(refusal([.published(issuer: issuer + "/")]) == nil, "another issuer")
    }

    @Test func `VC-33 published keys count for their issuer, and for no other one`() throws {
        let (issuer, other) = ("https://post.example", "https://other.example")
        let entries = [issuer, other].map {
            TrustEntry(
                id: $0 == issuer ? "post" : "other", name: "Post", purposes: [.postalIssuer], types: [TestPost.type],
                keys: [.published(issuer: $0)], source: "test")
        }
        let store = TrustStore(entries: entries)
        #expect(store.isPublished(issuer: issuer, for: TrustPurpose.issuing))
        #expect(!store.isPublished(issuer: issuer, for: [.statusSigner]))
        let header = try JOSEHeader(["alg": "ES256"])
        func key(_ store: TrustStore, _ name: String) throws(TrustError) -> PublicKey {
            try store.decide(
                TrustPurpose.issuing, type: TestPost.type, evidence: .issuer(name, header: header), at: TestPost.time
            ).key
        }
        let holding = store.holding(JWKSet([JWK(publicKey: post.key.publicKey)]), publishedBy: issuer)
        #expect(try key(holding, issuer) == post.key.publicKey)
        #expect(throws: TrustError.unknownIssuer(issuer: other)) { try key(holding, other) }
        #expect(throws: TrustError.unknownIssuer(issuer: issuer)) { try key(store, issuer) }
    }

    @Test func `X5C-04 a certificate for TLS servers alone signs no credentials`() throws {
        let server = try TestPost.leaf(for: post, purposes: [[1, 3, 6, 1, 5, 5, 7, 3, 1]])
        #expect(code(decide(post.trust(), chain: [server])) == "untrusted")
        let store = post.trust(purposes: [.relyingPartyAccess])
        #expect(code(decide(store, [.relyingPartyAccess], type: nil, chain: [server])) == nil)
    }

    @Test func `VC-34 without kid exactly one key must fit`() throws {
        let header = try JOSEHeader(["alg": "ES256"])
        let one = JWK(publicKey: post.key.publicKey)
        let two = JWK(publicKey: post.holder.publicKey)
        func store(_ keys: [JWK]) -> TrustStore {
            TrustStore(
                entries: [
                    TrustEntry(
                        id: "web", name: "Web", purposes: [.postalIssuer], types: [TestPost.type],
                        keys: [.keySet(issuer: "https://post.example", keys: JWKSet(keys))], source: "test")
                ])
        }
        func key(_ store: TrustStore, _ issuer: String = "https://post.example") throws(TrustError) -> PublicKey {
            try store.decide(
                TrustPurpose.issuing, type: TestPost.type, evidence: .issuer(issuer, header: header), at: TestPost.time
            ).key
        }
        #expect(try key(store([one])) == post.key.publicKey)
        #expect(throws: TrustError.noSuchKey(issuer: "https://post.example", keyID: nil, fitting: 2)) {
            try key(store([one, two]))
        }
        #expect(throws: TrustError.unknownIssuer(issuer: "https://post.example/")) {
            try key(store([one]), "https://post.example/")
        }
    }

    @Test func `X5C-04 a certificate for TLS servers and clients signs no credentials, one with another purpose does`()
        throws
    {
        let tls: [[UInt]] = [[1, 3, 6, 1, 5, 5, 7, 3, 1], [1, 3, 6, 1, 5, 5, 7, 3, 2]]
        #expect(code(decide(post.trust(), chain: [try TestPost.leaf(for: post, purposes: tls)])) == "untrusted")
        #expect(code(decide(post.trust(), chain: [try TestPost.leaf(for: post, purposes: [tls[1]])])) == "untrusted")
        let more = try TestPost.leaf(for: post, purposes: tls + [[1, 3, 6, 1, 4, 1, 99999, 1]])
        #expect(code(decide(post.trust(), chain: [more])) == nil)
    }

    @Test func `TRU-05 a renewed certificate does not undo a withdrawal`() throws {
        var template = CertificateTemplate(
            commonName: "Post of Kea Root", organization: "Post of Kea", country: "GR", key: post.rootKey.publicKey,
            serialNumber: [77], notBefore: TestPost.time - 60, notAfter: TestPost.time + 8_640_000)
        template.authority = .init(pathLength: 0)
        let renewed = try template.selfSigned(with: post.rootKey)
        #expect(renewed != post.root)
        func entry(_ id: String, _ anchor: Certificate, _ state: TrustState) -> TrustEntry {
            TrustEntry(
                id: id, name: id, purposes: [.postalIssuer], types: [TestPost.type], keys: [.anchor(anchor)],
                state: state, source: "test")
        }
        let list = entry("a-list", renewed, .granted)
        #expect(code(decide(TrustStore(entries: [list]))) == nil)
        #expect(
            code(decide(TrustStore(entries: [list, entry("b-list", post.root, .withdrawn)]))) == "not_in_force")
    }

    @Test func `TRU-03 two entries for one issuer each bring their keys`() throws {
        func entry(_ id: String, _ keys: [JWK]) -> TrustEntry {
            TrustEntry(
                id: id, name: id, purposes: [.postalIssuer], types: [TestPost.type],
                keys: [.keySet(issuer: "https://post.example", keys: JWKSet(keys))], source: "test")
        }
        func decision(_ name: String, _ entries: [TrustEntry]) throws(TrustError) -> TrustDecision {
            let header: JOSEHeader
            do { header = try JOSEHeader(["alg": "ES256", "kid": .string(name)]) } catch { throw .noEvidence }
            return try TrustStore(entries: entries).decide(
                TrustPurpose.issuing, type: TestPost.type, evidence: .issuer("https://post.example", header: header),
                at: TestPost.time)
        }
        let old = entry("a", [JWK(publicKey: post.key.publicKey, keyID: "old")])
        let new = entry("b", [JWK(publicKey: post.holder.publicKey, keyID: "new")])
        #expect(try decision("old", [old, new]).entryID == "a")
        #expect(try decision("new", [old, new]).entryID == "b")
        let both = entry("c", [JWK(publicKey: post.key.publicKey, keyID: "old")])
        #expect(try decision("old", [old, both]).entryID == "a", "the same key twice is one key")
        let clash = entry("c", [JWK(publicKey: post.holder.publicKey, keyID: "old")])
        #expect(throws: TrustError.noSuchKey(issuer: "https://post.example", keyID: "old", fitting: 2)) {
            try decision("old", [old, clash])
        }
    }

    @Test func `TRU-04 a blocked key of a key set is refused`() throws {
        let header = try JOSEHeader(["alg": "ES256"])
        let digest = HashAlgorithm.sha256.hash(post.key.publicKey.subjectPublicKeyInfo)
        let store = TrustStore(
            entries: [
                TrustEntry(
                    id: "web", name: "Web", purposes: [.postalIssuer], types: [TestPost.type],
                    keys: [.keySet(issuer: "https://post.example", keys: JWKSet([JWK(publicKey: post.key.publicKey)]))],
                    source: "test")
            ], blocks: [.key(sha256: digest)])
        #expect(throws: TrustError.blocked(what: "the key of https://post.example")) {
            try store.decide(
                TrustPurpose.issuing, type: TestPost.type, evidence: .issuer("https://post.example", header: header),
                at: TestPost.time)
        }
    }

    @Test func `TRU-06 a state counts from its moment on`() {
        func result(_ state: TrustState, since: UnixTime?) -> String? {
            let entry = TrustEntry(
                id: "kea-post", name: "Post of Kea", purposes: [.postalIssuer], types: [TestPost.type],
                keys: [.anchor(post.root)], state: state, since: since, source: "test")
            return code(decide(TrustStore(entries: [entry])))
        }
        #expect(result(.granted, since: TestPost.time) == nil)
        #expect(result(.granted, since: TestPost.time + 1) == "not_in_force")
        #expect(result(.withdrawn, since: TestPost.time) == "not_in_force")
        #expect(result(.withdrawn, since: TestPost.time + 1) == nil, "not yet")
        #expect(result(.suspended, since: nil) == "not_in_force")
    }
}
