import Rules
import Testing

@Suite struct StepLogTests {
    enum Fault: RuleError {
        case broken
        var refusal: Refusal { Refusal("GEN-99", "broken", "it is broken", hint: "mend it") }
    }

    @Test func `a check that holds is recorded as passed and returns its result`() throws {
        var log = StepLog(subject: "credential")
        let result = try log.check("GEN-01", "the sum", on: "2") { () throws(Fault) in 1 + 1 }
        #expect(result == 2)
        #expect(log.steps == [Step("GEN-01", subject: "credential", check: "the sum", value: "2", outcome: .passed)])
        #expect(log.isSound)
    }

    @Test func `a check that fails is recorded under the rule of its error, which goes on`() {
        var log = StepLog()
        #expect(throws: Fault.broken) { try log.check("GEN-01", "the sum") { () throws(Fault) in throw .broken } }
        #expect(log.firstFailure == Fault.broken.refusal)
        #expect(log.steps.first?.rule == "GEN-99")
        #expect(!log.isSound)
    }

    @Test func `a skipped check is neither passed nor failed`() {
        var log = StepLog()
        log.skipped("GEN-01", "the sum", why: "nothing to add")
        #expect(log.isSound)
        #expect(log.steps.first?.outcome == .skipped(why: "nothing to add"))
    }
}
