import Certificates
import Cryptography
import JOSE
import JSON
import Rules
import TestSupport
import Testing
import Trust

@Suite struct TrustListPublisherTests {
    private let post: TestPost
    private let key: SoftwareKey
    private let signer: Certificate
    private let now = TestPost.time

    init() throws {
        post = try TestPost()
        key = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x41, count: 32))
        signer = try CertificateTemplate(
            commonName: "Operator", organization: "Postal Union", key: key.publicKey, serialNumber: [1],
            notBefore: now - 864_000, notAfter: now + 86_400_000
        ).selfSigned(with: key)
    }

    private func entry(
        _ id: String = "kea-post", purposes: Set<TrustPurpose> = [.postalIssuer, .statusSigner],
        state: TrustState = .granted, list: TrustListOrigin? = nil
    ) -> TrustEntry {
        TrustEntry(
            id: id, name: "Post of Kea", purposes: purposes, types: ["t"], keys: [.anchor(post.root)], state: state,
            since: now - 60, source: "test", list: list)
    }

    private func publisher(_ kind: TrustListKind = .postal) throws -> TrustListPublisher {
        try TrustListPublisher(
            kind: kind, details: .init(operatorName: "Postal Union"), certificate: signer, key: key)
    }

    private func settings(_ kind: TrustListKind = .postal) -> TrustListSettings {
        TrustListSettings(id: "union", kind: kind, signer: signer, types: ["t"])
    }

    @Test(arguments: TrustListKind.allCases)
    func `LOT-12 LOT-03 what is published is read back, for every kind of list`(kind: TrustListKind) throws {
        let text = try publisher(kind).publication(
            of: [entry(purposes: [kind.issuing, .statusSigner])], after: nil, at: now
        ).text
        let list = try TrustList(signed: text, settings: settings(kind), at: now)
        #expect(list.origin.sequence == 1)
        #expect(list.origin.nextUpdate == now + 30 * 86_400)
        #expect(list.entries.map(\.purposes) == [[kind.issuing], [.statusSigner]])
        #expect(list.entries.allSatisfy { $0.anchors == [post.root] && $0.isInForce(at: now) })
        #expect(list.entries.first?.name == "Post of Kea")
    }

    @Test func `LOT-13 LOT-04 what was converted from XML is published as a signed list, and taken in like any other`()
        throws
    {
        let details = try TrustListPublisher.Details([
            "scheme": [
                "SchemeOperatorName": [["lang": "en", "value": "Postal Union"]],
                "SchemeName": [["lang": "en", "value": "converted"]],
            ]
        ])
        let text = try TrustListPublisher(kind: .publicAttestation, details: details, certificate: signer, key: key)
            .publication(of: [entry(purposes: [.attestationIssuer])], after: nil, at: now).text
        let payload = try CompactJWS(parsing: text).uncheckedPayload()
        let scheme = payload["LoTE"]?["ListAndSchemeInformation"]
        #expect(scheme?["SchemeName"] == [["lang": "en", "value": "converted"]])
        let list = try TrustList(signed: text, settings: settings(.publicAttestation), at: now)
        #expect(list.entries.map(\.purposes) == [[.attestationIssuer]])
    }

    @Test func `LOT-07 LOT-12 the number rises when something changed, and never goes back`() throws {
        let publisher = try publisher()
        let first = try publisher.publication(of: [entry()], after: nil, at: now)
        let same = try publisher.publication(of: [entry()], after: first.text, at: now + 15 * 86_400)
        #expect(!same.isNew)
        #expect(same.text == first.text)
        let renewed = try publisher.publication(of: [entry()], after: first.text, at: now + 15 * 86_400 + 1)
        #expect(renewed.isNew && renewed.list.origin.sequence == 2)
        let changed = try publisher.publication(of: [], after: first.text, at: now + 60)
        #expect(changed.isNew && changed.list.origin.sequence == 2 && changed.list.entries.isEmpty)
        let over = try publisher.publication(of: [entry()], after: first.text, at: now + 90 * 86_400)
        #expect(over.list.origin.sequence == 2, "a list that is over still gives the number")
        for number in [0, 1] as [Int64] {
            #expect(throws: TrustError.self) {
                try publisher.publication(of: [], after: first.text, sequence: number, at: now + 60)
            }
        }
        #expect(
            try publisher.publication(of: [], after: first.text, sequence: 9, at: now + 60).list.origin.sequence == 9)
        #expect(throws: TrustError.self) { try publisher.publication(of: [], after: first.text, at: now - 1) }
        #expect(throws: TrustError.self) { try publisher.publication(of: [], after: Array("x".utf8), at: now) }
    }

    @Test func `LOT-09 LOT-12 only entries of the folder that are in force are on a list that names no states`() throws
    {
        let origin = TrustListOrigin(list: "other", sequence: 1, issuedAt: now, nextUpdate: now + 60)
        let entries = [
            entry(), entry("gone", state: .withdrawn), entry("shop", purposes: [.relyingPartyAccess]),
            entry("else", list: origin), entry("status", purposes: [.statusSigner]),
        ]
        #expect(try publisher().publication(of: entries, after: nil, at: now).list.entries.count == 2)
        let withdrawn = entry(purposes: [.attestationIssuer], state: .withdrawn)
        let list = try publisher(.publicAttestation).publication(of: [withdrawn], after: nil, at: now).list
        #expect(list.entries.map(\.state) == [.withdrawn])
    }

    @Test func `LOT-12 whose keys are not in a certificate is not on a list`() throws {
        let keys = JWKSet([JWK(publicKey: post.key.publicKey)])
        let other = TrustEntry(
            id: "shop", name: "Shop", purposes: [.postalIssuer], types: ["t"],
            keys: [.keySet(issuer: "https://shop.example", keys: keys)], source: "test")
        let publisher = try publisher()
        let nobody = try publisher.publication(of: [], after: nil, at: now)
        #expect(try !publisher.publication(of: [other], after: nobody.text, at: now).isNew, "nothing to say of it")
    }

    @Test func `LOT-12 details are taken along, but not the number and the times`() throws {
        let details = try TrustListPublisher.Details([
            "scheme": ["SchemeOperatorName": [["lang": "en", "value": "Union"]], "SchemeTerritory": "EU"],
            "entities": ["kea-post": ["TETradeName": [["lang": "en", "value": "VATGR-123456789"]]]],
        ])
        let publisher = try TrustListPublisher(kind: .postal, details: details, certificate: signer, key: key)
        let text = try publisher.publication(of: [entry()], after: nil, at: now).text
        let plain = try self.publisher().publication(of: [entry()], after: nil, at: now).text
        let (one, two) = (
            try TrustList(signed: text, settings: settings(), at: now),
            try TrustList(signed: plain, settings: settings(), at: now)
        )
        #expect(one.entries.first?.entity != two.entries.first?.entity, "the number in the register names it")
        #expect(throws: TrustError.self) {
            try TrustListPublisher.Details(["scheme": ["SchemeOperatorName": [], "LoTESequenceNumber": 1]])
        }
        #expect(throws: TrustError.self) { try TrustListPublisher.Details(["scheme": [:]]) }
        #expect(throws: TrustError.self) {
            try TrustListPublisher.Details(["scheme": ["SchemeOperatorName": []], "entity": [:]])
        }
        #expect(throws: TrustError.self) {
            try TrustListPublisher(kind: .pid, details: details, certificate: post.leaf, key: key)
        }
    }

    @Test func `LOT-11 a list is asked for daily, sooner when the next is near, and ever later while it fails`() {
        func origin(_ seconds: Int64) -> TrustListOrigin {
            TrustListOrigin(list: "a", sequence: 1, issuedAt: now, nextUpdate: now + seconds)
        }
        func due(_ seconds: Int64, _ chance: Int64) -> Int64 {
            TrustRefreshSchedule(origin(seconds), at: now, chance: chance).due.seconds - now.seconds
        }
        #expect(due(90 * 86_400, 500) == 86_400)
        #expect(due(90 * 86_400, 0) == 77_760)
        #expect(due(36_000, 500) == 28_800)
        #expect(due(-5, 500) == 3600)
        var schedule = TrustRefreshSchedule(origin(86_400), at: now, chance: 500)
        var waits: [Int64] = []
        for _ in 0..<8 {
            schedule.failed(at: now, chance: 500)
            waits.append(schedule.due.seconds - now.seconds)
        }
        #expect(waits == [300, 600, 1200, 2400, 4800, 9600, 19_200, 21_600])
        schedule.succeeded(origin(90 * 86_400), at: now, chance: 500)
        #expect(schedule.failures == 0)
    }

    @Test func `LOT-11 a refresh takes the newer list, and a bad one leaves what is held`() throws {
        let place = try TemporaryFolder()
        let folder = TrustFolder(path: place.file("trust"))
        let publisher = try publisher()
        let first = try publisher.publication(of: [entry()], after: nil, at: now).text
        let second = try publisher.publication(of: [], after: first, at: now + 60).text
        let wanted = TrustListSettings(
            id: "union", kind: .postal, signer: signer, types: ["t"], url: "https://union.example/list")
        let held = try TrustList(signed: first, settings: wanted, at: now)
        try folder.add(held)
        #expect(try folder.list("union")?.settings.url == wanted.url)
        func outcome(_ text: [UInt8]) -> TrustListRefresher.Outcome? {
            TrustListRefresher(folder: folder) { _ throws(TrustError) in text }.refresh(held, at: now + 60)
        }
        guard case .unchanged? = outcome(first), case .kept? = outcome(Array("x".utf8)) else {
            Issue.record("what is held changed")
            return
        }
        #expect(try folder.list("union")?.origin.sequence == 1)
        guard case .updated(let list)? = outcome(second) else {
            Issue.record("the newer list was not taken")
            return
        }
        // A second process that still holds the first list: the folder is ahead of it.
        guard case .updated(let again)? = outcome(second), again.digest == list.digest else {
            Issue.record("what another process wrote was not taken over")
            return
        }
        #expect(list.origin.sequence == 2)
        #expect(try folder.store().entries.isEmpty)
    }

    @Test func `LOT-11 TRU-04 a list that was removed, or imported otherwise, does not come back by a refresh`() throws
    {
        let place = try TemporaryFolder()
        let folder = TrustFolder(path: place.file("trust"))
        let publisher = try publisher()
        let first = try publisher.publication(of: [entry()], after: nil, at: now).text
        let second = try publisher.publication(of: [], after: first, at: now + 60).text
        func settings(_ types: Set<String>) -> TrustListSettings {
            TrustListSettings(
                id: "union", kind: .postal, signer: signer, types: types, url: "https://union.example/list")
        }
        let known = try TrustList(signed: first, settings: settings(["t", "u"]), at: now)
        let refresher = TrustListRefresher(folder: folder) { _ throws(TrustError) in second }
        guard case .withdrawn? = refresher.refresh(known, at: now + 60) else {
            Issue.record("a list that is not there was written")
            return
        }
        #expect(try folder.lists().isEmpty)
        try folder.add(try TrustList(signed: first, settings: settings(["t"]), at: now))
        guard case .withdrawn? = refresher.refresh(known, at: now + 60) else {
            Issue.record("narrower types were widened again")
            return
        }
        #expect(try folder.list("union")?.settings.types == ["t"])
        #expect(try folder.list("union")?.origin.sequence == 1)
    }
}
