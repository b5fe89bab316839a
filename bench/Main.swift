import Terminal

@main
struct Main {
    static func main() { BenchProgram.program.main() }
}

/// The commands of `bench`, which `make bench` runs.
enum BenchProgram {
    static let program = Program(
        "bench", version: "0.1.0", "measure Carnet against its limits",
        discussion: """
            Every measurement has a limit: the bare cryptography that the work cannot do without, a library that does the \
            same, or a target. Both are measured in turns in one run, so that the ratio holds on any machine; the times \
            alone hold only for this one.
            """,
        commands: [RunCommand.command, ListCommand.command],
        examples: [
            Example("bench run", "measure everything"), Example("bench run json-parse", "measure one thing"),
        ])
}
