import Certificates
import CredentialModel
import Cryptography
import Files
import Rules
import Synchronization
import TestSupport
import Testing
import Trust

@Suite struct RevocationTests {
    private let post: TestPost
    private let now = TestPost.time
    private let place: TemporaryFolder
    private let folder: TrustFolder
    /// A leaf that says where its revocation list is.
    private let leaf: Certificate

    private static let uri = "http://ca.example/1.crl"

    init() throws {
        post = try TestPost()
        place = try TemporaryFolder()
        folder = TrustFolder(path: place.file("trust"))
        var template = CertificateTemplate(
            commonName: "Counter", organization: "Post of Kea", key: post.key.publicKey, serialNumber: [42],
            notBefore: now - 864_000, notAfter: now + 864_000)
        template.revocationListURIs = [Self.uri]
        leaf = try template.issued(by: post.root, signedWith: post.rootKey)
    }

    private func list(
        issued: Int64 = -3600, next: Int64 = 3600, revoking serial: UInt8? = nil, by key: SoftwareKey? = nil
    ) throws -> RevocationList {
        var template = RevocationListTemplate(thisUpdate: now + issued, nextUpdate: now + next)
        if let serial {
            template.entries = [.init(serialNumber: [serial], since: now - 7200, reason: .certificateHold)]
        }
        return try RevocationList(der: try template.signed(by: post.root, with: key ?? post.rootKey))
    }

    private func decision(
        _ source: any RevocationListSource, unknown: RevocationPolicy.Unknown = .accepted, leaf: Certificate? = nil,
        at time: UnixTime? = nil
    ) -> Result<TrustDecision, TrustError> {
        let store = post.trust().asking(RevocationPolicy(source: source, unknown: unknown))
        do throws(TrustError) {
            return .success(
                try store.decide(
                    [.postalIssuer], type: TestPost.type, evidence: .certificates([leaf ?? self.leaf]), at: time ?? now)
            )
        } catch { return .failure(error) }
    }

    private func state(_ lists: [RevocationList], at time: UnixTime? = nil) throws -> RevocationFinding.State? {
        try decision(KeptRevocationLists(lists.map { KeptRevocationList(list: $0) }), at: time).get().revocation.first?
            .state
    }

    private func rule(_ result: Result<TrustDecision, TrustError>) -> RuleID? {
        if case .failure(let error) = result { error.refusal.rule } else { nil }
    }

    @Test func `STA-03 NT-08 a revoked certificate of an issuer is refused, and what is on hold is revoked`() throws {
        let lists = KeptRevocationLists([KeptRevocationList(list: try list(revoking: 42))])
        guard case .failure(let error) = decision(lists) else {
            Issue.record("a revoked certificate passed")
            return
        }
        #expect(error.refusal.rule == "STA-03")
        #expect(error.refusal.code == "certificate_revoked")
        #expect(error.refusal.problem.contains("on hold"))
        #expect(rule(decision(KeptRevocationLists([KeptRevocationList(list: try list(revoking: 7))]))) == nil)
    }

    @Test func `STA-03 a revoked intermediate is refused`() throws {
        let key = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x71, count: 32))
        func authority(_ name: String, _ key: SoftwareKey, _ serial: UInt8, _ length: UInt8) -> CertificateTemplate {
            var template = CertificateTemplate(
                commonName: name, organization: "Post of Kea", key: key.publicKey, serialNumber: [serial],
                notBefore: now - 864_000, notAfter: now + 864_000)
            template.authority = .init(pathLength: length)
            return template
        }
        let root = try authority("Top", post.rootKey, 1, 1).selfSigned(with: post.rootKey)
        let middle = try authority("Middle", key, 9, 0).issued(by: root, signedWith: post.rootKey)
        var template = CertificateTemplate(
            commonName: "Counter", organization: "Post of Kea", key: post.key.publicKey, serialNumber: [3],
            notBefore: now - 3600, notAfter: now + 3600)
        template.dnsNames = ["post.example"]
        let leaf = try template.issued(by: middle, signedWith: key)
        func answer(_ serial: UInt8) throws -> RuleID? {
            var lists = RevocationListTemplate(thisUpdate: now - 60, nextUpdate: now + 60)
            lists.entries = [.init(serialNumber: [serial], since: now - 60)]
            let list = try RevocationList(der: try lists.signed(by: root, with: post.rootKey))
            let store = TrustStore(entries: [
                TrustEntry(
                    id: "a", name: "A", purposes: [.postalIssuer], types: ["*"], keys: [.anchor(root)], source: "test")
            ]).asking(RevocationPolicy(source: KeptRevocationLists([KeptRevocationList(list: list)])))
            do throws(TrustError) {
                _ = try store.decide([.postalIssuer], type: "t", evidence: .certificates([leaf, middle]), at: now)
                return nil
            } catch { return error.refusal.rule }
        }
        #expect(try answer(9) == "STA-03")
        #expect(try answer(3) == nil, "the root does not speak of what the intermediate issued")
    }

    @Test func `STA-01 a list is fresh until its next update, stale for a week, then nothing is known`() throws {
        let list = try list()
        func stale(_ seconds: Int64) throws -> RevocationFinding.State? { try state([list], at: now + seconds) }
        guard case .notRevoked(_, _, _, staleSeconds: 0) = try stale(3600),
            case .notRevoked(_, _, _, staleSeconds: 1) = try stale(3601),
            case .notRevoked(_, _, _, staleSeconds: 604_800) = try stale(3600 + 604_800),
            case .unknown = try stale(3601 + 604_800)
        else {
            Issue.record("a bound is wrong")
            return
        }
        guard case .unknown = try state([try self.list(issued: 301, next: 900)]),
            case .notRevoked = try state([try self.list(issued: 300, next: 900)])
        else {
            Issue.record("a list from the future")
            return
        }
    }

    @Test func `STA-01 what was revoked stays revoked, however old the list`() throws {
        let old = KeptRevocationLists([
            KeptRevocationList(list: try list(issued: -90 * 86_400, next: -80 * 86_400, revoking: 42))
        ])
        #expect(rule(decision(old)) == "STA-03")
    }

    @Test func `STA-01 STA-03 of several lists of one issuer the newest counts, in whatever order they come`() throws {
        let (on, off) = (try list(issued: -7200, revoking: 42), try list(issued: -3600))
        for lists in [[on, off], [off, on]] {
            guard case .notRevoked = try state(lists) else {
                Issue.record("what is on hold no more is refused")
                return
            }
        }
        let (before, after) = (try list(issued: -7200), try list(issued: -3600, revoking: 42))
        for lists in [[before, after], [after, before]] {
            #expect(rule(decision(KeptRevocationLists(lists.map { KeptRevocationList(list: $0) }))) == "STA-03")
        }
    }

    @Test func `STA-04 a fetched list that another version of the program kept is fetched again`() throws {
        folder.keep(KeptRevocationList(list: try list(), uri: Self.uri))
        #expect(try folder.revocationLists().count == 1)
        let name = try #require(try Files.names(in: place.file("trust/crls")).first)
        let text = String(decoding: place.bytes(of: "trust/crls/\(name)") ?? [], as: UTF8.self)
        #expect(text.contains("\"version\":1"))
        let other = text.split(separator: "\"version\":1").joined(separator: "\"version\":2")
        try place.write(Array(other.utf8), to: "trust/crls/\(name)")
        #expect(try folder.revocationLists().isEmpty)
    }

    @Test func `STA-02 what cannot be learned is unknown: a warning, or a refusal for payments`() throws {
        let nothing = KeptRevocationLists([])
        #expect(try decision(nothing).get().revocation.map(\.isUnknown) == [true])
        #expect(rule(decision(nothing, unknown: .refused)) == "STA-02")
        let forged = KeptRevocationLists([KeptRevocationList(list: try list(by: post.key))])
        #expect(try decision(forged).get().revocation.map(\.isUnknown) == [true])
        let silent = try decision(nothing, unknown: .refused, leaf: post.leaf).get().revocation
        #expect(silent.map(\.state) == [.notPublished], "its authority publishes nothing")
    }

    @Test func `STA-02 TRU-07 the report says what was relied on and what was not checked`() throws {
        let decided = try decision(KeptRevocationLists([KeptRevocationList(list: try list())])).get()
        let source = try #require(decided.sources(at: now).first)
        #expect(source.kind == "revocation list")
        #expect(source.ageSeconds == 3600)
        var log = StepLog(subject: "credential")
        log.note(decided.revocation, of: "issuer")
        log.note(try decision(KeptRevocationLists([])).get().revocation, of: "issuer")
        #expect(log.steps.map(\.rule) == ["STA-03", "STA-02"])
    }

    @Test func `TRU-07 a decision by the folder says when it was read`() throws {
        try folder.add(
            TrustEntry(
                id: "kea-post", name: "Post of Kea", purposes: [.postalIssuer], types: [TestPost.type],
                keys: [.anchor(post.root)], source: "test"))
        let decided = try folder.store(readAt: now - 60).decide(
            [.postalIssuer], type: TestPost.type, evidence: .certificates([post.leaf]), at: now)
        let source = try #require(decided.sources(at: now).first)
        #expect((source.kind, source.name) == ("trust entry", "kea-post"))
        #expect(source.ageSeconds == 60)
        #expect(source.rule == "TRU-07")
    }

    private func reader(
        kept: [KeptRevocationList] = [],
        _ answers:
            @escaping @Sendable (Int) throws(RevocationListUnavailable) ->
            RevocationListAnswer
    ) -> (RevocationListReader, count: @Sendable () -> Int) {
        let count = Counter()
        let reader = RevocationListReader(kept: kept, store: folder) { _, _ throws(RevocationListUnavailable) in
            try answers(count.next())
        }
        return (reader, { count.value })
    }

    private final class Counter: Sendable {
        private let number = Mutex(0)
        var value: Int { number.withLock { $0 } }
        func next() -> Int {
            number.withLock { number in
                number += 1
                return number
            }
        }
    }

    @Test func `STA-04 a list is fetched once, kept in the folder, and fetched anew when it is over`() throws {
        let bytes = try list(revoking: 7).der
        let (reader, count) = reader { _ throws(RevocationListUnavailable) in .list(bytes, entityTag: "\"a\"") }
        #expect(rule(decision(reader)) == nil)
        #expect(rule(decision(reader, unknown: .refused)) == nil)
        #expect(count() == 1)
        #expect(try folder.revocationLists().map(\.uri) == [Self.uri])
        #expect(try folder.revocationLists().first?.entityTag == "\"a\"")
        _ = decision(reader, at: now + 3601)
        #expect(count() == 2)
        let (again, asked) = self.reader(kept: try folder.revocationLists()) {
            _ throws(RevocationListUnavailable) in throw RevocationListUnavailable(why: "down")
        }
        #expect(rule(decision(again, unknown: .refused)) == nil)
        #expect(asked() == 0)
    }

    @Test func `STA-04 a list in use is fetched before it ends`() throws {
        let bytes = try list(issued: 0, next: 1000).der
        let (reader, count) = reader { _ throws(RevocationListUnavailable) in .list(bytes, entityTag: nil) }
        _ = decision(reader)
        reader.refreshDue(at: now + 799)
        #expect(count() == 1)
        reader.refreshDue(at: now + 800)
        #expect(count() == 2)
    }

    @Test func `STA-09 a failed fetch is remembered for a minute, and is never an answer`() throws {
        let (reader, count) = reader { _ throws(RevocationListUnavailable) in
            throw RevocationListUnavailable(why: "down")
        }
        #expect(rule(decision(reader, unknown: .refused)) == "STA-02")
        #expect(rule(decision(reader, unknown: .refused, at: now + 59)) == "STA-02")
        #expect(count() == 1)
        _ = decision(reader, at: now + 60)
        #expect(count() == 2)
    }

    @Test func `STA-03 STA-04 what another key signed, or is older, is not kept`() throws {
        let (bad, old) = (try list(by: post.key).der, try list(issued: -9000).der)
        let (reader, _) = reader { number throws(RevocationListUnavailable) in
            .list(number == 1 ? bad : old, entityTag: nil)
        }
        #expect(rule(decision(reader, unknown: .refused)) == "STA-02")
        #expect(try folder.revocationLists().isEmpty)
        let held = KeptRevocationList(list: try list(next: -60), uri: Self.uri)
        let (second, _) = self.reader(kept: [held]) { _ throws(RevocationListUnavailable) in
            .list(old, entityTag: nil)
        }
        guard case .notRevoked(_, _, _, staleSeconds: 60) = try decision(second).get().revocation.first?.state else {
            Issue.record("the list that is held was given up")
            return
        }
    }

    @Test func `STA-03 STA-04 a list that is over or not yet in force takes no hold away`() throws {
        let held = KeptRevocationList(
            list: try list(issued: -3600, next: -60, revoking: 42), uri: Self.uri)
        for (issued, next, isTaken) in [(-3000, -1, false), (1, 900, false), (-3000, 0, true)] as [(Int64, Int64, Bool)]
        {
            let released = try list(issued: issued, next: next).der
            let (reader, _) = reader(kept: [held]) { _ throws(RevocationListUnavailable) in
                .list(released, entityTag: nil)
            }
            #expect(rule(decision(reader)) == (isTaken ? nil : "STA-03"), "\(issued) \(next)")
        }
    }

    @Test func `STA-03 STA-04 an authority that asks first does not decide which list serves end entities`() throws {
        var template = CertificateTemplate(
            commonName: "Region", organization: "Post of Kea", key: post.holder.publicKey, serialNumber: [43],
            notBefore: now - 864_000, notAfter: now + 864_000)
        template.authority = .init(pathLength: 0)
        template.revocationListURIs = [Self.uri]
        let authority = try template.issued(by: post.root, signedWith: post.rootKey)
        var listed = RevocationListTemplate(thisUpdate: now - 60, nextUpdate: now + 3600)
        listed.limit(to: .endEntities)
        let bytes = try listed.signed(by: post.root, with: post.rootKey)
        let (reader, count) = reader { _ throws(RevocationListUnavailable) in .list(bytes, entityTag: nil) }
        #expect(reader.lists(about: authority, issuedBy: post.root, at: now).lists.isEmpty)
        #expect(reader.lists(about: leaf, issuedBy: post.root, at: now).lists.count == 1)
        #expect(count() == 2)
    }

    @Test func `STA-09 STA-04 a server that has nothing newer than what is over is asked once a minute`() throws {
        let bytes = try list(next: -60).der
        for answer in [RevocationListAnswer.list(bytes, entityTag: "\"a\""), .unchanged] {
            let held = KeptRevocationList(list: try list(next: -60), uri: Self.uri, entityTag: "\"a\"")
            let (reader, count) = reader(kept: [held]) { _ throws(RevocationListUnavailable) in answer }
            for seconds in [0, 1, 59] as [Int64] {
                #expect(rule(decision(reader, unknown: .refused, at: now + seconds)) == nil, "stale, and not unknown")
            }
            #expect(count() == 1)
            _ = decision(reader, at: now + 60)
            #expect(count() == 2)
            #expect(try folder.revocationLists().isEmpty, "what is held already is not written again")
        }
    }

    @Test func `STA-01 STA-03 another list of the same issuer does not take the place of the one that was asked for`()
        throws
    {
        let own = try list(issued: -7200, next: -60, revoking: 42)
        func other(_ change: (inout RevocationListTemplate) -> Void) throws -> [UInt8] {
            var template = RevocationListTemplate(thisUpdate: now - 60, nextUpdate: now + 3600)
            change(&template)
            return try template.signed(by: post.root, with: post.rootKey)
        }
        let others = [
            try other { $0.limit(to: .authorities) }, try other { $0.limit(to: .all, at: "http://ca.example/2.crl") },
        ]
        for bytes in others {
            let (fresh, _) = reader { _ throws(RevocationListUnavailable) in .list(bytes, entityTag: nil) }
            #expect(rule(decision(fresh, unknown: .refused)) == "STA-02")
            let held = KeptRevocationList(list: own, uri: Self.uri)
            let (reader, _) = reader(kept: [held]) { _ throws(RevocationListUnavailable) in .list(bytes, entityTag: nil)
            }
            #expect(rule(decision(reader)) == "STA-03", "what was revoked stays revoked")
            #expect(rule(decision(reader, at: now + 120)) == "STA-03")
            #expect(try folder.revocationLists().isEmpty)
        }
    }

    @Test func `STA-04 no more than one list is fetched ahead at a time`() throws {
        var template = CertificateTemplate(
            commonName: "Counter", organization: "Post of Kea", key: post.key.publicKey, serialNumber: [43],
            notBefore: now - 864_000, notAfter: now + 864_000)
        template.revocationListURIs = ["http://ca.example/2.crl"]
        let second = try template.issued(by: post.root, signedWith: post.rootKey)
        let bytes = try list(issued: 0, next: 1000).der
        let (reader, count) = reader { _ throws(RevocationListUnavailable) in .list(bytes, entityTag: nil) }
        _ = (decision(reader), decision(reader, leaf: second))
        #expect(count() == 2)
        for expected in [3, 4, 4] {
            reader.refreshDue(at: now + 900)
            #expect(count() == expected)
        }
    }

    @Test func `STA-03 an import replaces what is older, and refuses what is older, over or forged`() throws {
        try folder.add(
            TrustEntry(
                id: "kea", name: "Kea", purposes: [.postalIssuer], types: ["*"], keys: [.anchor(post.root)],
                source: "test"))
        #expect(try folder.add(try list(), at: now))
        #expect(try folder.add(try list(issued: -60, revoking: 42), at: now))
        #expect(try folder.revocationLists().count == 1)
        #expect(throws: TrustError.self) { try folder.add(try list(), at: now) }
        #expect(throws: TrustError.self) { try folder.add(try list(issued: -30, by: post.key), at: now) }
        #expect(throws: TrustError.self) { try folder.add(try list(issued: -30), at: now + 3601 + 604_800) }
        #expect(throws: TrustError.self) { try folder.add(try list(issued: 301, next: 900), at: now) }
        #expect(throws: TrustError.self) {
            try folder.store().decide([.postalIssuer], type: "t", evidence: .certificates([leaf]), at: now)
        }
    }
}
