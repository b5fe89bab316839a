/// The help of a program or a command.
struct HelpPage {
    /// From the program down to the command.
    let path: [Command]
    let globals: [any Parameter]

    /// The lines, for that many columns.
    func lines(width: Int) -> [Text] {
        let command = path[path.count - 1]
        let width = min(width, 100)
        var lines: [Text] = [Text(own: shownPath, .strong) + Text(own: ": \(command.summary)")]
        lines += ["", Text(own: "usage: \(usage)")]
        if !command.discussion.isEmpty { lines += [""] + command.discussion.wrapped(to: width).map { Text(own: $0) } }
        lines += section("Commands", command.subcommands.map { ($0.name, $0.summary) }, width)
        lines += section("Parameters", rows(command.definitions.filter { $0.form == .positional }), width)
        lines += section("Options", rows(path.flatMap(\.definitions).filter { $0.form != .positional }), width)
        lines += section("Options of all commands", rows(globals.map(\.definition)), width)
        if !command.examples.isEmpty {
            lines += ["", Text(own: "Examples", .strong)]
            for example in command.examples {
                lines += [Text(own: "  \(example.line)")]
                lines += example.meaning.wrapped(to: width - 6).map { Text(own: "      \($0)", .faint) }
            }
        }
        if !command.subcommands.isEmpty {
            lines += ["", Text(own: "'\(shownPath) COMMAND --help' tells more about a command.")]
        }
        return lines
    }

    /// One line that shows how the command is called.
    var usage: String {
        let command = path[path.count - 1]
        var words = [shownPath]
        for parameter in command.definitions where parameter.form == .option && parameter.count.isRequired {
            words.append("--\(parameter.name) \(parameter.placeholder)")
        }
        words.append("[options]")
        if !command.subcommands.isEmpty { words.append(command.action == nil ? "COMMAND" : "[COMMAND]") }
        for parameter in command.positionals {
            switch parameter.count {
            case .required: words.append(parameter.placeholder)
            case .optional: words.append("[\(parameter.placeholder)]")
            case .any: words.append("[\(parameter.placeholder)…]")
            case .several: words.append("\(parameter.placeholder)…")
            }
        }
        return words.joined(separator: " ")
    }

    private var shownPath: String { path.map(\.name).joined(separator: " ") }

    private func rows(_ parameters: [ParameterDefinition]) -> [(String, String)] {
        parameters.map { parameter in
            var help = parameter.help
            if parameter.form == .option, parameter.count.isRequired { help += " (required)" }
            if parameter.form == .option, parameter.count.isRepeatable { help += " (may be repeated)" }
            if let variable = parameter.variable { help += " (variable \(variable))" }
            guard parameter.form != .positional else { return (parameter.placeholder, help) }
            let letter = parameter.letter.map { "-\($0), " } ?? ""
            let value = parameter.form == .option ? " \(parameter.placeholder)" : ""
            return ("\(letter)--\(parameter.name)\(value)", help)
        }
    }

    private func section(_ title: String, _ rows: [(term: String, meaning: String)], _ width: Int) -> [Text] {
        guard !rows.isEmpty else { return [] }
        // A few long terms must not push all meanings to the edge; theirs begin on the next line.
        let column = min(rows.map(\.term.displayWidth).max() ?? 0, 26) + 4
        var lines: [Text] = ["", Text(own: title, .strong)]
        for row in rows {
            var meaning = row.meaning.wrapped(to: max(20, width - column))[...]
            let blanks = column - 2 - row.term.displayWidth
            if blanks >= 2 {
                let first = meaning.popFirst() ?? ""
                lines.append(Text(own: "  \(row.term)\(String(repeating: " ", count: blanks))\(first)"))
            } else {
                lines.append(Text(own: "  \(row.term)"))
            }
            lines += meaning.map { Text(own: String(repeating: " ", count: column) + $0) }
        }
        return lines
    }
}
