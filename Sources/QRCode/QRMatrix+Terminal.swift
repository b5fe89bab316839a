extension QRMatrix {
    /// How a terminal shows a code.
    public enum Rendering: Sendable, CaseIterable {
        /// Black on white by colours, whatever the terminal's own are; two modules a character.
        case coloured
        /// Letters as light modules, for bright letters on a dark ground; two modules a character.
        case onDark
        /// Letters as dark modules, for dark letters on a bright ground; two modules a character.
        case onLight
        /// As `onDark`, with `#` for terminals without Unicode; half a module a character.
        case ascii
    }

    /// The lines that show the code with its margin.
    public func lines(_ rendering: Rendering) -> [String] {
        let range = -Self.margin..<(size + Self.margin)
        guard rendering != .ascii else {
            return range.map { row in range.map { isDark(row: row, column: $0) ? "  " : "##" }.joined() }
        }
        let isInkDark = rendering != .onDark
        return stride(from: range.lowerBound, to: range.upperBound, by: 2).map { row in
            let line = range.map { column in
                let top = isDark(row: row, column: column) == isInkDark
                let bottom = isDark(row: row + 1, column: column) == isInkDark
                return top ? (bottom ? "█" : "▀") : (bottom ? "▄" : " ")
            }.joined()
            // Colours 16 and 231 of 256 are black and white in every theme; 0 and 15 are what the person made of them.
            return rendering == .coloured ? "\u{1B}[38;5;16;48;5;231m\(line)\u{1B}[0m" : line
        }
    }
}
