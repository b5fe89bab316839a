import JSON
import Testing

@testable import ConformanceKit

@Suite struct ShimTests {
    static let test = ConformanceRunTests.test(.valid("1"))

    static func outcomes(_ command: String, count: Int = 1, seconds: Int64 = 10) throws -> [TestOutcome.Verdict] {
        var subject = ShimSubject(command: command, seconds: seconds, usesOurCodes: false)
        let tests = [VectorCase](repeating: test, count: count)
        return try ConformanceRun(tests, by: &subject, name: "shim").outcomes.map(\.verdict)
    }

    @Test func `an answer is read, and the shim is kept for the next test`() throws {
        let answer = #"{"id":"a<b","result":"valid","output":"1"}"#
        #expect(
            try Self.outcomes("while read line; do echo '\(answer)'; done", count: 3) == [.passed, .passed, .passed])
    }

    @Test(arguments: [
        ("echo no", "not JSON"), ("echo '{}'", "another test"), ("echo '{\"id\":\"a<b\"}'", "none of"),
        ("true", "ended"), ("exec >&-; sleep 9", "ended"), ("kill $$", "ended"),
    ])
    func `a shim that dies or answers garbage is reported`(command: String, words: String) throws {
        let verdicts = try Self.outcomes("read line; \(command)")
        guard case .failed(.noAnswer(let why)) = verdicts.first else {
            Issue.record("\(verdicts)")
            return
        }
        #expect(why.contains(words))
    }

    @Test func `a shim that takes too long is ended and started again`() throws {
        let verdicts = try Self.outcomes("read line; sleep 60", count: 2, seconds: 1)
        #expect(verdicts == [.failed(.noAnswer(why: "the shim took longer than 1 s"))] + verdicts.dropFirst())
        #expect(verdicts.count == 2)
    }

    @Test func `after five failures in a row the run ends`() {
        #expect(throws: ConformanceError.self) { try Self.outcomes("read line; echo no", count: 5) }
    }

    @Test func `a long request and a long answer pass through the pipes`() throws {
        let text = String(repeating: "x", count: 1 << 20)
        let test = VectorCase(
            file: "", suite: "s", operation: "json.parse", group: "", id: "a", comment: "", rules: [], flags: [],
            input: ["text": .string(text)], expectation: .valid(nil))
        var subject = ShimSubject(
            command:
                #"while read line; do printf '{"id":"a","result":"valid","output":%s}\n' "\"$line\"" | tr -d '\\{'"#
                + #" | sed 's/^/{/'; done"#,
            usesOurCodes: false)
        let run = try ConformanceRun([test], by: &subject, name: "shim")
        #expect(run.outcomes.count == 1)
    }

    @Test func `our own shim answers each request with its id`() throws {
        let server = ShimServer()
        let request = ShimMessage.request(Self.test)
        #expect(server.answer(to: request.serialized()) == ["id": "a<b", "result": "valid", "output": "1"])
        #expect(server.answer(to: Array("x".utf8))["result"] == "unsupported")
        #expect(server.answer(to: Array(#"{"id":7,"operation":"no"}"#.utf8))["id"] == 7)
        let refused = server.answer(to: Array(#"{"id":1,"operation":"json.parse","input":{"text":"["}}"#.utf8))
        #expect(refused["result"] == "invalid")
        #expect(refused["rule"] == "JOSE-04")
    }
}
