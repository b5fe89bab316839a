import Bytes

/// Reads a command line from left to right.
struct CommandLineParser {
    /// The commands from the program down to the one that was called.
    private(set) var path: [Command]
    /// What was typed for each parameter.
    private(set) var values = ParsedValues()
    /// Whether help was asked for; the rest of the line does not matter then.
    private(set) var wantsHelp = false
    private var positionals: [String] = []
    private let globals: [ParameterDefinition]
    private let environment: [String: String]

    init(_ program: Command, globals: [any Parameter], environment: [String: String]) {
        path = [program]
        self.globals = globals.map(\.definition)
        self.environment = environment
    }

    var command: Command { path[path.count - 1] }

    /// Reads the words after the program's name.
    mutating func read(_ words: [String]) throws(TerminalError) {
        var rest = words[...]
        if rest.first == "help" {
            rest = rest.dropFirst()
            wantsHelp = true
        }
        do throws(TerminalError) {
            try readWords(&rest)
        } catch {
            // Somebody who asks for help is not told off for what stands beside it.
            guard wantsHelp || values.texts["--help"] != nil || rest.contains("--help") else { throw error }
            wantsHelp = true
        }
        guard !wantsHelp, values.texts["--version"] == nil else { return }
        guard command.action != nil else { throw .commandMissing(after: shownPath) }
        try distribute()
        try fillFromEnvironment()
        try check()
    }

    private mutating func readWords(_ rest: inout ArraySlice<String>) throws(TerminalError) {
        var optionsEnded = false
        while let word = rest.popFirst() {
            if optionsEnded {
                positionals.append(word)
            } else if word == "--" {
                optionsEnded = true
            } else if word.hasPrefix("--") {
                try readLong(word, &rest)
            } else if word.hasPrefix("-"), word != "-" {
                try readShort(word, &rest)
            } else {
                try readPlain(word)
            }
        }
        if values.texts["--help"] != nil { wantsHelp = true }
    }

    private var shownPath: String { path.map(\.name).joined(separator: " ") }

    private var known: [ParameterDefinition] { path.flatMap(\.definitions) + globals }

    private mutating func readLong(_ word: String, _ rest: inout ArraySlice<String>) throws(TerminalError) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let name = parts[0]
        guard let found = known.first(where: { $0.form != .positional && "--\($0.name)" == name }) else {
            throw unknown(name)
        }
        if found.form == .flag {
            guard parts.count == 1 else { throw .valueUnexpected(flag: name) }
            try note("", for: found)
        } else {
            try note(parts.count == 2 ? parts[1] : try nextValue(of: found, written: name, &rest), for: found)
        }
    }

    private mutating func readShort(_ word: String, _ rest: inout ArraySlice<String>) throws(TerminalError) {
        var letters = word.dropFirst()
        while let letter = letters.popFirst() {
            guard let found = known.first(where: { $0.letter == letter }) else { throw unknown("-\(letter)") }
            if found.form == .flag {
                try note("", for: found)
            } else {
                let joined = letters.first == "=" ? letters.dropFirst() : letters
                try note(
                    letters.isEmpty ? try nextValue(of: found, written: "-\(letter)", &rest) : String(joined),
                    for: found)
                return
            }
        }
    }

    /// The word after an option. It may begin with a hyphen, as a random nonce does now and then, but not be an option itself.
    private func nextValue(
        of option: ParameterDefinition, written: String, _ rest: inout ArraySlice<String>
    ) throws(TerminalError) -> String {
        let next = rest.first
        let isOption = known.contains { $0.form != .positional && next == "--\($0.name)" }
        guard let value = rest.popFirst(), !isOption else {
            throw .valueMissing(option: written, placeholder: option.placeholder, next: next)
        }
        return value
    }

    private mutating func readPlain(_ word: String) throws(TerminalError) {
        if positionals.isEmpty, let found = command.subcommands.first(where: { $0.name == word }) {
            path.append(found)
        } else if !command.subcommands.isEmpty, command.positionals.isEmpty {
            let names = command.subcommands.map(\.name)
            throw .unknownCommand(
                name: word, suggestion: NearestName.nearest(to: word, among: names).map { "'\(shownPath) \($0)'" })
        } else {
            positionals.append(word)
        }
    }

    private mutating func note(_ text: String, for parameter: ParameterDefinition) throws(TerminalError) {
        let before = values.texts[parameter.shown] ?? []
        guard before.isEmpty || parameter.count.isRepeatable else { throw .givenTwice(option: parameter.shown) }
        values.texts[parameter.shown] = before + [text]
    }

    /// Gives the positionals their places: required ones are served before optional ones, a repeatable one takes the rest.
    private mutating func distribute() throws(TerminalError) {
        var rest = positionals[...]
        let places = command.positionals
        for (index, place) in places.enumerated() {
            let owed = places[(index + 1)...].count { $0.count.isRequired }
            let free = max(0, rest.count - owed)
            let taken = place.count.isRepeatable ? free : min(1, place.count.isRequired ? rest.count : free)
            guard taken > 0 else { continue }
            values.texts[place.shown] = Array(rest.prefix(taken))
            rest = rest.dropFirst(taken)
        }
        if let first = rest.first { throw .tooManyPositionals(first: first) }
    }

    private mutating func fillFromEnvironment() throws(TerminalError) {
        for parameter in known where values.texts[parameter.shown] == nil {
            guard let variable = parameter.variable, let value = environment[variable], !value.isEmpty else { continue }
            guard parameter.isFit(value) else {
                throw .valueUnfit(parameter: "the variable \(variable)", value: value, expected: parameter.expected)
            }
            values.texts[parameter.shown] = [value]
        }
    }

    private func check() throws(TerminalError) {
        for parameter in known {
            let texts = values.texts[parameter.shown] ?? []
            if texts.isEmpty, parameter.count.isRequired { throw .parameterMissing(name: parameter.shown) }
            for text in texts where !parameter.isFit(text) {
                throw .valueUnfit(parameter: parameter.shown, value: text, expected: parameter.expected)
            }
        }
    }

    private func unknown(_ name: String) -> TerminalError {
        let names = known.filter { $0.form != .positional }.map { "--\($0.name)" }
        if let near = NearestName.nearest(to: name, among: names) {
            return .unknownOption(name: name, suggestion: near)
        }
        // An option of a command that was written before the command's name.
        let owner = command.subcommands.first { $0.definitions.contains { $0.shown == name } }
        return .unknownOption(name: name, suggestion: owner.map { "'\(shownPath) \($0.name) \(name)'" })
    }
}
