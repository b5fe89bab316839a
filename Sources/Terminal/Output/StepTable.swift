/// Steps of a check as a table: a mark, and what the caller says about each step.
///
/// ```swift
/// var table = StepTable(["rule", "check", "value"])
/// table.append(.passed, ["JOSE-14", "signature", "ES256"])
/// table.append(.failed, ["SDJWT-43", "digest", ""], note: "no disclosure has this digest")
/// console.print(table)
/// ```
public struct StepTable: Sendable {
    /// How a step ended.
    public enum Mark: Sendable, Hashable {
        /// It was made and held.
        case passed
        /// It was made and did not hold.
        case failed
        /// It was not made.
        case skipped

        var style: Style {
            switch self {
            case .passed: .good
            case .failed: .bad
            case .skipped: .faint
            }
        }

        func sign(_ glyphs: Glyphs) -> Text {
            switch self {
            case .passed: Text(glyphs.passed, style)
            case .failed: Text(glyphs.failed, style)
            case .skipped: Text(glyphs.skipped, style)
            }
        }
    }

    private struct Row: Sendable {
        let mark: Mark
        let cells: [Text]
        let note: Text
    }

    private let titles: [String]
    private var rows: [Row] = []

    /// A table without steps; the first title is never cut, the others may be.
    public init(_ titles: [String]) { self.titles = titles }

    /// Adds a step; the note stands on lines of its own below it and is never cut.
    public mutating func append(_ mark: Mark, _ cells: [Text], note: Text = "") {
        rows.append(Row(mark: mark, cells: cells, note: note))
    }

    /// The lines.
    ///
    /// - Parameters:
    ///   - width: columns of the terminal; nil when nothing must be cut.
    ///   - glyphs: the marks.
    public func lines(width: Int?, glyphs: Glyphs) -> [Text] {
        var table = Table(
            [Table.Column("", cutting: .forbidden)]
                + titles.enumerated().map { Table.Column($1, cutting: $0 == 0 ? .forbidden : .allowed) })
        for row in rows { table.append([row.mark.sign(glyphs)] + row.cells) }
        var lines = table.lines(width: width, glyphs: glyphs)
        let hasHeading = lines.count > rows.count
        let indent = (rows.map { $0.mark.sign(glyphs).displayWidth }.max() ?? 0) + 2
        // From the end, so that the places of the lines before stay as they are.
        for (index, row) in rows.enumerated().reversed() where !row.note.isEmpty {
            let room = max(20, (width ?? .max) - indent)
            let note = row.note.plain.wrapped(to: room).map {
                Text(own: String(repeating: " ", count: indent) + $0, row.mark.style)
            }
            lines.insert(contentsOf: note, at: index + (hasHeading ? 2 : 1))
        }
        return lines
    }
}
