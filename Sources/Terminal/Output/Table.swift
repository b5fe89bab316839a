/// Rows in aligned columns.
///
/// Columns are measured as a terminal shows them. Where a terminal is too narrow, the widest columns that may be cut are
/// cut, with an ellipsis; what goes to a file or a pipe is never cut.
public struct Table: Sendable {
    /// A column: its title and how it is set.
    public struct Column: Sendable {
        /// Where the cells stand.
        public enum Alignment: Sendable {
            /// At the left edge.
            case leading
            /// At the right edge, for numbers.
            case trailing
        }

        /// Whether a narrow terminal may cut the cells.
        public enum Cutting: Sendable {
            /// Cells may be cut.
            case allowed
            /// Cells stay whole, for identifiers.
            case forbidden
        }

        let title: String
        let alignment: Alignment
        let cutting: Cutting

        /// Describes a column.
        public init(_ title: String, _ alignment: Alignment = .leading, cutting: Cutting = .allowed) {
            (self.title, self.alignment, self.cutting) = (title, alignment, cutting)
        }
    }

    private let columns: [Column]
    private var rows: [[Text]] = []

    /// A table without rows.
    public init(_ columns: [Column]) { self.columns = columns }

    /// Adds a row; missing cells are empty, cells beyond the columns are left out.
    public mutating func append(_ cells: [Text]) {
        rows.append(columns.indices.map { $0 < cells.count ? cells[$0] : "" })
    }

    /// The lines, with a heading when any column has a title.
    ///
    /// - Parameters:
    ///   - width: columns of the terminal; nil when nothing must be cut.
    ///   - glyphs: which sign stands for what was cut.
    public func lines(width: Int?, glyphs: Glyphs = .unicode) -> [Text] {
        let heading = columns.map { Text($0.title, .strong) }
        let all = heading.allSatisfy(\.isEmpty) ? rows : [heading] + rows
        let widths = fittedWidths(all, width: width)
        return all.map { row in
            var line: Text = ""
            var blanks = 0
            for (column, (cell, room)) in zip(columns, zip(row, widths)) {
                let shown = cell.cut(to: room, ellipsis: glyphs.ellipsis)
                let padding = room - shown.displayWidth
                // Blanks are owed to the next cell, so that no line ends with one.
                if column.alignment == .trailing { blanks += padding }
                if !shown.isEmpty {
                    line += Text(own: String(repeating: " ", count: blanks)) + shown
                    blanks = 0
                } else if column.alignment == .trailing {
                    blanks -= padding
                    blanks += room
                }
                blanks += 2 + (column.alignment == .leading ? padding : 0)
            }
            return line
        }
    }

    private func fittedWidths(_ rows: [[Text]], width: Int?) -> [Int] {
        var widths = columns.indices.map { column in rows.map { $0[column].displayWidth }.max() ?? 0 }
        guard let width else { return widths }
        let room = width - 2 * max(0, columns.count - 1)
        var excess = widths.reduce(0, +) - room
        let narrowest = 8
        while excess > 0 {
            let cuttable = columns.indices.filter { columns[$0].cutting == .allowed && widths[$0] > narrowest }
            guard let widest = cuttable.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }
}
