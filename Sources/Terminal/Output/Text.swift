/// Words for the person: the program's own, and values from outside, which can never act on the terminal.
///
/// ```swift
/// console.print("\(client.name, .strong) asks for \(claim)")
/// ```
/// What stands literally may hold line breaks; what is put in is escaped (SEC-06), cut at 1000 scalars, and shown in the
/// style named beside it.
public struct Text: Sendable, Hashable, ExpressibleByStringInterpolation {
    struct Run: Sendable, Hashable {
        var letters: String
        var style: Style
    }

    private(set) var runs: [Run] = []

    /// The program's own words.
    public init(stringLiteral value: String) { append(value, .plain) }

    /// Words with values in them.
    public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.text }

    /// A value from outside, escaped.
    public init(_ value: String, _ style: Style = .plain, limit: Int = 1000) {
        append(value.escapedForTerminal(limit: limit), style)
    }

    /// Words that the program made itself, such as wrapped help; line breaks in them are kept, the rest is escaped.
    init(own letters: String, _ style: Style = .plain) { append(letters, style) }

    /// The letters without any colour.
    public var plain: String { runs.map(\.letters).joined() }

    /// Whether there is nothing to show.
    public var isEmpty: Bool { runs.isEmpty }

    /// Columns that a text of one line takes.
    public var displayWidth: Int { runs.reduce(0) { $0 + $1.letters.displayWidth } }

    /// The same text in one style.
    public func styled(_ style: Style) -> Text {
        var text = self
        for index in text.runs.indices { text.runs[index].style = style }
        return text
    }

    /// One text after the other.
    public static func + (left: Text, right: Text) -> Text {
        var text = left
        text += right
        return text
    }

    /// Appends a text.
    public static func += (left: inout Text, right: Text) {
        for run in right.runs { left.append(run.letters, run.style) }
    }

    private mutating func append(_ letters: String, _ style: Style) {
        guard !letters.isEmpty else { return }
        if let last = runs.indices.last, runs[last].style == style {
            runs[last].letters += letters
        } else {
            runs.append(Run(letters: letters, style: style))
        }
    }

    /// Puts words and values together.
    public struct StringInterpolation: StringInterpolationProtocol {
        var text: Text = ""

        /// Begins; called by the compiler.
        public init(literalCapacity: Int, interpolationCount: Int) {}

        /// Adds the program's own words; called by the compiler.
        public mutating func appendLiteral(_ literal: String) { text.append(literal, .plain) }

        /// Adds a value, escaped.
        public mutating func appendInterpolation(_ value: some CustomStringConvertible, _ style: Style = .plain) {
            text += Text(value.description, style)
        }

        /// Adds a text that is safe already.
        public mutating func appendInterpolation(_ other: Text) { text += other }
    }
}
