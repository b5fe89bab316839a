import Files
import JSON
import Terminal

/// `bench run`
enum RunCommand {
    private static let names = Positional(
        "NAME", "what to measure (default: everything that takes seconds)", count: .any,
        as: .oneOf(Subject.all.map(\.name)))
    private static let file = Option("into", "FILE", "also write the list of measurements as JSON")

    static let command = Command(
        "run", "measure, and show each cost beside its limit",
        discussion: "A ratio above the limit is marked and is no failure: times are for people to judge.",
        parameters: [names, file],
        examples: [
            Example("bench run --into bench.json", "measure everything and keep it"),
            Example("bench run vault-open vault-insert", "measure two things"),
        ], action: run)

    private static func run(_ call: Invocation) throws -> ExitCode {
        let wanted = call.values(of: names)
        let subjects = Subject.all.filter { wanted.isEmpty ? !$0.isLong : wanted.contains($0.name) }
        var results: [(subject: Subject, measurement: Measurement)] = []
        for subject in subjects {
            call.console.progress("measuring \(subject.name)")
            results.append((subject, try subject.measure()))
        }
        let list = JSONValue.array(results.map { json(of: $0.subject, $0.measurement) })
        if let path = call[file] {
            try Files.write(Array((list.prettyText() + "\n").utf8), to: path, for: .everyone, existing: .replace)
        }
        call.console.print(table(of: results))
        for (subject, measurement) in results {
            for note in measurement.notes { call.console.print("\(subject.name): \(note)") }
        }
        call.console.print()
        call.console.print("\(Machine.description)")
        call.console.print(json: list)
        return .done
    }

    static func json(of subject: Subject, _ measurement: Measurement) -> JSONValue {
        [
            "name": .string(subject.name), "value": number(measurement.value), "unit": .string(measurement.unit),
            "limit": number(measurement.limit), "ratio": number(measurement.ratio),
        ]
    }

    /// Four decimals are more than any measurement here is good for.
    private static func number(_ value: Double) -> JSONValue {
        JSONNumber(digits(value, decimals: 4)).map(JSONValue.number) ?? .null
    }

    private static func table(of results: [(subject: Subject, measurement: Measurement)]) -> Table {
        var table = Table([
            .init("name", cutting: .forbidden), .init("ours", .trailing), .init("limit", .trailing), .init("unit"),
            .init("ratio", .trailing), .init("limit is"),
        ])
        for (subject, measurement) in results {
            table.append([
                "\(subject.name)", "\(digits(measurement.value))", "\(digits(measurement.limit))",
                "\(measurement.unit)", Text(digits(measurement.ratio, decimals: 3)), "\(subject.limit)",
            ])
        }
        return table
    }

    /// A number with as many decimals as are worth reading.
    static func digits(_ value: Double, decimals: Int? = nil) -> String {
        let decimals = decimals ?? (value < 10 ? 2 : value < 1_000 ? 1 : 0)
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        guard value.isFinite, value >= 0, value * scale < 1e15 else { return "\(value)" }
        let rounded = Int64((value * scale).rounded())
        guard decimals > 0 else { return "\(rounded)" }
        let (whole, part) = rounded.quotientAndRemainder(dividingBy: Int64(scale))
        let text = "\(part)"
        return "\(whole)." + String(repeating: "0", count: decimals - text.count) + text
    }
}

/// `bench list`
enum ListCommand {
    static let command = Command(
        "list", "show what is measured, and against what",
        examples: [Example("bench list", "all names")]
    ) { call in
        var table = Table([.init("name", cutting: .forbidden), .init("what is done"), .init("limit is")])
        for subject in Subject.all { table.append(["\(subject.name)", "\(subject.work)", "\(subject.limit)"]) }
        call.console.print(table)
        call.console.print(
            json: .array(
                Subject.all.map {
                    ["name": .string($0.name), "work": .string($0.work), "limit": .string($0.limit)]
                }))
        return .done
    }
}
