import Certificates
import CredentialModel
import Cryptography
import Rules
import SDJWTVC
import TestSupport
import Testing
import Trust

@testable import VerifierKit

/// Revocation lists in a snapshot: what a check without a network knows of them.
@Suite struct SnapshotRevocationTests {
    private let snapshots: TestSnapshot

    init() throws { snapshots = try TestSnapshot() }

    /// A snapshot with a list of the post's root, read back from its file.
    private func snapshot(revoking serial: UInt8?, next: Int64 = 3600) throws -> TrustSnapshot {
        var template = RevocationListTemplate(thisUpdate: TestSnapshot.made - 60, nextUpdate: TestSnapshot.made + next)
        if let serial { template.entries = [.init(serialNumber: [serial], since: TestSnapshot.made - 90)] }
        let post = snapshots.post
        let list = try RevocationList(der: try template.signed(by: post.root, with: post.rootKey))
        let made = snapshots.maker(serving: nil).snapshot(
            lists: [], types: nil, revocationLists: [KeptRevocationList(list: list, uri: "http://ca.example/1.crl")])
        return try TrustSnapshot(file: try made.signed(by: snapshots.key), signedBy: snapshots.key.publicKey)
    }

    private func report(
        _ snapshot: TrustSnapshot, after seconds: Int64 = 60, stakes: TrustSnapshot.Stakes = .ordinary
    ) throws -> Report {
        try snapshots.report(snapshot, after: seconds, stakes: stakes) { $0.unknownStatus = .reported }
    }

    @Test func `STA-03 STA-07 a revoked issuer is refused without a network, and the report says how old the list is`()
        throws
    {
        let good = try report(try snapshot(revoking: nil))
        #expect(good.isAccepted, "\(good.refusals)")
        let source = try #require(good.sources.first { $0.kind == "revocation list" })
        #expect((source.rule, source.ageSeconds, source.freshness) == ("STA-03", 120, .fresh))
        #expect(source.name.contains("http://ca.example/1.crl"))
        let bad = try report(try snapshot(revoking: 2))
        #expect(bad.refusal?.rule == "STA-03")
        #expect(bad.refusal?.code == "certificate_revoked")
    }

    @Test func `STA-01 STA-02 a list grows stale, then nothing is known, and a payment is refused`() throws {
        let list = try snapshot(revoking: nil, next: 10)
        let stale = try report(list)
        #expect(stale.isAccepted)
        #expect(stale.sources.first { $0.kind == "revocation list" }?.freshness == .stale(seconds: 50))
        let over = try report(list, after: 11 + KeptRevocationList.staleSeconds)
        #expect(over.steps.contains { $0.rule == "STA-02" })
        let paid = try report(list, after: 11 + KeptRevocationList.staleSeconds, stakes: .payment)
        #expect(
            paid.refusal?.code == "revocation_unknown" || paid.refusals.contains { $0.code == "revocation_unknown" })
    }
}
