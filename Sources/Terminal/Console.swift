public import JSON

/// Where a command prints, reports and asks.
///
/// Data goes to standard output, everything said to the person goes to standard error (CLI-06).
public struct Console: Sendable {
    /// How the person wants output; global options set it.
    public struct Mode: Sendable, Hashable {
        /// `--json`: data as JSON, nothing else on standard output.
        public var isJSON = false
        /// `--quiet`: no messages but errors, and questions with what they are about.
        public var isQuiet = false
        /// `--verbose`: also the details.
        public var isVerbose = false
        /// `--no-color`.
        public var isPlain = false
        /// `--yes`: questions for consent are answered yes without being asked.
        public var saysYes = false

        /// Nothing set.
        public init() {}
    }

    /// Standard output.
    public let output: OutputChannel
    /// Standard error.
    public let messages: OutputChannel
    /// Whom to ask.
    public let dialogue: any Dialogue
    /// How the person wants output.
    public var mode: Mode

    /// Puts the parts together.
    public init(output: OutputChannel, messages: OutputChannel, dialogue: any Dialogue, mode: Mode = Mode()) {
        (self.output, self.messages, self.dialogue, self.mode) = (output, messages, dialogue, mode)
    }

    /// A console in memory for tests: `output.captured` and `messages.captured` hold what was written.
    public static func captured(answers: [String] = [], width: Int? = nil, mode: Mode = Mode()) -> Console {
        Console(
            output: OutputChannel(capturedWidth: width), messages: OutputChannel(capturedWidth: width),
            dialogue: ScriptedDialogue(answers), mode: mode)
    }

    /// Prints a line of data for people; with `--json` it is left out.
    public func print(_ text: Text = "") {
        if !mode.isJSON { write(text, to: output) }
    }

    /// Prints a table for people; with `--json` it is left out.
    public func print(_ table: Table) {
        guard !mode.isJSON else { return }
        for line in table.lines(width: output.width, glyphs: output.glyphs) { write(line, to: output) }
    }

    /// Prints steps for people; with `--json` they are left out.
    public func print(_ table: StepTable) {
        guard !mode.isJSON else { return }
        for line in table.lines(width: output.width, glyphs: output.glyphs) { write(line, to: output) }
    }

    /// Prints data for programs, with `--json` only: several lines, or one where a stream of values is printed.
    public func print(json: @autoclosure () -> JSONValue, oneLine: Bool = false) {
        guard mode.isJSON else { return }
        let value = json()
        output.write(Array(((oneLine ? value.text : value.prettyText()).harmlessAsJSON + "\n").utf8))
    }

    /// Writes bytes to standard output as they are, such as a credential or a picture; also with `--json`.
    public func write(_ bytes: [UInt8]) { output.write(bytes) }

    /// Says something; not with `--quiet`.
    public func say(_ text: Text) {
        if !mode.isQuiet { write(text, to: messages) }
    }

    /// Says what a question is about; with `--quiet` too, unless `--yes` answers the question.
    public func inform(_ text: Text) {
        if !mode.isQuiet || !mode.saysYes { write(text, to: messages) }
    }

    /// Says a detail, with `--verbose` only.
    public func detail(_ text: @autoclosure () -> Text) {
        if mode.isVerbose { write(text().styled(.faint), to: messages) }
    }

    /// Warns; also with `--quiet`.
    public func warn(_ text: Text) { write(Text("warning: ", .caution) + text, to: messages) }

    /// Shows what is going on, on a line that the next message replaces; only at a terminal, and not with `--quiet`.
    public func progress(_ text: Text) {
        guard !mode.isQuiet, let width = messages.width else { return }
        let shown = text.cut(to: width - 1, ellipsis: messages.glyphs.ellipsis)
        messages.writeTransient(shown.rendered(isColoured: isColoured(messages), isASCII: messages.isASCII))
    }

    func write(_ text: Text, to channel: OutputChannel) {
        let line = text.rendered(isColoured: isColoured(channel), isASCII: channel.isASCII) + "\n"
        channel.write(Array(line.utf8))
    }

    private func isColoured(_ channel: OutputChannel) -> Bool { channel.isColoured && !mode.isPlain }
}

extension String {
    /// JSON text that means the same and cannot act on a terminal: JSON lets C1 and bidirectional controls stand raw.
    fileprivate var harmlessAsJSON: String {
        guard !utf8.allSatisfy({ $0 < 0x7F }) else { return self }
        var shown = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar == "\n" || scalar.isHarmless(between: nil, and: nil) {
                shown.append(scalar)
            } else {
                shown.append(contentsOf: scalar.escapedInJSON.unicodeScalars)
            }
        }
        return String(shown)
    }
}

extension Unicode.Scalar {
    fileprivate var escapedInJSON: String {
        UTF16.encode(self)?.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)"
        }.joined() ?? ""
    }
}
