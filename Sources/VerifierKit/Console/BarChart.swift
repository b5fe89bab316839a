/// A chart as inline SVG: bars of stacked parts, without script and without style; the stylesheet gives the colours.
///
/// Beside each chart stands a table with the same numbers; `docs/adr/0005-charts-are-our-own-svg.md` says why it is drawn here.
struct BarChart {
    /// One bar: its parts from the axis outwards.
    struct Bar {
        /// What stands under it; empty for none.
        let label: String
        let parts: [Int]

        var total: Int { parts.reduce(0) { $0 &+ $1 } }
    }

    /// The class of each part, by which the stylesheet colours it.
    let classes: [String]
    let bars: [Bar]

    private var most: Int { max(1, bars.map(\.total).max() ?? 1) }

    /// Upright bars beside each other.
    ///
    /// - Parameter title: what is read aloud to people who cannot see the picture.
    func columns(title: String) -> String {
        let (width, height, left, right, foot, head) = (720.0, 220.0, 44.0, 16.0, 24.0, 10.0)
        let step = (width - left - right) / Double(max(1, bars.count))
        var drawn = ""
        for (share, number) in [(1.0, most), (0.5, most / 2), (0.0, 0)] where share != 0.5 || most % 2 == 0 {
            let y = Self.text(head + height * (1 - share))
            drawn += "<path class=\"rule\" d=\"M\(Self.text(left)) \(y)H\(Self.text(width))\"/>"
            drawn += "<text x=\"\(Self.text(left - 8))\" y=\"\(y)\" dy=\"5\" text-anchor=\"end\">\(number)</text>"
        }
        for (index, bar) in bars.enumerated() {
            let x = left + step * Double(index)
            var below = 0
            for (part, kind) in zip(bar.parts, classes) where part > 0 {
                let size = height * Double(part) / Double(most)
                let y = head + height - height * Double(below) / Double(most) - size
                drawn += Self.rectangle(kind, x + step * 0.15, y, step * 0.7, size)
                below = below &+ part
            }
            if !bar.label.isEmpty {
                drawn +=
                    "<text x=\"\(Self.text(x + step / 2))\" y=\"\(Self.text(head + height + 18))\" "
                    + "text-anchor=\"middle\">\(bar.label.escapedForHTML)</text>"
            }
        }
        return Self.picture(width, head + height + foot, title, drawn)
    }

    /// One lying bar of the chart, against the longest of all.
    func row(_ bar: Bar, title: String) -> String {
        let (width, height) = (240.0, 16.0)
        var (drawn, x) = ("", 0.0)
        for (part, kind) in zip(bar.parts, classes) where part > 0 {
            let size = width * Double(part) / Double(most)
            drawn += Self.rectangle(kind, x, 0, size, height)
            x += size
        }
        return Self.picture(width, height, title, drawn)
    }

    /// Upright bars without axes, as small as a word.
    func profile(title: String) -> String {
        let (width, height) = (240.0, 32.0)
        let step = width / Double(max(1, bars.count))
        var drawn = ""
        for (index, bar) in bars.enumerated() {
            let size = height * Double(bar.total) / Double(most)
            let x = step * Double(index)
            // A foot under each place shows where there is none.
            drawn += Self.rectangle("lapsed", x + step * 0.1, height, step * 0.8, 2)
            if let kind = classes.first {
                drawn += Self.rectangle(kind, x + step * 0.1, height - size, step * 0.8, size)
            }
        }
        return Self.picture(width, height + 2, title, drawn)
    }

    private static func picture(_ width: Double, _ height: Double, _ title: String, _ drawn: String) -> String {
        "<svg viewBox=\"0 0 \(text(width)) \(text(height))\" role=\"img\" direction=\"ltr\">"
            + "<title>\(title.escapedForHTML)</title>\(drawn)</svg>"
    }

    private static func rectangle(_ kind: String, _ x: Double, _ y: Double, _ width: Double, _ height: Double) -> String
    {
        "<rect class=\"\(kind)\" x=\"\(text(x))\" y=\"\(text(y))\" width=\"\(text(width))\" height=\"\(text(height))\"/>"
    }

    /// With one digit after the point.
    private static func text(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
    }
}
