import Glibc
import JSON
import TestSupport
import Testing

/// Where services listen, and what they say of it.
@Suite struct ListenTests {
    private let folder: TemporaryFolder
    private let post: PostOffice
    private let bank: Bank

    init() throws {
        folder = try TemporaryFolder()
        post = try PostOffice(in: folder)
        bank = try Bank(in: folder, trusting: post)
    }

    private func serve(_ program: String, _ options: String...) throws -> CommandProcess {
        try CommandProcess(
            [program, "serve"] + options, in: folder.path,
            environment: ["ISSUER_DIR": folder.file("issuer"), "VERIFIER_DIR": folder.file("verifier")])
    }

    @Test(arguments: ["issuer", "verifier"])
    func `port 0 is any free one, and the log says which`(program: String) throws {
        let process = try serve(program, "--listen", "127.0.0.1:0")
        let started = try JSONValue(parsing: try process.line(with: #""event":"started""#))
        let text = started["listen"]?.string?.split(separator: ":").last.map(String.init)
        let port = try #require(text.flatMap { UInt16($0) } ?? started["port"]?.integer.flatMap { UInt16(exactly: $0) })
        #expect(port != post.service.port && port != bank.service.port && port != 0)
        let connection = try RawConnection(port: port)
        connection.send("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n")
        #expect(try connection.answer().text == #"{"status":"ok"}"#)
        process.send(SIGTERM)
        #expect(try process.ended().code == 0)
    }

    @Test(arguments: ["issuer", "verifier"])
    func `CLI-05 a service that finds its port taken says so and ends with 1`(program: String) throws {
        let second = try serve(program, "--json").ended()
        #expect(second.code == 1)
        let refusal = try JSONValue(parsing: second.messages)
        #expect(refusal["code"] == "cannot_listen")
        #expect(refusal["hint"]?.string?.contains("another port") == true)
        let running = program == "issuer" ? post.service : bank.service
        #expect(try running.answer("GET", "/healthz").status == 200, "the first one goes on")
    }
}
