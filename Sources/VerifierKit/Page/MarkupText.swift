extension String {
    /// The text as it stands in HTML, between tags and in quoted attributes; control characters become spaces (SEC-06).
    var escapedForHTML: String {
        unicodeScalars.map { scalar in
            switch scalar {
            case "<": "&lt;"
            case ">": "&gt;"
            case "&": "&amp;"
            case "\"": "&quot;"
            case "'": "&#39;"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": " "
            default: String(scalar)
            }
        }.joined()
    }
}
