public import JSON

extension ConformanceRun {
    /// The outcome for programs: tallies, and every test that is not as expected.
    public var json: JSONValue {
        [
            "subject": .string(subject), "passed": .bool(isSound), "total": Self.json(total),
            "suites": .array(tallies.map(Self.json)), "failures": .array(failures.map(Self.json)),
            "unsupported": .array(unsupported.map { .string($0.test.id) }),
        ]
    }

    /// The outcome as JUnit XML, which build servers read.
    public var junit: String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        text += "<testsuites name=\"conformance\" tests=\"\(total.total)\" failures=\"\(total.failed)\">\n"
        for tally in tallies {
            text += "  <testsuite name=\"\(tally.suite.asXML)\" tests=\"\(tally.total)\" failures=\"\(tally.failed)\""
            text += " skipped=\"\(tally.unsupported)\">\n"
            for outcome in outcomes where outcome.test.suite == tally.suite { text += Self.junit(outcome) }
            text += "  </testsuite>\n"
        }
        return text + "</testsuites>\n"
    }

    /// The outcome as a page.
    public var markdown: String {
        var text = "# Conformance of \(subject.asCell)\n\n| suite | tests | passed | failed | unsupported |\n"
        text += "|---|---:|---:|---:|---:|\n"
        for tally in tallies + [total] {
            text += "| \(tally.suite) | \(tally.total) | \(tally.passed) | \(tally.failed) | \(tally.unsupported) |\n"
        }
        guard !isSound else { return text }
        text += "\n| test | rules | what it is | outcome |\n|---|---|---|---|\n"
        for outcome in failures {
            let (test, words) = (outcome.test, outcome.difference?.words ?? "")
            text +=
                "| \(test.id) | \(test.rules.joined(separator: ", ")) | \(test.comment.asCell) | \(words.asCell) |\n"
        }
        return text
    }

    private var unsupported: [TestOutcome] {
        outcomes.filter { if case .unsupported = $0.verdict { true } else { false } }
    }

    private static func json(_ tally: Tally) -> JSONValue {
        [
            "suite": .string(tally.suite), "tests": .integer(Int64(tally.total)),
            "passed": .integer(Int64(tally.passed)), "failed": .integer(Int64(tally.failed)),
            "unsupported": .integer(Int64(tally.unsupported)),
        ]
    }

    private static func json(_ outcome: TestOutcome) -> JSONValue {
        let test = outcome.test
        return [
            "id": .string(test.id), "operation": .string(test.operation), "group": .string(test.group),
            "comment": .string(test.comment), "rules": .array(test.rules.map(JSONValue.string)),
            "flags": .array(test.flags.map(JSONValue.string)), "file": .string(test.file),
            "difference": .string(outcome.difference?.kind ?? ""), "words": .string(outcome.difference?.words ?? ""),
        ]
    }

    private static func junit(_ outcome: TestOutcome) -> String {
        let head = "    <testcase classname=\"\(outcome.test.operation.asXML)\" name=\"\(outcome.test.id.asXML)\""
        switch outcome.verdict {
        case .passed: return head + "/>\n"
        case .unsupported(let why): return head + "><skipped message=\"\(why.asXML)\"/></testcase>\n"
        case .failed(let difference):
            return head + "><failure type=\"\(difference.kind)\" message=\"\(difference.words.asXML)\"/></testcase>\n"
        }
    }
}

extension String {
    /// Escaped for XML; what XML cannot hold becomes a question mark.
    fileprivate var asXML: String {
        var text = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "\n", "\t", "\r": text += " "
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: text += "?"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// Fit for a cell of a Markdown table.
    fileprivate var asCell: String {
        var text = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "|", "\\", "<", "`", "*", "_": text += "\\\(scalar)"
            case _ where scalar.value < 0x20: text += " "
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
