import Cryptography
import JSON
import Rules
import TestSupport
import Testing

@testable import VerifierKit

@Suite struct NewestSnapshotTests {
    private let snapshots: TestSnapshot
    private let folder: TemporaryFolder
    private let file: NewestSnapshot

    init() throws {
        snapshots = try TestSnapshot()
        folder = try TemporaryFolder()
        file = NewestSnapshot(path: folder.file("newest.json"))
    }

    private func snapshot(_ seconds: Int64) -> TrustSnapshot {
        snapshots.maker(serving: nil, at: TestSnapshot.made + seconds).snapshot(lists: [], types: nil)
    }

    private func refusal(_ seconds: Int64, by key: SoftwareKey? = nil, now: Int64 = 1_000) -> Refusal? {
        do throws(VerifierKitError) {
            try file.note(
                snapshot(seconds), signedBy: (key ?? snapshots.key).publicKey, at: TestSnapshot.made + now)
            return nil
        } catch { return error.refusal }
    }

    @Test func `STA-07 NT-10 a snapshot that is older than one before is refused, the same one and a newer one pass`() {
        #expect(refusal(10) == nil)
        #expect(refusal(9)?.code == "snapshot_older")
        #expect(refusal(10) == nil)
        #expect(refusal(11) == nil)
        #expect(refusal(10)?.rule == "STA-07")
        #expect(refusal(10, by: snapshots.post.key) == nil, "another signer has ages of its own")
        #expect(refusal(10)?.code == "snapshot_older", "and takes nothing away")
    }

    @Test func `STA-07 a snapshot from the future shuts nothing out`() {
        #expect(refusal(1_301) == nil)
        #expect(refusal(1_300) == nil, "the one before was not remembered")
        #expect(refusal(1_299)?.code == "snapshot_older", "this one was")
    }

    @Test(arguments: ["", "{}", "[]", #"{"version":2,"newest":{}}"#, #"{"version":1}"#])
    func `STA-07 a file that cannot be read is no reason to forget`(text: String) throws {
        try folder.write(Array(text.utf8), to: "newest.json")
        #expect(refusal(10)?.code == "bad_newest_file")
        #expect(folder.bytes(of: "newest.json") == Array(text.utf8))
    }

    @Test func `STA-07 of many checks at the same time the newest snapshot stays`() async throws {
        let (file, key) = (file, snapshots.key.publicKey)
        let all = (1...40).map { snapshot(Int64($0)) }
        await withTaskGroup(of: Void.self) { group in
            for snapshot in all.shuffled() {
                group.addTask {
                    do throws(VerifierKitError) {
                        try file.note(snapshot, signedBy: key, at: TestSnapshot.made + 1_000)
                    } catch { #expect(error.refusal.code == "snapshot_older") }
                }
            }
        }
        #expect(refusal(39)?.code == "snapshot_older")
        #expect(refusal(40) == nil)
    }

    @Test func `STA-07 where nothing can be remembered nothing is checked`() {
        let file = NewestSnapshot(path: folder.file("none/newest.json"))
        #expect(throws: VerifierKitError.self) {
            try file.note(snapshot(10), signedBy: snapshots.key.publicKey, at: TestSnapshot.made + 1_000)
        }
    }
}
