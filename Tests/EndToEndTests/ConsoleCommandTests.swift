import JSON
import TestSupport
import Testing

/// The operator's password, between the command, its file and the running service.
@Suite struct ConsoleCommandTests {
    private static let password = "canary-9 correct horse battery"

    @Test func `SEC-41 SEC-32 a password that the command sets opens the console at once, and stands nowhere`() throws {
        let folder = try TemporaryFolder()
        let bank = try Bank(in: folder, trusting: try PostOffice(in: folder))
        func set(_ text: String) throws -> CommandProcess.Ending {
            try folder.write(Array("\(text)\n".utf8), to: "password")
            return try bank.run(["console", "password", "--json", "--password-file", folder.file("password")])
        }
        func logIn(_ text: String) throws -> Int {
            let form = "password=\(text.split(separator: " ").joined(separator: "+"))"
            return try bank.service.answer("POST", "/console/login", form: Array(form.utf8)).status
        }
        #expect(try bank.service.answer("GET", "/console").status == 404)
        let short = try set("11 letters.")
        #expect(short.code == 1 && short.messages.contains("12 to 1024 bytes"))
        #expect(try bank.service.answer("GET", "/console").status == 404)
        let ending = try set(Self.password)
        #expect(ending.code == 0)
        #expect(try JSONValue(parsing: ending.output)["console"]?.string?.hasSuffix("/console") == true)
        #expect(try bank.service.answer("GET", "/console").status == 303)
        #expect(try logIn("another password") == 403)
        #expect(try logIn(Self.password) == 303)
        _ = try bank.service.event("operator_logged_in")
        let kept = String(decoding: folder.bytes(of: "verifier/console.json") ?? [], as: UTF8.self)
        #expect(kept.contains("memory_bytes") && !kept.contains("canary-9"))
        #expect(!ending.output.contains("canary-9") && !ending.messages.contains("canary-9"))
    }
}
