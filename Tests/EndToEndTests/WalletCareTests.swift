import CSQLite
import Glibc
import JSON
import TestSupport
import Testing

/// A person looks after her wallet: passphrase, recovery key, a damaged file, and questions that say what they are about.
@Suite struct WalletCareTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func refusal(_ ending: CommandProcess.Ending) throws -> JSONValue {
        try JSONValue(parsing: ending.messages.split(separator: "\n").last.map(String.init) ?? "")
    }

    @Test func `SEC-33 the passphrase is changed, and by the recovery key when it is lost`() throws {
        let ada = try Person("ada", in: folder, passphrase: "correct horse battery staple")
        try folder.write(Array("another long passphrase\n".utf8), to: "new")
        try folder.write(Array("a third long passphrase\n".utf8), to: "third")
        try folder.write(Array("\(ada.recoveryKey.lowercased())\n".utf8), to: "recovery")
        for name in ["new", "third", "recovery"] { unsafe chmod(folder.file(name), 0o600) }
        func list(_ file: String) throws -> Int32? {
            try ada.begin(words: ["--passphrase-file", folder.file(file), "list"]).ended().code
        }

        let changed = try ada.run("passphrase", "change", "--new-passphrase-file", folder.file("new"))
        #expect(changed.code == 0, "\(changed.messages)")
        #expect(try ada.run("list").code == 3)
        #expect(try list("new") == 0)

        let recovered = try ada.begin(words: [
            "passphrase", "change", "--recovery-key-file", folder.file("recovery"), "--new-passphrase-file",
            folder.file("third"),
        ]).ended()
        #expect(recovered.code == 0, "\(recovered.messages)")
        #expect(try list("new") == 3)
        #expect(try list("third") == 0)

        try folder.write(Array("AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA\n".utf8), to: "recovery")
        let refused = try ada.begin(words: [
            "--json", "passphrase", "change", "--recovery-key-file", folder.file("recovery"),
            "--new-passphrase-file", folder.file("new"),
        ]).ended()
        #expect(refused.code != 0)
        #expect(try list("third") == 0, "nothing was changed")
    }

    @Test func `SEC-33 a sound file is called so, a damaged one is mended with what is left`() throws {
        let post = try PostOffice(in: folder)
        let ada = try Person("ada", in: folder, trusting: post)
        for _ in 1...2 { #expect(try ada.run("--yes", "receive", try post.offer().link).code == 0) }
        let sound = try ada.run("--json", "doctor")
        #expect(sound.code == 0, "\(sound.output)")
        #expect(try JSONValue(parsing: sound.output)["sound"] == true)

        try attack(ada.vault, "DELETE FROM tag; UPDATE value SET sealed = x'00' WHERE id = (SELECT min(id) FROM value)")
        let doctor = try ada.run("doctor")
        #expect(doctor.code == 1)
        #expect(doctor.output.contains("record_damaged"), "\(doctor.output)")
        let offer = try post.offer().link
        let refused = try ada.run("--yes", "--json", "receive", offer)
        #expect(refused.code == 1)
        #expect(try refusal(refused)["code"] == "changed_outside", "refused before the offer is used up")
        let accepted = try ada.run("--yes", "--json", "doctor", "--accept")
        #expect(accepted.code == 0, "\(accepted.messages)")
        #expect(try JSONValue(parsing: accepted.output)["erased"] == 1)
        #expect(try ada.run("doctor").code == 0)
        #expect(try ada.run("--yes", "receive", offer).code == 0)
    }

    @Test func `CLI-06 with --quiet a question still says what it is about`() throws {
        let post = try PostOffice(in: folder)
        let bank = try Bank(in: folder, trusting: post)
        let ada = try Person("ada", in: folder, trusting: post, bank)
        let terminal = try PseudoTerminal()
        let receiving = try ada.begin(["--quiet", "receive", try post.offer().link], at: terminal)
        #expect(terminal.answer("Contact it? [Y/n] ", "\n"))
        #expect(terminal.answer("Receive it? [Y/n] ", "\n"))
        let received = try receiving.ended()
        #expect(received.code == 0)
        #expect(received.messages.contains("the offer names the host"))
        let presenting = try ada.begin(["--quiet", "present", try bank.ask().link], at: terminal)
        #expect(terminal.answer("Present this? [y/N] ", "n\n"))
        let declined = try presenting.ended()
        #expect(declined.code == 4)
        for words in ["asks for:", "authenticated", "would be revealed"] {
            #expect(declined.messages.contains(words), "\(declined.messages)")
        }
        let silent = try ada.run("--quiet", "--yes", "present", try bank.ask().link)
        #expect(silent.code == 0)
        #expect(silent.messages == "")
    }

    @Test func `SDPRV-02 one line of history is not erased by a command that erases all`() throws {
        let ada = try Person("ada", in: folder)
        let refused = try ada.run("--yes", "history", "3", "--erase")
        #expect(refused.code == 2)
        #expect(refused.messages.contains("--erase"))
    }

    @Test func `DSEL-09 a pick that means two credentials is refused, and out names no file that is there`() throws {
        let post = try PostOffice(in: folder)
        let bank = try Bank(in: folder, trusting: post)
        let ada = try Person("ada", in: folder, trusting: post, bank)
        // More credentials than hexadecimal digits, so that two begin alike.
        for _ in 1...17 { #expect(try ada.run("--yes", "receive", try post.offer().link, "--copies", "1").code == 0) }
        let ids = try ada.credentials().compactMap { $0["id"]?.string }
        let digits = Dictionary(grouping: ids) { $0.prefix(1) }
        let shared = try #require(digits.first { $0.value.count > 1 })
        let ambiguous = try ada.run(
            "--yes", "--json", "present", try bank.ask().link, "--dry-run", "--pick", "person=\(shared.key)")
        #expect(ambiguous.code == 1)
        #expect(try refusal(ambiguous)["code"] == "ambiguous")

        try folder.write([1], to: "there")
        let kept = try ada.run("--yes", "--json", "present", try bank.ask().link, "--out", folder.file("there"))
        #expect(kept.code == 1)
        #expect(try ada.credentials().allSatisfy { $0["unused_copies"] == 1 }, "no copy was used up for it")
        let written = try ada.run("--yes", "--json", "present", try bank.ask().link, "--out", folder.file("answer"))
        #expect(written.code == 0, "\(written.messages)")
        let history = try JSONValue(parsing: try ada.run("--json", "history").output).array
        #expect(history?.last?["event"] == "handed_over")
    }

    @Test func `TRU-01 who trusts sees which key, for what, and what it replaces`() throws {
        let post = try PostOffice(in: folder)
        let ada = try Person("ada", in: folder, trusting: post)
        let terminal = try PseudoTerminal()
        let missing = try ada.begin(["trust", "add", post.anchor], at: terminal).ended()
        #expect(missing.code == 2, "before anything is asked")
        let adding = try ada.begin(TrustWords.issuer(post), at: terminal)
        #expect(terminal.answer("Trust this? [y/N] ", "n\n"))
        let ending = try adding.ended()
        #expect(ending.code == 4)
        for words in ["SHA-256 ", "purposes  postal-issuer", "types     urn:carnet", "this replaces"] {
            #expect(ending.messages.contains(words), "\(ending.messages)")
        }
        let key = ##"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"##
        try folder.write(Array(key.utf8), to: "keys.json")
        let client = try ada.run(
            "--yes", "trust", "add", folder.file("keys.json"), "--id", "shop", "--purpose", "rp-access", "--issuer",
            "shop", "--response-uri", "https://shop.example/answers")
        #expect(client.code == 0, "\(client.messages)")
        let entry = try #require(folder.bytes(of: "ada/config/carnet/trust/shop.json"))
        #expect(try JSONValue(parsing: entry)["response_uris"] == ["https://shop.example/answers"])
    }

    private func attack(_ path: String, _ sql: String) throws {
        var database: OpaquePointer?
        defer { unsafe sqlite3_close(database) }
        #expect(unsafe sqlite3_open(path, &database) == SQLITE_OK)
        #expect(unsafe sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK)
    }
}
