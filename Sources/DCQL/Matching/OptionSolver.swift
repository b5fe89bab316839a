/// Finds the options of the required credential sets that together cost least.
///
/// Options may share queries, and a shared query costs once, so this is a covering problem: hard in general, small in
/// practice. Sets that share no query are solved apart; within a group a search with bounds tries the options in the
/// verifier's order. Every option that is tried is a step of the limited work, so that a query built to explode ends with
/// an error instead of a hanging wallet.
struct OptionSolver {
    /// The cost of each query with its best candidate, nil when there is none.
    let costs: [Int?]
    var steps: Int

    /// A set that must be satisfied: its place, and those of its options that can be, as bits of the queries.
    private struct Choice {
        let set: Int
        let options: [(number: Int, queries: UInt64)]
    }

    private struct Solution {
        var cost: Int
        var answers: Int
        /// The number of the option for each choice.
        var options: [Int]

        func isBetter(than other: Solution) -> Bool { (cost, answers) < (other.cost, other.answers) }
    }

    static func bits(_ queries: [Int]) -> UInt64 { queries.reduce(0) { $0 | 1 << UInt64($1) } }

    /// - Returns: the option of each set, nil for optional sets; nil altogether when a required set has no option.
    mutating func cheapest(_ sets: [CredentialSetQuery]) throws(DCQLError) -> [Int?]? {
        var choices: [Choice] = []
        for (number, set) in sets.enumerated() where set.isRequired {
            let options = satisfiableOptions(of: set)
            guard !options.isEmpty else { return nil }
            choices.append(Choice(set: number, options: options))
        }
        var result = [Int?](repeating: nil, count: sets.count)
        for group in Self.groups(choices) {
            var best: Solution?
            try search(group, from: 0, queries: 0, Solution(cost: 0, answers: 0, options: []), best: &best)
            guard let best else { return nil }
            for (choice, option) in zip(group, best.options) { result[choice.set] = option }
        }
        return result
    }

    /// - Returns: as `cheapest`, with the first option that can be satisfied of each required set.
    func first(_ sets: [CredentialSetQuery]) -> [Int?]? {
        var result: [Int?] = []
        for set in sets {
            let first = satisfiableOptions(of: set).first?.number
            guard first != nil || !set.isRequired else { return nil }
            result.append(set.isRequired ? first : nil)
        }
        return result
    }

    private func satisfiableOptions(of set: CredentialSetQuery) -> [(number: Int, queries: UInt64)] {
        var options: [(number: Int, queries: UInt64)] = []
        for (number, option) in set.options.enumerated() where option.allSatisfy({ costs[$0] != nil }) {
            options.append((number, Self.bits(option)))
        }
        return options
    }

    /// Sets that are connected by common queries, in the order of their first members.
    private static func groups(_ choices: [Choice]) -> [[Choice]] {
        var groups: [(queries: UInt64, choices: [Choice])] = []
        for choice in choices {
            var queries = choice.options.reduce(0) { $0 | $1.queries }
            var joined: [Choice] = []
            var apart: [(queries: UInt64, choices: [Choice])] = []
            for group in groups {
                if group.queries & queries != 0 {
                    queries |= group.queries
                    joined += group.choices
                } else {
                    apart.append(group)
                }
            }
            groups = apart + [(queries, joined + [choice])]
        }
        return groups.map { $0.choices.sorted { $0.set < $1.set } }
    }

    private mutating func search(
        _ choices: [Choice], from index: Int, queries: UInt64, _ partial: Solution, best: inout Solution?
    ) throws(DCQLError) {
        if let best, !partial.isBetter(than: best) { return }
        guard index < choices.count else {
            best = partial
            return
        }
        let choice = choices[index]
        // An option that is answered already adds nothing, and no other can be better.
        let free = choice.options.first { $0.queries & ~queries == 0 }
        for option in free.map({ [$0] }) ?? choice.options {
            steps -= 1
            guard steps >= 0 else { throw .tooMuchWork(steps: steps) }
            var next = partial
            var added = option.queries & ~queries
            next.answers += added.nonzeroBitCount
            while added != 0 {
                next.cost += costs[added.trailingZeroBitCount] ?? 0
                added &= added - 1
            }
            next.options.append(option.number)
            try search(choices, from: index + 1, queries: queries | option.queries, next, best: &best)
        }
    }
}
