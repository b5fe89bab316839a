import CSQLite
import Glibc
import JSON
import TestSupport
import Testing

/// Several processes at one vault, and processes that are killed at it.
@Suite struct VaultAccessTests {
    private let folder: TemporaryFolder
    private let post: PostOffice
    private let ada: Person

    init() throws {
        folder = try TemporaryFolder()
        post = try PostOffice(in: folder)
        ada = try Person("ada", in: folder, trusting: post)
    }

    @Test func `SEC-33 F-07 no lock is held while a person thinks, and nobody's change is lost`() throws {
        let terminal = try PseudoTerminal()
        let first = try ada.begin(["receive", try post.offer().link], at: terminal)
        #expect(terminal.answer("Contact it? [Y/n] ", "\n"))
        #expect(terminal.shown(upTo: "[Y/n] ").hasSuffix("Receive it? [Y/n] "))
        let others = try (1...2).map { _ in try ada.begin(["--yes", "receive", try post.offer().link]) }
        #expect(try others.map { try $0.ended().code } == [0, 0])
        terminal.type("\n")
        #expect(try first.ended().code == 0)
        #expect(try ada.credentials().count == 3)
        let history = try JSONValue(parsing: try ada.run("--json", "history").output).array
        #expect(history?.count == 3)
    }

    @Test func `SEC-33 F-07 nine wallets at the same moment fail at nothing and lose nothing`() throws {
        #expect(try ada.run("--yes", "receive", try post.offer().link).code == 0)
        let id = try #require(try ada.credentials().first?["id"]?.string)
        var commands = try (1...3).map { _ in ["--yes", "receive", try post.offer().link] }
        commands += [["--yes", "delete", id], ["list"], ["history"], ["key", "list"], ["status"], ["list"]]
        let running = try commands.map { try ada.begin($0) }
        for (command, process) in zip(commands, running) {
            let ending = try process.ended()
            #expect(ending.code == 0, "\(command): \(ending.messages)")
        }
        #expect(try ada.credentials().count == 3)
        let history = try JSONValue(parsing: try ada.run("--json", "history").output).array ?? []
        let events = history.compactMap { $0["event"]?.string }.sorted()
        #expect(events == ["deleted", "received", "received", "received", "received"])
    }

    @Test func `SEC-33 a vault that another program keeps locked is told, read all the same, and not waited for`()
        throws
    {
        #expect(try ada.run("--yes", "receive", try post.offer().link).code == 0)
        let id = try #require(try ada.credentials().first?["id"]?.string)
        let holder = try WriteLock(on: ada.vault)
        let blocked = try ada.run("--yes", "--json", "delete", id)
        #expect(blocked.code == 3)
        let refusal = try JSONValue(parsing: blocked.messages.split(separator: "\n").last.map(String.init) ?? "")
        #expect(refusal["code"] == "database_busy", "\(blocked.messages)")
        #expect(refusal["hint"]?.string?.isEmpty == false)
        #expect(try ada.credentials().count == 1, "who reads is not held up")
        holder.release()
        #expect(try ada.run("--yes", "delete", id).code == 0)
    }

    @Test func `SEC-33 F-01 a wallet that is killed while it receives has everything of it or nothing`() throws {
        #expect(try ada.run("--yes", "receive", try post.offer().link).code == 0)
        try post.service.event("credentials_issued")
        var expected = 1
        for moment in ["offer_fetched", "token_granted", "credentials_issued"] {
            let receiving = try ada.begin(["--yes", "receive", try post.offer().link])
            try post.service.event(moment)
            receiving.send(SIGKILL)
            let ending = try receiving.ended()
            let held = try ada.credentials()
            // It may have been quicker than the signal; what it said to be stored is then there.
            if ending.output.contains("stored") { expected += 1 }
            #expect(held.count == expected || held.count == expected + 1, "killed at \(moment)")
            expected = held.count
            for credential in held { #expect(credential["copies"] == 10) }
        }
        #expect(try ada.run("--yes", "receive", try post.offer().link).code == 0, "the vault takes more")
        for credential in try ada.credentials() {
            #expect(try ada.run("show", credential["id"]?.string ?? "", "--verify").code == 0)
        }
    }
}

/// Another program that is writing to a vault: a transaction of SQLite that stays open.
@safe private final class WriteLock {
    struct NotTaken: Error { let code: Int32 }

    private var database: OpaquePointer?

    init(on path: String) throws {
        var code = unsafe sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, nil)
        if code == SQLITE_OK { code = unsafe sqlite3_exec(database, "BEGIN IMMEDIATE", nil, nil, nil) }
        guard code == SQLITE_OK else { throw NotTaken(code: code) }
    }

    deinit { release() }

    func release() {
        unsafe sqlite3_close_v2(database)
        unsafe database = nil
    }
}
