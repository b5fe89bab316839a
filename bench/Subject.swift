import Rules

/// Something that is measured, under a name that stays.
struct Subject: Sendable {
    /// The name in tables and files; it never changes its meaning.
    let name: String
    /// What is done.
    let work: String
    /// What it is compared with.
    let limit: String
    /// Whether it takes minutes; then it is measured only when it is named.
    var isLong = false
    /// Measures it.
    let measure: @Sendable () throws -> Measurement

    /// Everything that is measured, in the order of the table.
    static let all: [Subject] =
        SignatureSubjects.all + ParsingSubjects.all + StatusListSubjects.all + VaultSubjects.all + ProgramSubjects.all
        + ServiceSubjects.all
}

/// What came of a measurement.
struct Measurement {
    /// Ours, in the unit.
    let value: Double
    /// The limit's, in the same unit.
    let limit: Double
    /// Our cost divided by the limit's cost: below 1 we are better than the limit.
    let ratio: Double
    /// The unit of both, such as `µs`.
    let unit: String
    /// Lines that are printed below the table.
    var notes: [String] = []

    /// Compares a cost with a target that is a number.
    init(_ value: Double, target: Double, unit: String) {
        (self.value, limit, ratio, self.unit) = (value, target, value / target, unit)
    }

    /// Takes what was measured in turns.
    init(_ turns: Turns, unit: TimeUnit = .microseconds) {
        (value, limit) = (turns.ours / unit.nanoseconds, turns.limit / unit.nanoseconds)
        (ratio, self.unit) = (turns.ratio, unit.rawValue)
    }

    /// Compares a rate with the highest that is possible; the cost is the inverse of the rate.
    init(rate: Double, limit: Double, ratio: Double, unit: String) {
        (value, self.limit, self.ratio, self.unit) = (rate, limit, ratio, unit)
    }
}

/// A unit of time that a table shows.
enum TimeUnit: String {
    case microseconds = "µs"
    case milliseconds = "ms"

    /// How many nanoseconds it has.
    var nanoseconds: Double { self == .microseconds ? 1e3 : 1e6 }
}

/// Why nothing could be measured.
enum BenchError: RuleError {
    /// What was to be measured does not do what it should; `what` says so.
    case broken(what: String)

    var refusal: Refusal {
        switch self {
        case .broken(let what):
            Refusal("CLI-05", "not_measurable", what, hint: "run the tests first; only what works is measured")
        }
    }
}
