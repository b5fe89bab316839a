extension Text {
    /// The text in at most that many columns, an ellipsis in the place of what was cut.
    func cut(to room: Int, ellipsis: String) -> Text {
        guard displayWidth > room else { return self }
        var left = max(0, room - ellipsis.displayWidth)
        var result: Text = ""
        for run in runs {
            var kept = ""
            for letter in run.letters {
                let width = letter.displayWidth
                guard width <= left else {
                    return result + Text(own: kept + ellipsis, run.style)
                }
                kept.append(letter)
                left -= width
            }
            result += Text(own: kept, run.style)
        }
        return result
    }

    /// What is sent to a terminal or a file.
    func rendered(isColoured: Bool, isASCII: Bool) -> String {
        runs.map { run in
            let letters = isASCII ? run.letters.spelledInASCII : run.letters
            guard isColoured, let code = run.style.code else { return letters }
            return "\u{1B}[\(code)m\(letters)\u{1B}[0m"
        }.joined()
    }
}

extension String {
    /// The text with everything beyond ASCII spelled out: a terminal of another encoding would take parts of UTF-8 for C1 controls.
    var spelledInASCII: String {
        unicodeScalars.map { $0.isASCII ? String($0) : $0.spelledOut }.joined()
    }

    /// Lines of at most that many columns, broken at spaces; a word that is longer stands alone.
    func wrapped(to width: Int) -> [String] {
        var lines: [String] = []
        for paragraph in split(separator: "\n", omittingEmptySubsequences: false) {
            var line = ""
            for word in paragraph.split(separator: " ") {
                if !line.isEmpty, line.displayWidth + 1 + word.displayWidth > width {
                    lines.append(line)
                    line = ""
                }
                line += line.isEmpty ? String(word) : " \(word)"
            }
            lines.append(line)
        }
        return lines
    }
}
