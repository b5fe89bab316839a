import HTTP
import JSON
import TestSupport
import Testing

@testable import VerifierKit

/// Whether the real service, with its routes and its store, does what the table says.
@Suite struct TransactionReplayTests {
    @Test(arguments: TransactionStage.Flow.allCases, ReplayAction.allCases)
    func `SES-08 SES-09 VFY-13 every sequence of up to four events goes as the table says`(
        flow: TransactionStage.Flow, first: ReplayAction
    ) throws {
        let service = try TestService()
        var transaction = try ReplayedTransaction(service, credential: try service.post.credential(), flow: flow)
        let kinds = ReplayAction.cases(flow)
        guard kinds.contains(first) else { return }
        #expect(try transaction.perform(first) == nil, "\(first)")
        let count = try replay(transaction, [first])
        #expect(count == kinds.count + kinds.count * kinds.count + kinds.count * kinds.count * kinds.count)
    }

    /// Goes on from a state in every way there is, and comes back to it each time.
    private func replay(_ transaction: ReplayedTransaction, _ before: [ReplayAction]) throws -> Int {
        guard before.count < 4 else { return 0 }
        let service = transaction.service
        let now = service.now
        try service.keepState(before.count)
        var count = 0
        for action in ReplayAction.cases(transaction.flow) {
            var branch = transaction
            if let difference = try branch.perform(action) {
                Issue.record("\(before + [action]): \(difference)")
                return count
            }
            count += 1 + (try replay(branch, before + [action]))
            try service.restoreState(before.count)
            service.set(now)
        }
        return count
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `SES-08 SES-10 sampled sequences of twenty events go as the table says`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let service = try TestService()
        let credential = try service.post.credential()
        for _ in 0..<25 {
            let flow: TransactionStage.Flow =
                TransactionStage.Flow.allCases.randomElement(using: &random) ?? .crossDevice
            var transaction = try ReplayedTransaction(service, credential: credential, flow: flow)
            var actions: [ReplayAction] = []
            for _ in 0..<20 {
                // Half of the time a wrong code, so that five of them come together.
                let action = ReplayAction.allCases.randomElement(using: &random) ?? .read
                actions.append(Bool.random(using: &random) ? action : .readWithWrongCode)
                guard let difference = try transaction.perform(actions[actions.count - 1]) else { continue }
                Issue.record("seed \(seed), \(actions): \(difference)")
                return
            }
        }
    }

    @Test func `SES-09 SEC-28 after a day nothing is left, whether the sweep ran in between or not`() throws {
        for isSwept in [true, false] {
            let service = try TestService()
            let router = try service.routes()
            let open = try service.begin(router)
            let answered = try service.begin(router)
            #expect(try service.answer(router, answered).status == 200)
            service.advance(86_400)
            let later = isSwept ? try service.routes() : router
            #expect(service.result(later, answered).status == 404)
            #expect(TestService.json(service.result(later, open))["state"] == "expired")
            service.advance(300)
            #expect(service.result(later, open).status == 404)
        }
    }

    @Test func `CLI-01 an id never looks like an option of a command line`() throws {
        let service = try TestService()
        let router = try service.routes()
        for _ in 0..<500 { #expect(try service.begin(router).id.first != "-") }
    }

    @Test func `SES-03 an answer whose browser did not come back is abandoned, and nothing of it is told`() throws {
        for isSwept in [true, false] {
            let service = try TestService()
            let router = try service.routes()
            let open = try service.begin(router, redirect: "https://shop.example/done")
            #expect(try service.answer(router, open).status == 200)
            service.advance(60)
            let result = TestService.json(service.result(isSwept ? try service.routes() : router, open))
            #expect(result["state"] == "abandoned")
            #expect(result["report"] == nil)
            #expect(result["claims"] == nil)
        }
    }
}
