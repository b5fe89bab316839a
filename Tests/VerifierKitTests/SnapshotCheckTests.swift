import CredentialModel
import Cryptography
import JSON
import Rules
import SDJWTVC
import TestSupport
import Testing
import TokenStatusList
import Trust

@testable import VerifierKit

/// What a snapshot says at which age: the policy table of spec/trust-and-payments.md §2.6, on both sides of each bound.
@Suite struct SnapshotCheckTests {
    private static let day: Int64 = 86_400
    private let snapshots: TestSnapshot

    init() throws { snapshots = try TestSnapshot() }

    private func source(_ report: Report, _ kind: String) throws -> ReportedSource {
        try #require(report.sources.first { $0.kind == kind })
    }

    @Test func `STA-07 TRU-07 a check decides with the snapshot and says what it relied on`() throws {
        let report = try snapshots.report(snapshots.snapshot(lists: [snapshots.list()]), after: 60)
        #expect(report.isAccepted, "\(report.refusals)")
        guard case .known("valid", 0, 70, _)? = report.credentials.first?.status else {
            Issue.record("\(String(describing: report.credentials.first?.status))")
            return
        }
        #expect(report.sources.map(\.rule) == ["TRU-07", "TSL-46"])
        #expect(report.sources.map(\.freshness) == [.fresh, .fresh])
        #expect(report.sources.map(\.ageSeconds) == [60, 60])
        #expect(report.steps.prefix(3).map(\.rule) == ["STA-07", "STA-01", "STA-06"])
        #expect(report.json["sources"]?.array?.count == 2)
        #expect(report.withoutClaims.sources == report.sources)
    }

    @Test(
        arguments: [
            (0, .fresh), (3590, .fresh), (3591, .stale(seconds: 1)), (7200, .stale(seconds: 3610)),
            (7201, .tooOld(seconds: 1)),
        ] as [(Int64, ReportedSource.Freshness)])
    func `TSL-46 STA-01 STA-02 a list is fresh, then stale and accepted, then unknown`(
        after seconds: Int64, freshness: ReportedSource.Freshness
    ) throws {
        let snapshot = try snapshots.snapshot(lists: [snapshots.list()])
        let report = try snapshots.report(snapshot, after: seconds)
        #expect(try source(report, "status list").freshness == freshness)
        guard case .tooOld = freshness else {
            #expect(report.isAccepted, "\(report.refusals)")
            return
        }
        #expect(report.refusal?.code == "status_unknown")
        let reported = try snapshots.report(snapshot, after: seconds) { $0.unknownStatus = .reported }
        #expect(reported.isAccepted)
        guard case .unknown(let why)? = reported.credentials.first?.status else {
            Issue.record("it is known")
            return
        }
        #expect(why.contains("too old"))
    }

    @Test func `TSL-46 a list without exp is used for a day after its signing`() throws {
        let snapshot = try snapshots.snapshot(lists: [snapshots.list(expires: nil, timeToLive: nil)])
        #expect(try snapshots.report(snapshot, after: Self.day - 10).isAccepted)
        #expect(try snapshots.report(snapshot, after: Self.day - 9).refusal?.code == "status_unknown")
    }

    @Test(arguments: [60, 5 * day]) func `STA-01 revoked is final, however old the list`(after seconds: Int64) throws {
        let list = try snapshots.list({ try $0.set(.invalid, at: 3) })
        let report = try snapshots.report(
            snapshots.snapshot(lists: [list]), after: seconds, { $0.unknownStatus = .reported })
        #expect(report.refusal?.code == "status_invalid")
    }

    @Test func `STA-02 a list that the snapshot does not hold leaves the status unknown`() throws {
        let report = try snapshots.report(snapshots.snapshot(), after: 0)
        #expect(report.refusal?.code == "status_unknown")
        #expect(report.refusal?.problem.contains("holds no status list") == true, "\(report.refusals)")
    }

    @Test func `TSL-13 a list speaks for no other issuer, in a snapshot either`() throws {
        // Without certificates nobody can tell whose it is before a credential is checked.
        let other = try snapshots.list(by: snapshots.key, certificates: [])
        let report = try snapshots.report(snapshots.snapshot(lists: [other]), after: 0)
        #expect(report.refusal?.code == "status_unknown")
    }

    @Test(
        arguments: [
            (7 * day, .fresh), (7 * day + 1, .stale(seconds: 1)), (21 * day, .stale(seconds: 14 * day)),
            (21 * day + 1, .tooOld(seconds: 1)),
        ] as [(Int64, ReportedSource.Freshness)])
    func `TRU-07 STA-01 trust data is fresh for a week, stale for a fortnight, then refused`(
        after seconds: Int64, freshness: ReportedSource.Freshness
    ) throws {
        let times = try snapshots.snapshot().trustTimes
        #expect(times.freshness(at: TestSnapshot.made + seconds) == freshness)
        // The certificates of the post are over before, so the verdict is looked at as far as the snapshot decides it.
        let report = try snapshots.report(snapshots.snapshot(), after: seconds)
        #expect(try source(report, "trust entries").freshness == freshness)
        if case .tooOld = freshness {
            #expect(report.refusal?.code == "snapshot_too_old")
            #expect(report.credentials.isEmpty)
        } else {
            #expect(report.refusal?.code != "snapshot_too_old")
        }
    }

    @Test func `TRU-07 STA-01 entries of a list keep its age in a snapshot`() throws {
        let made = TestSnapshot.made
        let origin = TrustListOrigin(list: "eu-eaa", sequence: 7, issuedAt: made - 86_400, nextUpdate: made + 60)
        let trust = TrustStore(entries: [
            TrustEntry(
                id: "eu-eaa.1", name: "Post of Kea", purposes: [.attestationIssuer], types: [TestPost.type],
                keys: [.anchor(snapshots.post.root)], source: "test", entity: "eu-eaa.kea", list: origin)
        ])
        let snapshot = try snapshots.snapshot(lists: [snapshots.list()], trust: trust)
        let read = try TrustSnapshot(file: try snapshot.signed(by: snapshots.key), signedBy: snapshots.key.publicKey)
        #expect(read.trust.entries.first?.list == origin)
        #expect(read.trust.entries.first?.entity == "eu-eaa.kea")
        let report = try snapshots.report(read, after: 120)
        #expect(report.isAccepted, "\(report.refusals)")
        let piece = try source(report, "list of trusted entities")
        #expect(piece.name == "eu-eaa 7")
        #expect(piece.freshness == .stale(seconds: 60))
        #expect(piece.ageSeconds == 86_520)
        #expect(report.credentials.first?.trust?.ageSeconds == 86_520)
        #expect(report.steps.contains { $0.rule == "TRU-07" && $0.value == "eu-eaa 7, stale for 60 s, accepted" })
        let late = try snapshots.report(read, after: 61 + TrustListOrigin.staleSeconds)
        #expect(late.refusals.contains { $0.code == "trust_list_too_old" }, "\(late.refusals)")
    }

    @Test func `TRU-04 the block list goes along and wins`() throws {
        let trust = snapshots.post.trust(blocks: [.entity(id: "kea-post")])
        let list = try snapshots.list(certificates: [])
        let report = try snapshots.report(snapshots.snapshot(lists: [list], trust: trust), after: 0)
        #expect(report.refusal?.code == "blocked")
    }

    @Test(arguments: [(-300, true), (-301, false)] as [(Int64, Bool)])
    func `STA-06 NT-09 a clock before the snapshot warns, and refuses payments`(
        after seconds: Int64, isSound: Bool
    ) throws {
        let snapshot = try snapshots.snapshot(lists: [snapshots.list()])
        let ordinary = try snapshots.report(snapshot, after: seconds)
        #expect(ordinary.isAccepted, "\(ordinary.refusals)")
        let clock = try #require(ordinary.steps.first { $0.rule == "STA-06" })
        #expect((clock.outcome == .passed) == isSound)
        let payment = try snapshots.report(snapshot, after: seconds, stakes: .payment)
        #expect(payment.refusal?.code == (isSound ? nil : "clock_suspect"))
    }

    @Test func `STA-01 an older moment that a proof names makes no list fresher`() throws {
        let snapshot = try snapshots.snapshot(lists: [snapshots.list()])
        let bytes = try snapshots.credential()
        let report = snapshot.report(at: TestSnapshot.made + 7201, stakes: .payment, profile: .openID4VP) { basis in
            PresentationCheck(time: TestSnapshot.made, as: .credential).report(
                on: bytes, trust: basis.trust, status: basis.status, policy: CredentialPolicy())
        }
        #expect(report.refusal?.code == "status_unknown")
    }

    @Test func `VC-53 STA-01 type metadata is used for ninety days`() throws {
        let document = Array("{\"vct\":\"\(TestPost.type)\",\"claims\":[]}".utf8)
        let snapshot = try snapshots.snapshot(documents: [(TestPost.type, document)])
        #expect(snapshot.sources(at: TestSnapshot.made).last?.rule == "STA-01")
        func found(after seconds: Int64, _ integrity: SubresourceIntegrity? = nil) -> Bool {
            let source = SnapshotTypeMetadata(documents: snapshot.documents, moment: TestSnapshot.made + seconds)
            return
                (try? source.document(about: TestPost.type, matching: integrity, at: TestSnapshot.made, within: .test))
                == document
        }
        #expect(found(after: 90 * Self.day))
        #expect(!found(after: 90 * Self.day + 1))
        let source = SnapshotTypeMetadata(documents: snapshot.documents, moment: TestSnapshot.made)
        #expect(throws: TypeMetadataError.self) {
            try source.document(about: "urn:other", matching: nil, at: TestSnapshot.made, within: .test)
        }
    }
}
