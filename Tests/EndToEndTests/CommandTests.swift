import Bytes
import Glibc
import JSON
import TestSupport
import Testing

@Suite struct CommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run(_ line: String) throws -> CommandProcess.Ending {
        try CommandProcess(
            line.split(separator: " ").map(String.init), in: folder.path,
            environment: [
                "XDG_DATA_HOME": folder.file("data"), "XDG_CONFIG_HOME": folder.file("config"),
                "XDG_STATE_HOME": folder.file("state"),
            ]
        ).ended()
    }

    private func write(_ text: String, to name: String) throws {
        let opened = unsafe fopen(folder.file(name), "w")
        let file = try unsafe #require(opened)
        unsafe fputs(text, file)
        unsafe fclose(file)
    }

    @Test(arguments: [
        "wallet", "wallet init", "wallet receive", "wallet add", "wallet list", "wallet show", "wallet present",
        "wallet history", "wallet status", "wallet trust add", "wallet key list", "wallet delete", "verifier",
        "verifier init", "verifier serve", "verifier check", "verifier ask", "verifier trust block",
        "verifier trust snapshot", "verifier trust diff", "issuer", "issuer init", "issuer serve",
        "issuer offer", "issuer sign", "issuer revoke", "conformance", "conformance run", "conformance coverage",
        "conformance shim",
    ])
    func `every command explains itself`(command: String) throws {
        let help = try run("\(command) --help")
        #expect(help.code == 0)
        #expect(help.output.contains("usage: \(command.split(separator: " ").first ?? "")"))
        #expect(help.messages.isEmpty)
    }

    @Test(arguments: ["wallet fly", "wallet list --flyy", "verifier check", "issuer offer", "wallet show a b"])
    func `a mistake on the command line exits with 2`(line: String) throws {
        #expect(try run(line).code == 2, "\(line)")
    }

    @Test func `SEC-33 a wallet opens with its passphrase and with no other`() throws {
        try write("correct horse battery staple\n", to: "pass")
        try write("another horse battery staple\n", to: "wrong")
        #expect(try run("wallet --passphrase-file pass --yes init").code == 0)
        #expect(try run("wallet --passphrase-file pass --yes init").code == 1, "nothing is overwritten")
        let list = try run("wallet --passphrase-file pass --json list")
        #expect(list.code == 0)
        #expect(try JSONValue(parsing: list.output) == [])
        let wrong = try run("wallet --passphrase-file wrong list")
        #expect(wrong.code == 3)
        #expect(wrong.messages.contains("hint:"))
        #expect(!wrong.messages.contains("another horse"))
        try write("no database at all, but long enough to be taken for one\n", to: "foreign")
        #expect(try run("wallet --vault foreign --passphrase-file pass list").code == 1)
        let nowhere = try run("wallet --vault nowhere list")
        #expect(nowhere.code == 1, "nobody is asked for the passphrase of nothing")
        #expect(nowhere.messages.contains("hint: 'wallet init' makes one"))
    }

    @Test func `VEC-09 the SD-JWT+KB example of RFC 9901 is accepted, and refused with one byte changed`() throws {
        let vectors = try JSONValue(parsing: try repositoryFile("vectors/sdjwt/rfc9901.json"))
        let group = try #require(vectors["groups"]?.array?.first { $0["operation"] == "keybinding.verify" })
        let test = try #require(group["tests"]?.array?.first { $0["id"] == "rfc9901-pid-presented" })
        let text = try #require(test["input"]?["sd_jwt"]?.string)
        try write(group["issuer_key"]?.text ?? "", to: "issuer.jwk")
        try write(text, to: "good.txt")
        let position = text.index(text.startIndex, offsetBy: text.count / 2)
        let other: Character = text[position] == "A" ? "B" : "A"
        try write(text.replacing(at: position, with: other), to: "bad.txt")
        let line = "verifier check --issuer-key issuer.jwk --nonce 1234567890 --audience https://verifier.example.org "
        let good = try run(line + "--at 2025-05-28T17:44:31Z good.txt")
        #expect(good.code == 0, "\(good.output) \(good.messages)")
        #expect(good.output.hasPrefix("accepted"))
        let bad = try run(line + "--at 2025-05-28T17:44:31Z bad.txt")
        #expect(bad.code == 1)
        #expect(bad.output.hasPrefix("rejected"))
        let late = try run(line + "--at 2035-05-28T17:44:31Z good.txt")
        #expect(late.code == 1)
    }

    @Test func `DSEL-11 a query that could not be checked is a mistake, never passed over`() throws {
        try write(
            #"{"credentials": [{"id": "a", "format": "dc+sd-jwt", "meta": {"vct_values": ["b"]}}]}"#, to: "q.json")
        try write("{}", to: "issuer.jwk")
        try write("x", to: "shown.txt")
        for missing in ["", "--nonce 1234567890", "--audience https://verifier.example.org"] {
            let ending = try run("verifier check --query q.json \(missing) shown.txt")
            #expect(ending.code == 2, "\(missing): \(ending.messages)")
            #expect(ending.messages.contains("--nonce") || ending.messages.contains("--audience"))
        }
        let both = try run(
            "verifier check --query q.json --nonce 1234567890 --audience a --issuer-key issuer.jwk shown.txt")
        #expect(both.code == 2)
        #expect(both.messages.contains("--issuer-key"))
    }
}

extension String {
    func replacing(at position: Index, with character: Character) -> String {
        String(self[..<position]) + String(character) + self[index(after: position)...]
    }
}
