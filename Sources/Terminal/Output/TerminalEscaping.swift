extension String {
    /// The text with everything that could move the cursor, hide or reorder letters spelled out, such as `\u{1B}`.
    ///
    /// Escaped are control characters (C0, C1, DEL), format characters (bidirectional controls, zero width), line and
    /// paragraph separators, private and unassigned code points, and a letter's ninth combining mark and those after it.
    /// Text beyond the limit is cut and its length told.
    ///
    /// - Parameter limit: how many Unicode scalars are shown.
    ///
    /// Source: SEC-06.
    public func escapedForTerminal(limit: Int = 1000) -> String {
        var shown = String.UnicodeScalarView()
        let scalars = unicodeScalars
        var (index, count, marks) = (scalars.startIndex, 0, 0)
        var before: Unicode.Scalar?
        while index < scalars.endIndex, count < limit {
            let scalar = scalars[index]
            let next = scalars.index(after: index)
            marks = scalar.properties.generalCategory.isMark ? marks + 1 : 0
            let after = next < scalars.endIndex ? scalars[next] : nil
            if marks <= 8, scalar.isHarmless(between: before, and: after) {
                shown.append(scalar)
            } else {
                shown.append(contentsOf: scalar.spelledOut.unicodeScalars)
            }
            (before, index, count) = (scalar, next, count + 1)
        }
        guard index < scalars.endIndex else { return String(shown) }
        return "\(String(shown))... (\(scalars.distance(from: index, to: scalars.endIndex)) more)"
    }
}

extension Unicode.Scalar {
    /// The scalar as the person sees it when it must not act: `\n`, `\u{202E}`.
    var spelledOut: String {
        switch self {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default: "\\u{\(String(value, radix: 16, uppercase: true))}"
        }
    }

    /// Whether the scalar shows as itself, in its place, and changes nothing around it.
    func isHarmless(between before: Unicode.Scalar?, and after: Unicode.Scalar?) -> Bool {
        if (0x20..<0x7F).contains(value) { return true }
        switch self {
        case "\u{34F}", "\u{115F}", "\u{1160}", "\u{17B4}", "\u{17B5}", "\u{3164}", "\u{FFA0}": return false
        case "\u{200C}", "\u{200D}":
            // Persian, Hindi, Sinhala and their kin spell words with joiners; between their letters these are writing.
            return before.map(\.isOfJoiningScript) == true && after.map(\.isOfJoiningScript) == true
        default: break
        }
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return false
        default: return true
        }
    }

    private var isOfJoiningScript: Bool {
        guard (0x0600...0x109F).contains(value) || (0x1780...0x18AF).contains(value) else { return false }
        return properties.isAlphabetic || properties.generalCategory.isMark
    }
}

extension Unicode.GeneralCategory {
    /// Whether scalars of this kind sit on the letter before them.
    var isMark: Bool { self == .nonspacingMark || self == .enclosingMark || self == .spacingMark }
}
