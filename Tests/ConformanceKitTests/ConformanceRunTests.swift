import JSON
import Rules
import TestSupport
import Testing

@testable import ConformanceKit

@Suite struct ConformanceRunTests {
    @Test func `all vectors pass in this process`() throws {
        var subject = InProcessSubject()
        let run = try ConformanceRun(try allVectors.get().cases, by: &subject, name: "Carnet")
        for failure in run.failures { Issue.record("\(failure.test.id): \(failure.difference?.words ?? "")") }
        #expect(run.total.passed == run.outcomes.count)
    }

    static func test(_ expectation: VectorCase.Expectation) -> VectorCase {
        VectorCase(
            file: "f", suite: "s", operation: "json.parse", group: "", id: "a<b", comment: "c | d", rules: ["JOSE-04"],
            flags: [], input: ["text": "1"], expectation: expectation)
    }

    @Test func `an answer is compared with what is expected`() {
        func verdict(
            _ expectation: VectorCase.Expectation, _ answer: VectorAnswer, codes: Bool = true
        ) -> TestOutcome.Verdict { TestOutcome(Self.test(expectation), answer, comparesCodes: codes).verdict }
        #expect(verdict(.valid("1"), .valid("1")) == .passed)
        #expect(verdict(.valid("1"), .valid(nil)) == .passed)
        #expect(verdict(.valid(nil), .valid("1")) == .passed)
        #expect(verdict(.valid("1"), .valid("2")) == .failed(.otherOutput))
        #expect(verdict(.valid("1"), .invalid(code: "x", rule: nil)) == .failed(.refused(code: "x")))
        #expect(verdict(.invalid(code: "x"), .valid("1")) == .failed(.accepted(expected: "x")))
        #expect(verdict(.invalid(code: "x"), .invalid(code: "x", rule: "JOSE-04")) == .passed)
        #expect(
            verdict(.invalid(code: "x"), .invalid(code: "x", rule: "JOSE-03")) == .failed(.otherRule(found: "JOSE-03")))
        #expect(
            verdict(.invalid(code: "x"), .invalid(code: "y", rule: nil))
                == .failed(.otherCode(found: "y", expected: "x")))
        #expect(verdict(.invalid(code: "x"), .invalid(code: "y", rule: nil), codes: false) == .passed)
        #expect(verdict(.acceptable, .valid(nil)) == .passed)
        #expect(verdict(.acceptable, .invalid(code: nil, rule: nil)) == .passed)
        #expect(verdict(.valid(nil), .unsupported(why: "w")) == .unsupported(why: "w"))
    }

    @Test func `what stands in a test is escaped in reports`() throws {
        var subject = InProcessSubject()
        let run = try ConformanceRun([Self.test(.valid("2"))], by: &subject, name: "a|b")
        #expect(!run.isSound)
        #expect(run.junit.contains("name=\"a&lt;b\""))
        #expect(run.markdown.contains(#"c \| d"#))
        #expect(run.markdown.contains(#"# Conformance of a\|b"#))
        #expect(run.json["failures"]?[0]?["difference"] == "other_output")
    }

    @Test func `a run without a test is an error`() {
        var subject = InProcessSubject()
        #expect(throws: ConformanceError.nothingSelected) { try ConformanceRun([], by: &subject, name: "") }
    }
}
