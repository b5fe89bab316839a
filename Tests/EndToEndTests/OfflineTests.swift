import Glibc
import JSON
import TestSupport
import Testing

/// Checks at a place without a network, with a snapshot from one that has it.
@Suite struct OfflineTests {
    private let folder: TemporaryFolder
    private let post: PostOffice
    private let bank: Bank
    private let list: String

    init() throws {
        folder = try TemporaryFolder()
        post = try PostOffice(in: folder)
        bank = try Bank(in: folder, trusting: post)
        let signed = try post.run("sign", "identity", repositoryPath("examples/claims/identity.json"))
        #expect(signed.code == 0, "\(signed.messages)")
        try folder.write(Array(signed.output.utf8), to: "credential.txt")
        let checked = try bank.run(["check", "--fetch-status", "--allow-loopback", "--json", "credential.txt"])
        let report = try JSONValue(parsing: checked.output)
        list = try #require(report["credentials"]?[0]?["status"]?["list"]?.string, "\(checked.output)")
    }

    private func snapshot(_ options: String...) throws -> CommandProcess.Ending {
        try bank.run(["trust", "snapshot", "--out", "today.snapshot"] + options)
    }

    private func check(_ options: String...) throws -> CommandProcess.Ending {
        try bank.run(["check", "--offline", "today.snapshot", "--allow-loopback", "credential.txt"] + options)
    }

    @Test func `STA-07 TRU-07 TSL-46 a check with the snapshot alone says how old each piece is`() throws {
        let types = repositoryPath("examples/type-metadata")
        let made = try snapshot("--status-list", list, "--types", types, "--json")
        #expect(made.code == 0, "\(made.messages)")
        // From here on nobody is there to be asked.
        try post.service.kill()
        let good = try check("--json", "--require-types")
        #expect(good.code == 0, "\(good.output)\(good.messages)")
        let sources = try #require(try JSONValue(parsing: good.output)["sources"]?.array)
        #expect(sources.first?["rule"] == "TRU-07")
        #expect(sources.dropFirst().first?["rule"] == "TSL-46")
        #expect(sources.allSatisfy { $0["state"] == "fresh" })
        let shown = try check()
        #expect(shown.output.hasPrefix("accepted"))
        #expect(shown.output.contains("relied on"))
        #expect(shown.output.contains(list))
        #expect(try check("--at", "2099-01-01T00:00:00Z").output.contains("snapshot_too_old"))
    }

    @Test func `STA-07 a snapshot that was changed, or signed by another key, is refused before anything is checked`()
        throws
    {
        #expect(try snapshot("--status-list", list).code == 0)
        let bytes = try #require(folder.bytes(of: "today.snapshot"))
        #expect(try check("--snapshot-key", "verifier/chain.pem").code == 0)
        let other = try check("--snapshot-key", post.anchor)
        #expect(other.code == 1)
        #expect(other.messages.contains("signature_invalid"), "\(other.messages)")
        #expect(other.output.isEmpty)
        var changed = bytes
        changed[bytes.count / 2] = bytes[bytes.count / 2] == 0x41 ? 0x42 : 0x41
        try folder.write(changed, to: "today.snapshot")
        #expect(try check().messages.contains("signature_invalid"))
    }

    @Test func `STA-07 NT-10 an older snapshot is refused where the newest one is remembered`() throws {
        #expect(try snapshot("--status-list", list).code == 0)
        let older = try #require(folder.bytes(of: "today.snapshot"))
        // Ages count in seconds.
        usleep(1_100_000)
        #expect(try snapshot("--status-list", list).code == 0)
        #expect(try check("--newest", "newest.json").code == 0)
        try folder.write(older, to: "today.snapshot")
        let refused = try check("--newest", "newest.json")
        #expect(refused.code == 1)
        #expect(refused.messages.contains("STA-07 (snapshot_older)"), "\(refused.messages)")
        #expect(refused.output.isEmpty)
        #expect(try check().code == 0, "nobody remembers")
        #expect(try bank.run(["check", "--newest", "newest.json", "credential.txt"]).code == 2)
    }

    @Test(.enabled(if: FileLock.canBeSeen, "/proc/locks is not to be had here"))
    func `STA-07 NT-10 of two checks at the same time one waits, and then knows what the other one noted`() throws {
        #expect(try snapshot("--status-list", list).code == 0)
        let older = try #require(folder.bytes(of: "today.snapshot"))
        // Ages count in seconds.
        usleep(1_100_000)
        #expect(try snapshot("--status-list", list).code == 0)
        #expect(try check("--newest", "newest.json").code == 0)
        let noted = try #require(folder.bytes(of: "newest.json"))
        try folder.write(older, to: "today.snapshot")
        #expect(try check("--newest", "other.json").code == 0)
        // The other check is this test: it notes the newer one while the command waits.
        let lock = try FileLock(folder.file("other.json.lock"))
        let waiting = try bank.begin([
            "check", "--offline", "today.snapshot", "--allow-loopback", "credential.txt", "--newest", "other.json",
        ])
        #expect(waiting.waitsForLock(), "it went on beside the other one")
        try folder.write(noted, to: "other.json")
        lock.release()
        let refused = try waiting.ended()
        #expect(refused.code == 1)
        #expect(refused.messages.contains("STA-07 (snapshot_older)"), "\(refused.messages)")
    }

    @Test func `STA-02 without its list the status is unknown, which only the person at the counter accepts`() throws {
        #expect(try snapshot("--key", "verifier/signing.jwk").code == 0)
        let refused = try check()
        #expect(refused.code == 1)
        #expect(refused.output.contains("status_unknown"), "\(refused.output)")
        let accepted = try check("--allow-unknown-status")
        #expect(accepted.code == 0, "\(accepted.output)")
        #expect(accepted.output.contains("unknown: the snapshot holds no status list"))
    }

    @Test func `STA-07 a list that cannot be had makes no snapshot, and what decides twice is a mistake`() throws {
        try post.service.kill()
        let missing = try snapshot("--status-list", list)
        #expect(missing.code == 5, "\(missing.messages)")
        #expect(folder.bytes(of: "today.snapshot") == nil)
        for other in [["--trust", "verifier/trust"], ["--fetch-status"], ["--types", "verifier"]] {
            let words = ["check", "--offline", "today.snapshot", "credential.txt"] + other
            #expect(try bank.run(words).code == 2)
        }
        #expect(try bank.run(["check", "--allow-unknown-status", "credential.txt"]).code == 2)
    }

    @Test func `STA-07 the lists that the service has met go along`() throws {
        let ada = try Person("ada", in: folder, trusting: post, bank)
        #expect(try ada.run("--yes", "receive", try post.offer().link).code == 0)
        let asked = try bank.ask()
        #expect(try ada.run("--yes", "present", asked.link).code == 0)
        #expect(try bank.result(of: asked)["report"]?["verdict"] == "accepted")
        let made = try snapshot("--json")
        #expect(made.code == 0, "\(made.messages)")
        let pieces = try JSONValue(parsing: made.output)["pieces"]?.array ?? []
        #expect(pieces.contains { $0["name"]?.string == list }, "\(made.output)")
        try post.service.kill()
        let again = try snapshot()
        #expect(again.code == 0, "the list is taken as it was kept: \(again.messages)")
        #expect(again.messages.contains("warning: "))
        #expect(try check().code == 0)
    }

    @Test func `TRU-03 TRU-04 the verifier keeps its trust folder, and knows what changed since a snapshot`() throws {
        #expect(try snapshot("--status-list", list).code == 0)
        #expect(try bank.run(["trust", "diff", "today.snapshot"]).messages.contains("nothing changed"))
        #expect(try bank.run(["trust", "list"]).output.contains("kea-post"))
        #expect(try bank.run(["trust", "show", "kea-post"]).output.contains("SHA-256"))
        let added = ["trust", "add", bank.anchor, "--id", "harbour", "--purpose", "rp-access", "--yes"]
        #expect(try bank.run(added).code == 0)
        #expect(try bank.run(["trust", "block", "kea-post", "--yes"]).code == 0)
        let changed = try JSONValue(parsing: try bank.run(["trust", "diff", "today.snapshot", "--json"]).output)
        #expect(changed["entries"] == [["id": "harbour", "name": "Harbour Bank", "change": "added"]])
        #expect(changed["blocked"]?["entities"] == ["kea-post"])
        #expect(try check().code == 0, "the snapshot does not know it yet")
        #expect(try snapshot("--status-list", list, "--key", "verifier/signing.jwk").code != 0, "its signer is blocked")
        #expect(try snapshot().code == 0)
        #expect(try check("--allow-unknown-status").output.contains("blocked"))
        #expect(try bank.run(["trust", "remove", "harbour", "--yes"]).code == 0)
        #expect(try bank.run(["trust", "diff", "today.snapshot"]).output.contains("removed"))
        #expect(try bank.run(["trust", "diff", "today.snapshot", "--snapshot-key", post.anchor]).code == 1)
    }

    @Test(.enabled(if: Strace.isUsable, "strace is not installed, or may not look at processes here"))
    func `STA-07 a check with a snapshot opens no socket`() throws {
        #expect(try snapshot("--status-list", list).code == 0)
        let environment = ["VERIFIER_DIR": folder.file("verifier"), "LANG": "C.UTF-8"]
        let online = try Strace.internetCalls(
            of: ["verifier", "check", "--fetch-status", "--allow-loopback", "credential.txt"], in: folder,
            environment: environment)
        #expect(online.ending.code == 0, "\(online.ending.messages)")
        #expect(!online.calls.isEmpty, "the trace shows the sockets of a check that fetches")
        let offline = try Strace.internetCalls(
            of: ["verifier", "check", "--offline", "today.snapshot", "--allow-loopback", "credential.txt"], in: folder,
            environment: environment)
        #expect(offline.ending.code == 0, "\(offline.ending.output)\(offline.ending.messages)")
        #expect(offline.calls.isEmpty, "\(offline.calls)")
    }
}
