import Rules

/// Counters as charts, each with a table of the same numbers.
struct ConsoleCounters {
    static let hours: Int64 = 24
    /// Questions that have a line of their own; the others are counted together.
    static let limitQuestions = 12
    /// How states are put together in charts, in the order of `BarChart` parts.
    private static let kinds = ["good", "bad", "lapsed", "going"]

    let tallies: [TransactionTally]
    /// The hour that runs now, in hours since 1970.
    let lastHour: Int64
    let durations: [String: ServiceMetrics.Durations]
    let language: PageLanguage

    private var words: ConsoleText { .words(language) }
    private var names: [String] { [words.accepted, words.refused, words.lapsed, words.underWay] }

    /// The content of the page.
    var html: String {
        """
        <h2>\(words.byHour)</h2>
        <p>\(words.lastDay)</p>
        \(byHour)
        <h2>\(words.byQuestion)</h2>
        \(byQuestion)
        <h2>\(words.latency)</h2>
        <p>\(words.sinceStart)</p>
        \(latency)
        """
    }

    private var byHour: String {
        let hours = (0..<Self.hours).map { lastHour - Self.hours + 1 + $0 }
        let bars = hours.enumerated().map { index, hour in
            BarChart.Bar(
                label: index % 3 == 2 ? Self.clock(hour) : "", parts: parts(tallies.filter { $0.hour == hour }))
        }
        let rows = zip(hours, bars).filter { $0.1.total > 0 }.map { hour, bar in
            ["<bdi>\(Self.clock(hour))</bdi>"] + bar.parts.map(String.init)
        }
        let chart = BarChart(classes: Self.kinds, bars: bars).columns(title: words.byHour)
        let key = zip(Self.kinds, names).map { "<li class=\"\($0)\">\($1)</li>" }.joined()
        let table =
            rows.isEmpty
            ? "<p>\(words.none)</p>" : ConsoleMarkup.table([words.hour] + names, rows, numbers: [1, 2, 3, 4])
        return "<div class=\"pair\"><div>\(chart)<ul class=\"row key\">\(key)</ul></div>\(table)</div>"
    }

    private var byQuestion: String {
        let groups = Dictionary(grouping: tallies) { $0.template.map(ConsoleMarkup.data) ?? words.ownQuestion }
            .map { (name: $0.key, parts: parts($0.value)) }
            .sorted { (Self.total($1.parts), $0.name) < (Self.total($0.parts), $1.name) }
        var shown = Array(groups.prefix(Self.limitQuestions))
        let rest = groups.dropFirst(Self.limitQuestions)
        if !rest.isEmpty {
            shown.append(
                ("…", Self.kinds.indices.map { index in rest.reduce(0) { $0 &+ $1.parts[index] } }))
        }
        guard !shown.isEmpty else { return "<p>\(words.none)</p>" }
        let chart = BarChart(classes: Self.kinds, bars: shown.map { BarChart.Bar(label: "", parts: $0.parts) })
        let rows = zip(shown, chart.bars).map { group, bar in
            [group.name] + group.parts.map(String.init) + [chart.row(bar, title: words.byQuestion)]
        }
        return ConsoleMarkup.table([words.question] + names + [words.chart], rows, numbers: [1, 2, 3, 4])
    }

    private var latency: String {
        let rows = durations.sorted { $0.key < $1.key }.filter { $0.value.count > 0 }.map { route, durations in
            let classes = Self.classes(of: durations)
            let chart = BarChart(
                classes: ["going"], bars: classes.map { BarChart.Bar(label: "", parts: [$0]) })
            return [
                ConsoleMarkup.data(route), "\(durations.count)",
                Self.milliseconds(durations.microseconds / durations.count), Self.within(50, durations),
                Self.within(99, durations), chart.profile(title: words.distribution),
            ]
        }
        guard !rows.isEmpty else { return "<p>\(words.none)</p>" }
        let head = [words.route, words.requests, words.mean, words.half, words.most, words.distribution]
        return ConsoleMarkup.table(head, rows, numbers: [1, 2, 3, 4])
    }

    private func parts(_ tallies: [TransactionTally]) -> [Int] {
        Self.kinds.map { kind in
            tallies.filter { ConsoleMarkup.kind($0.state) == kind }.reduce(0) { $0 &+ $1.count }
        }
    }

    private static func total(_ parts: [Int]) -> Int { parts.reduce(0) { $0 &+ $1 } }

    private static func clock(_ hour: Int64) -> String {
        let hour = hour % 24
        return hour < 10 ? "0\(hour):00" : "\(hour):00"
    }

    /// How many took longer than the class before and no longer than this one; those beyond all come last.
    static func classes(of durations: ServiceMetrics.Durations) -> [Int] {
        var before = 0
        return (durations.counts + [durations.count]).map { count in
            defer { before = count }
            return max(0, count &- before)
        }
    }

    /// The upper end of the class up to which that share of all requests was answered.
    static func within(_ percent: Int, _ durations: ServiceMetrics.Durations) -> String {
        for (count, limit) in zip(durations.counts, ServiceMetrics.bucketMicroseconds)
        where Double(count) * 100 >= Double(durations.count) * Double(percent) {
            return milliseconds(limit)
        }
        return "> " + milliseconds(ServiceMetrics.bucketMicroseconds.last ?? 0)
    }

    private static func milliseconds(_ microseconds: Int) -> String {
        microseconds % 1_000 == 0 || microseconds >= 100_000
            ? "\(microseconds / 1_000)" : "\(microseconds / 1_000).\(microseconds % 1_000 / 100)"
    }
}
