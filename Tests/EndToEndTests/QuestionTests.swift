import Glibc
import JSON
import TestSupport
import Testing

/// What a person sees and types at the terminal of a command.
@Suite struct QuestionTests {
    private let folder: TemporaryFolder
    private let terminal: PseudoTerminal

    init() throws { (folder, terminal) = (try TemporaryFolder(), try PseudoTerminal()) }

    private func isAsBefore() -> Bool { terminal.echoes && terminal.interrupts }

    @Test func `CLI-04 CNEG-04 Ctrl-C at a question declines, and the terminal is as before`() throws {
        let post = try PostOffice(in: folder)
        let ada = try Person("ada", in: folder, trusting: post)
        let offer = try post.offer()
        for (question, keys) in [
            ("Contact it? [Y/n] ", "\u{03}"), ("Contact it? [Y/n] ", "y\u{03}"), ("Contact it? [Y/n] ", "\u{04}"),
            ("Receive it? [Y/n] ", "\u{03}"),
        ] {
            let receiving = try ada.begin(["receive", offer.link], at: terminal)
            if question.hasPrefix("Receive") { #expect(terminal.answer("Contact it? [Y/n] ", "\n")) }
            #expect(terminal.answer(question, keys))
            let ending = try receiving.ended()
            #expect(ending.code == 4, "\(keys.debugDescription) at \(question): \(ending.messages)")
            #expect(ending.messages.contains("rule: CLI-04 (interrupted)"))
            #expect(isAsBefore())
        }
        #expect(try ada.run("--yes", "receive", offer.link).code == 0, "nothing was changed")
    }

    @Test func `CLI-04 SEC-34 Ctrl-C at a passphrase declines, and the terminal shows again what is typed`() throws {
        let ada = try Person("ada", in: folder)
        for keys in ["\u{03}", "correct horse\u{03}", "\u{04}"] {
            let listing = try ada.begin(words: ["list"], at: terminal)
            #expect(terminal.answer("Passphrase: ", keys))
            let ending = try listing.ended()
            #expect(ending.code == 4)
            #expect(isAsBefore())
        }
        let listing = try ada.begin(words: ["list"], at: terminal)
        #expect(terminal.answer("Passphrase: ", "\(ada.passphrase)\r"))
        #expect(try listing.ended().code == 0)
        #expect(terminal.shown(upTo: "\n").hasSuffix("\r\n"), "the line ends, and nothing of the secret is shown")
        let nobody = try ada.begin(words: ["list"]).ended()
        #expect(nobody.code == 2)
        #expect(nobody.messages.contains("there is no terminal to ask: Passphrase"))
    }

    @Test func `CLI-04 a new wallet is made with what is typed twice, and its recovery key is asked back`() throws {
        let path = folder.file("new.vault")
        let words = ["wallet", "--vault", path, "init"]
        let environment = ["XDG_STATE_HOME": folder.file("state"), "LANG": "C.UTF-8"]
        let differing = try CommandProcess(words, in: folder.path, environment: environment, at: terminal)
        #expect(terminal.answer("New passphrase: ", "one two three four\r"))
        #expect(terminal.answer("New passphrase, again: ", "one two three five\r"))
        #expect(try differing.ended().code == 1)
        #expect(!folder.names.contains("new.vault"))
        let making = try CommandProcess(words, in: folder.path, environment: environment, at: terminal)
        #expect(terminal.answer("New passphrase: ", "one two three four\r"))
        #expect(terminal.answer("New passphrase, again: ", "one two three four\r"))
        _ = try making.line(with: "recovery key, shown once:")
        let key = try making.line(with: "-").filter { $0 != " " }
        #expect(terminal.answer("Type its last four characters: ", "\(key.suffix(4).lowercased())\n"))
        #expect(try making.ended().code == 0)
        #expect(isAsBefore())
    }

    @Test(arguments: ["wrong\nwrong\nwrong\n", "\u{03}"])
    func `CLI-04 a new wallet is there though nobody confirmed its recovery key, and says so`(keys: String) throws {
        let making = try CommandProcess(
            ["wallet", "--vault", folder.file("new.vault"), "init"], in: folder.path,
            environment: ["XDG_STATE_HOME": folder.file("state"), "LANG": "C.UTF-8"], at: terminal)
        #expect(terminal.answer("New passphrase: ", "one two three four\r"))
        #expect(terminal.answer("New passphrase, again: ", "one two three four\r"))
        #expect(terminal.answer("Type its last four characters: ", keys))
        let ending = try making.ended()
        #expect(ending.code == 0, "\(ending.messages)")
        #expect(ending.messages.contains("the wallet is made all the same"))
        #expect(folder.names.contains("new.vault"))
        #expect(isAsBefore())
    }

    @Test func `CLI-04 without a terminal no wallet is made whose recovery key nobody would be asked for`() throws {
        try folder.write(Array("one two three four\n".utf8), to: "passphrase")
        func made(_ more: String...) throws -> Int32? {
            try CommandProcess(
                ["wallet", "--vault", folder.file("new.vault"), "--passphrase-file", "passphrase", "init"] + more,
                in: folder.path, environment: ["XDG_STATE_HOME": folder.file("state")]
            ).ended().code
        }
        #expect(try made() == 2)
        #expect(!folder.names.contains("new.vault"))
        #expect(try made("--yes") == 0)
        #expect(folder.names.contains("new.vault"))
    }
}

extension QuestionTests {
    @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT])
    func `CLI-04 SEC-34 a signal that ends the command at a question leaves the terminal as before`(signal: Int32)
        throws
    {
        let ada = try Person("ada", in: folder)
        let listing = try ada.begin(words: ["list"], at: terminal)
        #expect(terminal.shown(upTo: "Passphrase: ").hasSuffix("Passphrase: "))
        #expect(!terminal.echoes)
        listing.send(signal)
        let ending = try listing.ended()
        // What SIGQUIT does then is a matter of the runtime, which may want to print a backtrace.
        #expect(ending.code == nil || signal == SIGQUIT, "it ends by the signal, as whoever sent it expects")
        #expect(terminal.echoes && terminal.interrupts)
    }
}
