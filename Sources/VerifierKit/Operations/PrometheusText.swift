import HTTP

/// The text format of Prometheus: a head for each metric, then a line for each sample.
struct PrometheusText {
    static let mediaType = MediaType(
        "text/plain", parameters: [FormField("version", "0.0.4"), FormField("charset", "utf-8")])

    enum Kind: String {
        case counter
        case gauge
        case histogram
    }

    private(set) var lines = ""
    private var name = ""

    mutating func begin(_ name: String, _ kind: Kind, _ help: String) {
        self.name = name
        lines += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    mutating func sample(_ labels: [(String, String)], _ value: some CustomStringConvertible, suffix: String = "") {
        let list = labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
        lines += "\(name)\(suffix)\(list.isEmpty ? "" : "{\(list)}") \(value)\n"
    }

    /// Microseconds as seconds, without superfluous zeros.
    static func seconds(_ microseconds: Int) -> String {
        let digits = String(microseconds % 1_000_000)
        var fraction = String(repeating: "0", count: 6 - digits.utf8.count) + digits
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(microseconds / 1_000_000)" + (fraction.isEmpty ? "" : ".\(fraction)")
    }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "\\": "\\\\"
            case "\"": "\\\""
            case "\n": "\\n"
            default: String(scalar)
            }
        }.joined()
    }
}
