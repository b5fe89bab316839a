import Certificates
import Cryptography
import Rules
import TestSupport
import Testing
import Trust

/// When what is on hold is so no more: by a newer list of the issuer, and by nothing else.
@Suite struct RevocationHoldTests {
    private let post: TestPost
    private let now = TestPost.time

    init() throws { post = try TestPost() }

    /// Whose path the certificate under test has: to its issuer, or to itself with the issuer behind it, or to itself alone.
    enum Path: CaseIterable { case whole, pinned, pinnedAlone }

    private func list(
        _ number: UInt8, issued: Int64, next: Int64 = 3600, _ reason: RevocationReason? = nil, revoked: Bool = true,
        by key: SoftwareKey? = nil, _ change: (inout RevocationListTemplate) -> Void = { _ in }
    ) throws -> RevocationList {
        var template = RevocationListTemplate(thisUpdate: now + issued, nextUpdate: now + next, number: [number])
        template.entries = revoked ? [.init(serialNumber: [2], since: now - 90_000, reason: reason)] : []
        change(&template)
        return try RevocationList(der: try template.signed(by: post.root, with: key ?? post.rootKey))
    }

    private func held(_ number: UInt8 = 1, issued: Int64 = -7200) throws -> RevocationList {
        try list(number, issued: issued, .certificateHold)
    }

    private func released(
        _ number: UInt8 = 2, issued: Int64 = -3600, next: Int64 = 3600, by key: SoftwareKey? = nil,
        _ change: (inout RevocationListTemplate) -> Void = { _ in }
    ) throws -> RevocationList {
        try list(number, issued: issued, next: next, revoked: false, by: key, change)
    }

    /// The code of the refusal, with the lists in either order; nil when the certificate is in order.
    private func code(_ path: Path, _ lists: [RevocationList]) throws -> String? {
        let anchor = path == .whole ? post.root : post.leaf
        let entry = TrustEntry(
            id: "a", name: "A", purposes: [.postalIssuer], types: ["t"], keys: [.anchor(anchor)], source: "test")
        func code(_ lists: [RevocationList]) -> String? {
            let source = KeptRevocationLists(lists.map { KeptRevocationList(list: $0) })
            let store = TrustStore(entries: [entry]).asking(RevocationPolicy(source: source))
            let chain = path == .pinned ? [post.leaf, post.root] : [post.leaf]
            do throws(TrustError) {
                let decision = try store.decide([.postalIssuer], type: "t", evidence: .certificates(chain), at: now)
                return decision.revocation.contains { $0.isUnknown } ? "unknown" : nil
            } catch { return error.refusal.code }
        }
        let (one, other) = (code(lists), code(lists.reversed()))
        #expect(one == other, "the order of the lists decides")
        return one
    }

    private let revoked = "certificate_revoked"

    @Test(arguments: [Path.whole, .pinned])
    func `STA-03 PKX-02 a newer list that leaves a certificate out takes it off hold`(path: Path) throws {
        #expect(try code(path, [held()]) == revoked)
        #expect(try code(path, [held(), released()]) == nil)
        #expect(try code(path, [held(9), released(10), held(8, issued: -9000)]) == nil)
        #expect(try code(path, [held(), released { $0.limit(to: .endEntities) }]) == nil, "another series")
    }

    @Test(arguments: [Path.whole, .pinned])
    func `STA-03 STA-01 an older list takes nothing off hold, nor one before it was put on hold again`(path: Path)
        throws
    {
        #expect(try code(path, [held(2), released(1, issued: -9000)]) == revoked)
        #expect(try code(path, [held(1), released(2), held(3, issued: -1800)]) == revoked)
        #expect(try code(path, [held(1), released(1, issued: -7200)]) == revoked, "of the same number and time")
    }

    @Test(arguments: [Path.whole, .pinned])
    func `STA-03 where number and time contradict each other the hold stands`(path: Path) throws {
        #expect(try code(path, [held(3), released(2)]) == revoked)
        #expect(try code(path, [held(1, issued: -3600), released(2, issued: -7200)]) == revoked)
    }

    @Test(arguments: [Path.whole, .pinned])
    func `STA-01 STA-03 a list from the future or one that is stale takes nothing off hold`(path: Path) throws {
        #expect(try code(path, [held(), released(issued: 1)]) == revoked)
        #expect(try code(path, [held(), released(issued: 0)]) == nil)
        #expect(try code(path, [held(), released(next: -1)]) == revoked)
        #expect(try code(path, [held(), released(next: 0)]) == nil)
    }

    @Test(
        arguments: Path.allCases,
        [nil, .keyCompromise, .superseded, RevocationReason(rawValue: 99)] as [RevocationReason?])
    func `STA-01 STA-03 what is revoked for good stays so, whatever newer lists leave out`(
        path: Path, reason: RevocationReason?
    ) throws {
        let final = try list(1, issued: -7200, reason)
        #expect(try code(path, [final, released()]) == revoked)
        #expect(try code(path, [final, held(2, issued: -5000), released(3)]) == revoked)
        #expect(try code(path, [held(), list(2, issued: -3600, reason)]) == revoked)
    }

    @Test(arguments: Path.allCases)
    func `STA-03 PKX-02 a list that its issuer did not sign takes nothing off hold`(path: Path) throws {
        #expect(try code(path, [held(), released(by: post.holder)]) == revoked)
    }

    @Test func `STA-03 PKX-02 what no known key signed puts on hold, and takes nothing off`() throws {
        let strange = try list(1, issued: -7200, .certificateHold, by: post.holder)
        #expect(try code(.pinned, [strange]) == revoked)
        #expect(try code(.pinned, [strange, released(by: post.holder)]) == revoked)
        #expect(try code(.pinned, [strange, released()]) == nil)
    }

    @Test(arguments: Path.allCases)
    func `STA-03 a list that does not speak of the certificate takes it off no hold`(path: Path) throws {
        #expect(try code(path, [held(), released { $0.limit(to: .authorities) }]) == revoked)
        #expect(try code(path, [held(), released { $0.limit(to: .all, at: "http://ca.example/2.crl") }]) == revoked)
    }

    @Test func `PKX-02 STA-03 without a certificate of the issuer to check with the hold stands`() throws {
        #expect(try code(.pinnedAlone, [held(), released()]) == revoked)
        #expect(try code(.pinnedAlone, [released()]) == "unknown")
    }
}
