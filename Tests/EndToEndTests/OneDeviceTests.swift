import JSON
import TestSupport
import Testing

/// A question that is asked from the shell and answered on one device: the browser brings the code for the result.
@Suite struct OneDeviceTests {
    private static let done = "http://127.0.0.1:9/done"
    private let town: Town

    init() throws { town = try Town() }

    private let words = [
        "--query", repositoryPath("examples/queries/age-over-18.json"), "--redirect-uri", OneDeviceTests.done,
    ]

    /// The link of a page that calls the wallet.
    private static func link(in page: String) -> String? {
        let link = page.split(separator: "\"").first { $0.hasPrefix("openid4vp:") }
        return link.map { String($0).replacing("&amp;", with: "&") }
    }

    /// Where a browser ends that opens the page, calls the wallet, and follows its answer.
    private func walk(through page: String) throws -> String {
        let shown = try town.bank.service.answer("GET", page.pathOfAddress)
        let cookie = try #require(shown.header("set-cookie")?.split(separator: ";").first)
        let link = try #require(Self.link(in: shown.text))
        let presented = try town.ada.run("--yes", "--json", "present", link)
        #expect(presented.code == 0, "\(presented.messages)")
        let address = try JSONValue(parsing: presented.output)["redirect_uri"]?.string ?? ""
        let sentOn = try town.bank.service.answer("GET", address.pathOfAddress, headers: ["Cookie: \(cookie)"])
        return try #require(sentOn.header("location"))
    }

    @Test(arguments: [false, true])
    func `SES-02 CLI-04 the code that the browser brought is asked for, alone or with its address`(alone: Bool) throws {
        let terminal = try PseudoTerminal()
        let asking = try town.bank.asking(words, at: terminal)
        let page = try asking.message(with: "/p/")
        let address = try walk(through: page)
        #expect(address.hasPrefix(Self.done))
        let code = alone ? String(try #require(address.split(separator: "=").last)) : address
        let question = "Response code, or the whole address that the browser came to: "
        #expect(terminal.answer(question, "\(Self.done)\n"), "an address without a code is none")
        #expect(terminal.answer(question, "\(code)\n"))
        let ended = try asking.ended()
        #expect(ended.code == 0, "\(ended.messages)")
        #expect(ended.output.hasPrefix("accepted"))
    }

    @Test func `SES-02 CLI-04 without a terminal nothing is begun that cannot come to an end`() throws {
        let refused = try town.bank.asking(words).ended()
        #expect(refused.code == 2)
        #expect(refused.messages.contains("give --no-wait, and the code later"))
        #expect(!refused.messages.contains("/p/"))
        for stray in [["--response-code", "x"], ["--answer", "x"]] {
            let refused = try town.bank.asking(words + ["--no-wait"] + stray).ended()
            #expect(refused.code == 2 && refused.messages.contains("--result"), "\(refused.messages)")
        }
        let begun = try town.bank.asking(words + ["--no-wait"]).ended()
        #expect(begun.code == 0)
        let address = try walk(through: begun.output.split(separator: "\n").first.map(String.init) ?? "")
        let code = String(try #require(address.split(separator: "=").last))
        let id = try #require(begun.messages.split(separator: "\n").last?.split(separator: " ").last)
        let result = try town.bank.asking(["--result", String(id), "--response-code", code]).ended()
        #expect(result.code == 0 && result.output.hasPrefix("accepted"), "\(result.messages)")
    }

    @Test func `SES-02 a wallet that refuses needs no code`() throws {
        let terminal = try PseudoTerminal()
        let asking = try town.bank.asking(words, at: terminal)
        let page = try asking.message(with: "/p/")
        let shown = try town.bank.service.answer("GET", page.pathOfAddress)
        let link = try #require(Self.link(in: shown.text))
        let another = try PseudoTerminal()
        let presenting = try town.ada.begin(["present", link], at: another)
        #expect(another.answer("Present this? [y/N] ", "n\n"))
        #expect(try presenting.ended().code == 4)
        let ended = try asking.ended()
        #expect(ended.code == 1)
        #expect(ended.output.contains("access_denied"))
    }
}

extension String {
    /// What stands behind the host in an address.
    fileprivate var pathOfAddress: String { "/" + split(separator: "/").dropFirst(2).joined(separator: "/") }
}
