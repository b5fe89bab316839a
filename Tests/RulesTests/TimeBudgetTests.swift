import Rules
import TestSupport
import Testing

@Suite struct TimeBudgetTests {
    private let watch = StopWatch()

    @Test func `SEC-03 what one step uses is missing for the next, and nothing is left in the end`() {
        let budget = watch.budget(seconds: 10)
        #expect(budget.secondsLeft == 10)
        watch.pass(seconds: 9.5)
        #expect(budget.secondsLeft == 0.5 && !budget.isSpent)
        watch.pass(seconds: 0.5)
        #expect(budget.secondsLeft == 0 && budget.isSpent)
        watch.pass(seconds: 100)
        #expect(budget.secondsLeft == 0, "never less")
    }

    @Test func `SEC-03 a part is never more than what is left, and runs from when it was asked for`() {
        let budget = watch.budget(seconds: 10)
        watch.pass(seconds: 2)
        let first = budget.part(seconds: 5)
        #expect(first.secondsLeft == 5)
        watch.pass(seconds: 4)
        #expect(first.secondsLeft == 1)
        #expect(budget.part(seconds: 5).secondsLeft == 4)
        watch.pass(seconds: 4)
        #expect(budget.part(seconds: 5).isSpent && first.isSpent)
    }

    @Test func `SEC-03 the clock of the machine is the default`() {
        #expect(TimeBudget(seconds: 0).isSpent)
        #expect((1...600).contains(TimeBudget(seconds: 600).secondsLeft))
    }
}
