/// Two pieces of work, timed in turns, so that what else the machine does slows both alike.
///
/// Each round runs a batch of ours and a batch of the limit's; the one that comes first changes from round to round. The
/// result is the median, which a few disturbed rounds do not move.
struct Turns {
    /// Nanoseconds of one piece of our work.
    let ours: Double
    /// Nanoseconds of one piece of the limit's.
    let limit: Double
    /// The median of the rounds' ratios.
    let ratio: Double

    /// Measures.
    ///
    /// - Parameters:
    ///   - rounds: how many; odd.
    ///   - batch: how long a batch should take at least.
    ///   - ours: one piece of our work.
    ///   - limit: one piece of the limit's.
    init(
        rounds: Int = 101, batch: Duration = .milliseconds(4), ours: () throws -> Void, limit: () throws -> Void
    ) rethrows {
        let ourCount = try Self.count(filling: batch, ours)
        let limitCount = try Self.count(filling: batch, limit)
        var pairs: [(ours: Double, limit: Double)] = []
        for round in 0..<rounds {
            if round.isMultiple(of: 2) {
                let first = try Self.nanoseconds(ourCount, ours)
                pairs.append((first, try Self.nanoseconds(limitCount, limit)))
            } else {
                let first = try Self.nanoseconds(limitCount, limit)
                pairs.append((try Self.nanoseconds(ourCount, ours), first))
            }
        }
        self.init(rounds: pairs)
    }

    /// Sums rounds up that were measured elsewhere.
    init(rounds: [(ours: Double, limit: Double)]) {
        ours = median(rounds.map(\.ours))
        limit = median(rounds.map(\.limit))
        ratio = median(rounds.map { $0.ours / $0.limit })
    }

    /// How many pieces fill a batch; also warms up.
    private static func count(filling batch: Duration, _ work: () throws -> Void) rethrows -> Int {
        var count = 1
        while true {
            let time = try nanoseconds(count, work) * Double(count)
            if time >= batch.nanoseconds { return count }
            count *= time * 2 < batch.nanoseconds ? 2 : Int((batch.nanoseconds / time).rounded(.up))
        }
    }

    private static func nanoseconds(_ count: Int, _ work: () throws -> Void) rethrows -> Double {
        let time = try ContinuousClock().measure { for _ in 0..<count { try work() } }
        return time.nanoseconds / Double(count)
    }
}

/// The middle of values; of an even number the mean of the two in the middle, of none not a number.
func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}

extension Duration {
    /// The whole time in nanoseconds.
    var nanoseconds: Double { Double(components.seconds) * 1e9 + Double(components.attoseconds) / 1e9 }
}
