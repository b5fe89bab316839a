/// The outcome of many tests.
public struct ConformanceRun: Sendable {
    /// How many tests of a suite ended how.
    public struct Tally: Sendable, Equatable {
        /// The suite.
        public let suite: String
        /// As expected.
        public var passed = 0
        /// Not as expected.
        public var failed = 0
        /// Not done by the implementation.
        public var unsupported = 0

        /// All of them.
        public var total: Int { passed + failed + unsupported }

        mutating func count(_ verdict: TestOutcome.Verdict) {
            switch verdict {
            case .passed: passed += 1
            case .failed: failed += 1
            case .unsupported: unsupported += 1
            }
        }
    }

    /// Who was tested, for people.
    public let subject: String
    /// The outcomes in the order of the tests.
    public let outcomes: [TestOutcome]

    /// Runs tests one after the other.
    ///
    /// - Parameters:
    ///   - cases: the tests.
    ///   - subject: who answers; its error codes are compared when it uses ours.
    ///   - name: who that is, for people.
    ///   - progress: called before each test with its number.
    /// - Throws: `nothingSelected`, and what ends the run as a whole, such as `shimGaveUp`.
    public init(
        _ cases: [VectorCase], by subject: inout some ConformanceSubject, name: String,
        progress: (Int, VectorCase) -> Void = { _, _ in }
    ) throws(ConformanceError) {
        guard !cases.isEmpty else { throw .nothingSelected }
        var outcomes: [TestOutcome] = []
        outcomes.reserveCapacity(cases.count)
        for (index, test) in cases.enumerated() {
            progress(index, test)
            do {
                let answer = try subject.answer(to: test)
                outcomes.append(TestOutcome(test, answer, comparesCodes: subject.usesOurCodes))
            } catch let error as ConformanceError {
                throw error
            } catch let none as NoAnswer {
                outcomes.append(TestOutcome(test, noAnswer: none))
            } catch {
                outcomes.append(TestOutcome(test, noAnswer: NoAnswer(why: "\(error)")))
            }
        }
        (self.subject, self.outcomes) = (name, outcomes)
    }

    /// Whether no test failed.
    public var isSound: Bool { !outcomes.contains { $0.difference != nil } }

    /// The outcomes that are not as expected.
    public var failures: [TestOutcome] { outcomes.filter { $0.difference != nil } }

    /// How each suite ended, in the order in which they came.
    public var tallies: [Tally] {
        var tallies: [Tally] = []
        for outcome in outcomes {
            let suite = outcome.test.suite
            let index = tallies.firstIndex { $0.suite == suite } ?? tallies.count
            if index == tallies.count { tallies.append(Tally(suite: suite)) }
            tallies[index].count(outcome.verdict)
        }
        return tallies
    }

    /// How all tests ended.
    public var total: Tally {
        var total = Tally(suite: "all")
        for outcome in outcomes { total.count(outcome.verdict) }
        return total
    }
}
