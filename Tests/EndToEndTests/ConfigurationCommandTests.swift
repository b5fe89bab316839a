import Glibc
import JSON
import TestSupport
import Testing

/// `verifier config`, on the folder of a verifier that runs.
@Suite struct ConfigurationCommandTests {
    private let folder: TemporaryFolder
    private let bank: Bank

    init() throws {
        folder = try TemporaryFolder()
        bank = try Bank(in: folder, trusting: try PostOffice(in: folder))
    }

    private func check(_ changes: JSONObject = [:]) throws -> CommandProcess.Ending {
        let kept = folder.bytes(of: "verifier/verifier.json") ?? []
        var object = try JSONValue(parsing: kept).object ?? [:]
        for (name, value) in changes { object[name] = value }
        try folder.write(JSONValue.object(object).serialized(), to: "verifier/verifier.json")
        unsafe chmod(folder.file("verifier/verifier.json"), 0o600)
        defer {
            try? folder.write(kept, to: "verifier/verifier.json")
            unsafe chmod(folder.file("verifier/verifier.json"), 0o600)
        }
        return try bank.run(["config", "check"])
    }

    private func bring(_ names: [String]) throws {
        for name in names {
            try folder.write(try repositoryFile("Tests/Fixtures/tls/\(name)"), to: "verifier/\(name)")
            unsafe chmod(folder.file("verifier/\(name)"), 0o600)
        }
    }

    @Test func `SEC-37 SEC-34 a folder as init makes it passes, and what does not hold is named with its rule`() throws
    {
        let good = try check()
        #expect(good.code == 0, "\(good.output)\(good.messages)")
        #expect(good.output.contains("members and their values"))
        let misspelt = try check(["lisen": "127.0.0.1:9"])
        #expect(misspelt.code == 1)
        #expect(misspelt.output.contains("lisen is not known; perhaps listen was meant"), "\(misspelt.output)")
        unsafe chmod(folder.file("verifier/signing.jwk"), 0o644)
        let open = try check()
        #expect(open.code == 1)
        #expect(open.output.contains("others than its owner can read or change"), "\(open.output)")
        unsafe chmod(folder.file("verifier/signing.jwk"), 0o600)
        #expect(try check().code == 0)
    }

    @Test(arguments: [
        ("good.pem", "server.key", true), ("good.pem", "stranger.key", false), ("expired.pem", "server.key", false),
    ])
    func `SEC-37 a certificate for HTTPS must be of its key, and in date`(
        chain: String, key: String, isGood: Bool
    ) throws {
        try bring([chain, key])
        let ending = try check(["tls_cert": .string(chain), "tls_key": .string(key)])
        #expect(ending.code == (isGood ? 0 : 1), "\(ending.output)\(ending.messages)")
        #expect(ending.output.contains("certificate"))
    }

    @Test func `SEC-32 SEC-37 what is in force is shown without its secrets`() throws {
        let secret = String(repeating: "canary", count: 8)
        var object = try JSONValue(parsing: folder.bytes(of: "verifier/verifier.json") ?? []).object ?? [:]
        object["webhook_url"] = "https://bank.example/news"
        object["webhook_secret"] = .string(secret)
        try folder.write(JSONValue.object(object).serialized(), to: "verifier/verifier.json")
        let shown = try bank.run(["config", "show"])
        #expect(shown.code == 0, "\(shown.messages)")
        #expect(shown.output.contains("https://bank.example/news") && shown.output.contains("transaction_seconds"))
        #expect(!shown.output.contains("canary") && !shown.messages.contains("canary"))
    }
}
