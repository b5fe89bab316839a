import CredentialModel
import JSON
import ReportView
import Rules
import Terminal
import Testing

@Suite struct ReportViewTests {
    private static let refusal = Refusal("TSL-43", "index_out_of_range", "idx is 9", hint: "ask the issuer")

    private func shown(_ details: ReportDetails, json: Bool = false) -> String {
        var log = StepLog(subject: "credential")
        log.passed("JOSE-14", "signature", on: "ES256")
        log.failed("status", Self.refusal)
        log.skipped("KB-07", "key binding", why: "not asked for")
        var credential = CredentialReport(format: .sdJWTVC)
        credential.type = "urn:carnet:postal:identity:1"
        credential.reveal(["address": ["town": "Ioulis"]])
        let report = Report(checkedAt: UnixTime(seconds: 0), log: log, credentials: [credential])
        var mode = Console.Mode()
        mode.isJSON = json
        let console = Console.captured(mode: mode)
        console.print(report: report, details: details)
        return console.output.captured
    }

    @Test func `a rejected report says why, what to do, and what was not checked`() {
        let text = shown(.exceptions)
        #expect(text.contains("rejected for 1970-01-01T00:00:00Z"))
        #expect(text.contains("TSL-43 index_out_of_range: idx is 9"))
        #expect(text.contains("what to do: ask the issuer"))
        #expect(text.contains("not checked: not asked for"))
        #expect(text.contains("address.town"))
        #expect(!text.contains("JOSE-14"))
    }

    @Test func `every step is shown when asked for`() { #expect(shown(.everyStep).contains("JOSE-14")) }

    @Test func `programs get JSON and nothing else`() {
        let text = shown(.everyStep, json: true)
        #expect(text.hasPrefix("{"))
        #expect(text.contains("\"verdict\": \"rejected\""))
    }
}
